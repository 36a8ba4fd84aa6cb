/**
 * Orders and filters the gallery as its controls say, and keeps that in the address. What is known of the experiments, and cards
 * that stand on other pages, are fetched when they are asked for.
 */

import {
  anyExperiment,
  askedFor,
  type GalleryState,
  galleryLength,
  readGallery,
  writeGallery,
} from '../words/gallery.ts';
import type { GalleryEntry } from '../words/gallery-entry.ts';
import { answer, jsonOf, remembered, whyOf } from './fetched.ts';
import { find } from './find.ts';

const controls = find(document, '[data-gallery-controls]', HTMLFieldSetElement);
const status = find(document, '[data-gallery-status]', HTMLElement);
const nothing = find(document, '[data-gallery-nothing]', HTMLElement);
const list = find(document, '.gallery', HTMLUListElement);
const pages = document.querySelector<HTMLElement>('[data-gallery-pages]');
const more = document.querySelector<HTMLElement>('[data-gallery-more]');
const fields = [...controls.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[name]')];
const own = Number(controls.dataset.page);

const cards = new Map<string | undefined, HTMLElement>();
const keep = (root: ParentNode): void => {
  for (const card of root.querySelectorAll<HTMLElement>('[data-card]')) cards.set(card.dataset.card, card);
};
keep(list);

const loadEntries = remembered((address: string) => jsonOf<GalleryEntry[]>(address));
const loadCards = remembered(async (page: number): Promise<void> => {
  const html = await (await answer(`${controls.dataset.base}${page === 1 ? '' : `gallery/${page}/`}`)).text();
  keep(new DOMParser().parseFromString(html, 'text/html'));
});

let asked = anyExperiment;
let most = galleryLength;
let turn = 0;

async function show(): Promise<void> {
  const mine = ++turn;
  const isLatest = () => mine === turn;
  try {
    await arrange(isLatest);
  } catch (error) {
    if (isLatest()) status.textContent = `not loaded (${whyOf(error)})`;
  }
}

async function arrange(isLatest: () => boolean): Promise<void> {
  const entries = await loadEntries(controls.dataset.entries ?? '');
  const { shown, fit } = askedFor(entries, asked, { page: own, most });
  const missing = new Set(shown.filter(({ id }) => !cards.has(id)).map(({ page }) => page));
  if (missing.size > 0) status.textContent = 'loading …';
  await Promise.all([...missing].map(loadCards));
  if (!isLatest()) return;
  const row = shown.flatMap(({ id }) => cards.get(id) ?? []);
  // Cards that lie as they should are left alone: moving them would have all of them laid out again.
  if (row.length !== list.children.length || row.some((card, index) => card !== list.children[index])) {
    list.replaceChildren(...row);
  }
  status.textContent = `${fit} of ${entries.length}`;
  nothing.hidden = fit > 0;
  const paged = writeGallery(asked) === '';
  if (pages) pages.hidden = !paged;
  const rest = Math.min(galleryLength, fit - row.length);
  if (more === null) return;
  more.hidden = paged || rest === 0;
  find(more, 'button', HTMLButtonElement).textContent = `Show ${rest} more`;
}

controls.addEventListener('input', () => {
  const set = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  asked = { ...anyExperiment, ...set };
  most = galleryLength;
  history.replaceState(null, '', `${location.pathname}${writeGallery(asked)}`);
  void show();
});
more?.addEventListener('click', () => {
  const before = list.children.length;
  most += galleryLength;
  // The button may be gone by then: the keyboard goes on where the new ones begin.
  void show().then(() => list.children[before]?.querySelector('a')?.focus());
});

/** As the page came, it is as it should be where nothing is asked for. */
function begin(): void {
  const state = readGallery(location.search);
  const same = writeGallery(state) === writeGallery(asked);
  asked = state;
  // A browser may have kept what they said before.
  for (const field of fields) field.value = asked[field.name as keyof GalleryState];
  if (!same) void show();
}
window.addEventListener('pageshow', begin);
begin();
controls.dataset.ready = '';
