/** Search over the documentation: the text is fetched when the field is first used; arrow keys walk through what is found. */
import { type Found, type Section, search } from '../words/docs/search.ts';
import { jsonOf, remembered } from './fetched.ts';
import { find } from './find.ts';

const box = find(document, '[data-docs-search]', HTMLElement);
const field = find(box, 'input', HTMLInputElement);
const status = find(box, '[data-docs-status]', HTMLElement);
const list = find(box, '[data-docs-results]', HTMLOListElement);

const fetchSections = remembered((url: string) => jsonOf<Section[]>(url));
const sections = (): Promise<Section[]> => fetchSections(box.dataset.index ?? '');

function item({ section, excerpt: [before, match, after] }: Found): HTMLLIElement {
  const link = document.createElement('a');
  link.href = section.address;
  link.textContent = section.heading === section.page ? section.page : `${section.page}: ${section.heading}`;
  const marked = document.createElement('mark');
  marked.textContent = match;
  const excerpt = document.createElement('p');
  excerpt.append(before, marked, after);
  const row = document.createElement('li');
  row.append(link, excerpt);
  return row;
}

async function show(): Promise<void> {
  const query = field.value;
  try {
    const found = search(await sections(), query);
    if (field.value !== query) return;
    list.replaceChildren(...found.map(item));
    const places = found.length === 1 ? '1 place' : `${found.length} places`;
    status.textContent = query.trim() === '' ? '' : found.length === 0 ? 'Nothing found' : places;
  } catch {
    status.textContent = 'The text could not be loaded';
  }
}

function walk(event: KeyboardEvent): void {
  const links = [...list.querySelectorAll('a')];
  const at = links.findIndex((link) => link.matches(':focus'));
  if (event.key === 'ArrowDown' && links.length > 0) links[Math.min(at + 1, links.length - 1)]?.focus();
  else if (event.key === 'ArrowUp' && at >= 0) (links[at - 1] ?? field).focus();
  else if (event.key === 'Enter' && event.target === field) links[0]?.click();
  else if (event.key === 'Escape') {
    field.value = '';
    void show();
    field.focus();
  } else return;
  event.preventDefault();
}

field.addEventListener('input', () => void show());
field.addEventListener('focus', () => void sections().catch(() => {}));
box.addEventListener('keydown', walk);
box.hidden = false;
if (field.value !== '') void show();
