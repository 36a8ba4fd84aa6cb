/** The search: what is found takes the place of the list of everything, and its address keeps the question. */
import { html } from '../words/html.ts';
import { remembered } from '../words/remembered.ts';
import { kindNames } from '../words/search/entry.ts';
import type { Searched, SearchHit } from '../words/search/index.ts';
import { jsonOf } from './fetched.ts';
import { find } from './shared.ts';

const box = find(document, '[data-search]', HTMLElement);
const field = find(box, 'input', HTMLInputElement);
const status = find(box, '[data-search-status]', HTMLElement);
const list = find(box, '[data-search-found]', HTMLElement);
const everything = find(document, '[data-search-all]', HTMLElement);

const engine = remembered(async (address: string) => {
  const [{ openIndex, ask }, { index, networks }] = await Promise.all([
    import('../words/search/index.ts'),
    jsonOf<{ index: never; networks: Searched['networks'] }>(address),
  ]);
  const searched = { index: openIndex(index), networks };
  return (query: string) => ask(searched, query);
});

const hitHtml = ({ kind, title, about, address, excerpt }: SearchHit) =>
  html`<li><a href="${address}"><b><bdi>${title}</bdi></b> <small>${kindNames[kind].one}</small></a><span class="about"><bdi>${about}</bdi>${
    excerpt && html`${about !== '' && ' · '}${excerpt[0]}<mark>${excerpt[1]}</mark>${excerpt[2]}`
  }</span></li>`;

async function show(): Promise<void> {
  const query = field.value;
  const isAsked = query.trim() !== '';
  history.replaceState(null, '', isAsked ? `?${new URLSearchParams({ q: query })}` : location.pathname);
  try {
    const found = isAsked ? (await engine(box.dataset.search ?? ''))(query) : [];
    if (field.value !== query) return;
    list.innerHTML = found.map((hit) => hitHtml(hit).html).join('');
    list.hidden = !isAsked;
    everything.hidden = isAsked;
    status.textContent = isAsked ? `${found.length === 0 ? 'Nothing' : found.length} found for “${query}”` : '';
  } catch {
    status.textContent = 'The index could not be loaded.';
  }
}

field.addEventListener('input', () => void show());
const asked = new URLSearchParams(location.search).get('q');
if (asked) {
  field.value = asked;
  void show();
}
if (location.hash === '') field.focus();
