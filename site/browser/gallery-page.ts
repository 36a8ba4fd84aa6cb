/** Orders and filters the cards of the gallery as its controls say, and keeps that in the address. */

import type { GalleryEntry } from '../words/gallery-entry.ts';
import { find } from './find.ts';
import { anyExperiment, type GalleryState, isAskedFor, ordered, readGallery, writeGallery } from './gallery.ts';

const entries = JSON.parse(find(document, '[data-gallery]', HTMLScriptElement).text) as GalleryEntry[];
const controls = find(document, '[data-gallery-controls]', HTMLFieldSetElement);
const status = find(document, '[data-gallery-status]', HTMLElement);
const nothing = find(document, '[data-gallery-nothing]', HTMLElement);
const list = find(document, '.gallery', HTMLUListElement);
const cards = new Map([...list.querySelectorAll<HTMLElement>('[data-card]')].map((card) => [card.dataset.card, card]));
const fields = [...controls.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[name]')];

function show(state: GalleryState): void {
  for (const field of fields) field.value = state[field.name as keyof GalleryState];
  let shown = 0;
  const row: HTMLElement[] = [];
  for (const entry of ordered(entries, state.order)) {
    const card = cards.get(entry.id);
    if (!card) continue;
    card.hidden = !isAskedFor(entry, state);
    if (!card.hidden) shown += 1;
    row.push(card);
  }
  // Cards that lie as they should are left alone: moving them would have all of them laid out again.
  if (row.some((card, index) => card !== list.children[index])) list.append(...row);
  status.textContent = `${shown} of ${entries.length}`;
  nothing.hidden = shown > 0;
}

const fromControls = (): GalleryState => ({
  ...anyExperiment,
  ...Object.fromEntries(fields.map(({ name, value }) => [name, value])),
});

controls.addEventListener('input', () => {
  const state = fromControls();
  show(state);
  history.replaceState(null, '', `${location.pathname}${writeGallery(state)}`);
});
window.addEventListener('pageshow', () => show(readGallery(location.search)));
show(readGallery(location.search));
controls.dataset.ready = '';
