/**
 * The search in the header. Nothing is fetched before the field is used; then the names, and with the first letter the text.
 * '/' leads to the field, arrow keys through what was found, Enter to what is marked.
 */

import type { SearchHit, SearchIndexes } from '../words/search/index.ts';
import { jsonOf, remembered } from './fetched.ts';
import { find } from './find.ts';
import { resultHtml } from './search/result.ts';

const box = find(document, '[data-search]', HTMLElement);
const field = find(box, 'input', HTMLInputElement);
const list = find(box, '[data-search-list]', HTMLElement);
list.role = 'listbox';
list.ariaLabel = 'Found';
const status = find(box, '[data-search-status]', HTMLElement);

/** So many are offered; all stand on the page of the search. */
const most = 8;

const engine = remembered((_: 'engine') => import('../words/search/index.ts'));
const names = remembered(async (address: string) => {
  const { index, networks } = await jsonOf<{ index: never; networks: SearchIndexes['networks'] }>(address);
  return { names: (await engine('engine')).openIndex(index), networks };
});
const texts = remembered(async (address: string) => (await engine('engine')).openIndex(await jsonOf<never>(address)));
const namesHere = () => names(box.dataset.names ?? '');

/** Of the names first; once the text is there, of both. `tell` is called again then, unless the reader typed on. */
async function search(query: string, tell: (found: readonly SearchHit[]) => void): Promise<void> {
  const { ask } = await engine('engine');
  const known = await namesHere();
  const current = (): boolean => field.value === query;
  if (current()) tell(ask({ ...known, texts: null }, query));
  const all = await texts(box.dataset.texts ?? '');
  if (current()) tell(ask({ ...known, texts: all }, query));
}

let options: HTMLAnchorElement[] = [];
let marked = -1;

function mark(at: number): void {
  marked = at;
  for (const [index, option] of options.entries()) option.setAttribute('aria-selected', String(index === at));
  const own = options[at];
  if (own) {
    field.setAttribute('aria-activedescendant', own.id);
    own.scrollIntoView({ block: 'nearest' });
  } else field.removeAttribute('aria-activedescendant');
}

function open(isOpen: boolean): void {
  list.hidden = !isOpen;
  field.setAttribute('aria-expanded', String(isOpen));
  if (!isOpen) mark(-1);
}

function offer(found: readonly SearchHit[]): void {
  const how = found.length === 0 ? 'Nothing found' : found.length === 1 ? '1 found' : `${found.length} found`;
  list.innerHTML = found
    .slice(0, most)
    .map((each, at) => resultHtml(each, { option: `site-search-${at}` }).html)
    .join('');
  const all = document.createElement('a');
  all.href = `${box.dataset.page}?${new URLSearchParams({ q: field.value })}`;
  all.textContent = found.length > most ? `All ${found.length} found` : `${how}; the index of everything`;
  all.id = 'site-search-all';
  all.role = 'option';
  all.tabIndex = -1;
  list.append(all);
  options = [...list.querySelectorAll('a')];
  open(true);
  mark(found.length > 0 ? 0 : -1);
  status.textContent = how;
}

async function show(): Promise<void> {
  const query = field.value;
  if (query.trim() === '') {
    open(false);
    status.textContent = '';
    return;
  }
  try {
    await search(query, offer);
  } catch {
    status.textContent = 'The index could not be loaded';
  }
}

function walk(event: KeyboardEvent): void {
  const chosen = options[marked];
  const last = options.length - 1;
  if (event.key === 'Escape') {
    if (list.hidden) field.value = '';
    open(false);
    status.textContent = '';
  } else if (list.hidden) {
    if (event.key !== 'ArrowDown' || field.value.trim() === '') return;
    void show();
  } else if (event.key === 'ArrowDown') mark(marked >= last ? 0 : marked + 1);
  else if (event.key === 'ArrowUp') mark(marked <= 0 ? last : marked - 1);
  else if (event.key === 'Enter' && chosen) chosen.click();
  else return;
  event.preventDefault();
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

field.addEventListener('input', () => void show());
field.addEventListener('focus', () => void namesHere().catch(() => {}), { once: true });
field.addEventListener('keydown', walk);
box.addEventListener('focusout', ({ relatedTarget }) => {
  if (!(relatedTarget instanceof Node) || !box.contains(relatedTarget)) open(false);
});
// The field keeps the focus while an option is pressed, so that the list is there to be pressed.
list.addEventListener('mousedown', (event) => event.preventDefault());
// A link to a place on this very page leaves the list open.
list.addEventListener('click', () => open(false));
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  field.focus();
  field.select();
});

const page = document.querySelector('[data-found]');
const asked = new URLSearchParams(location.search).get('q');
if (page instanceof HTMLElement && asked) {
  field.value = asked;
  const rows = find(page, '[data-found-list]', HTMLOListElement);
  const title = find(page, '[data-found-title]', HTMLElement);
  page.hidden = false;
  void search(asked, (found) => {
    title.textContent = `${found.length === 0 ? 'Nothing' : found.length} found for “${asked}”`;
    rows.innerHTML = found.map((each) => `<li>${resultHtml(each).html}</li>`).join('');
  }).catch(() => {
    title.textContent = 'The index could not be loaded';
  });
}
