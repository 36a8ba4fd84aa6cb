/** The table of all neurons: sorted, searched, and shown a few at a time. */
import type { Cut } from '../../../runner/core/cut.ts';
import { integer } from '../../../runner/core/words.ts';
import { rowsHtml } from '../../figures/atlas/pieces.ts';
import { neuronHash } from '../../words/atlas/hash.ts';
import {
  featureNamed,
  firstRows,
  firstWish,
  moreRows,
  rowsOf,
  type SortKey,
  sortKeys,
  type Wish,
  wished,
} from '../../words/atlas/table.ts';
import { find } from '../find.ts';
import type { BrowserAtlas } from './load.ts';

/** @returns marks the row of a neuron. */
export function liveTable(section: HTMLElement, loaded: BrowserAtlas, cut: Cut): (neuron: number) => void {
  const { atlas, map, tokens } = loaded;
  const form = find(section, '[data-wish]', HTMLElement);
  const search = find(form, 'input', HTMLInputElement);
  const count = find(form, '[data-count]', HTMLOutputElement);
  const body = find(section, '[data-rows]', HTMLTableSectionElement);
  const more = find(section, '[data-more]', HTMLButtonElement);
  const heads = [...section.querySelectorAll<HTMLElement>('th[data-sort]')];
  let rows = rowsOf(atlas, map, tokens);
  let wish: Wish = firstWish;
  let shown = firstRows;
  /** The feature that the search names. */
  let typed: number | null = null;
  let chosen: number | null = null;

  function draw(): void {
    const found = wished(rows, wish);
    body.innerHTML = rowsHtml(found.slice(0, shown), { atlas, cut, linkTo: neuronHash }).html;
    count.textContent = `${integer(found.length)} of ${integer(rows.length)} neurons`;
    more.hidden = found.length <= shown;
    for (const head of heads) {
      if (head.dataset.sort === wish.sort) head.setAttribute('aria-sort', wish.descending ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }
    mark();
  }

  function mark(): void {
    for (const row of body.rows) {
      if (Number(row.dataset.n) === chosen) row.setAttribute('aria-current', 'true');
      else row.removeAttribute('aria-current');
    }
  }

  function sortBy(sort: SortKey): void {
    const first = sort === 'effect' || sort === 'beyond' || sort === 'memory';
    wish = { ...wish, sort, descending: wish.sort === sort ? !wish.descending : first };
    draw();
  }

  for (const head of heads) {
    const sort = sortKeys.find((key) => key === head.dataset.sort);
    if (sort === undefined) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    button.addEventListener('click', () => sortBy(sort));
    head.replaceChildren(button);
  }
  search.addEventListener('input', () => {
    // Who types a feature's name asks for all neurons that tell it, not only for those that tell nothing better.
    const named = featureNamed(atlas, search.value);
    if (named !== typed || named === null) rows = rowsOf(atlas, map, tokens, named);
    typed = named;
    wish = { ...wish, search: named === null ? search.value : '', feature: named };
    shown = firstRows;
    draw();
  });
  more.addEventListener('click', () => {
    shown += moreRows;
    draw();
  });
  form.hidden = false;
  more.hidden = rows.length <= shown;
  count.textContent = `${integer(rows.length)} of ${integer(rows.length)} neurons`;
  return (neuron) => {
    chosen = neuron;
    mark();
  };
}
