/** The atlas: its figures show one neuron together, and the address says which. Its data are fetched when somebody is at it. */
import type { Cut } from '../../../runner/core/cut.ts';
import { integer } from '../../../runner/core/format.ts';
import { rowsHtml } from '../../figures/atlas/pieces.ts';
import { neuronHash, neuronOfHash } from '../../words/atlas/address.ts';
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
import { onHashLink, pushAddress, writeAddress } from '../address.ts';
import { whyOf } from '../fetched.ts';
import { find } from '../shared.ts';
import { type BrowserAtlas, loadAtlas } from './load.ts';
import { liveMatrix } from './matrix.ts';
import { livePanel } from './panel.ts';

const root = find(document, '[data-atlas]', HTMLElement);
const cut = (root.dataset.cut ?? 'word') as Cut;
const first = Number(root.dataset.neuron);
/** Whether a neuron was asked for on the page while its data were still to come. */
let linkFollowed = false;
addEventListener('hashchange', () => {
  linkFollowed = true;
});

function bringToLife(loaded: BrowserAtlas): void {
  const figure = root.querySelector<HTMLElement>('.matrix-figure');
  const matrix = figure && liveMatrix(figure, loaded, walk);
  const plane = livePlane(find(root, '[data-plane]', HTMLElement), choose);
  const table = liveTable(find(root, '[data-table]', HTMLElement), loaded, cut);
  const section = find(root, '[data-panel]', HTMLElement);
  const panel = livePanel(root, loaded, walk);

  function show(neuron: number): void {
    matrix?.(neuron);
    plane(neuron);
    table(neuron);
    void panel(neuron);
  }

  /** One of many steps: the address follows, the history does not fill. */
  function walk(neuron: number): void {
    writeAddress(neuronHash(neuron));
    show(neuron);
  }

  function choose(neuron: number): void {
    pushAddress(neuronHash(neuron));
    show(neuron);
  }

  const asked = (): number | null => neuronOfHash(location.hash, loaded.atlas.neurons);
  addEventListener('popstate', () => show(asked() ?? first));
  onHashLink((hash) => {
    const neuron = hash.startsWith('#neuron=') ? neuronOfHash(hash, loaded.atlas.neurons) : null;
    if (neuron === null) return false;
    choose(neuron);
    // The panel may be higher than the window: its heading is what must be seen.
    const heading = find(section, 'h2', HTMLElement);
    heading.scrollIntoView({ block: 'nearest' });
    heading.focus({ preventScroll: true });
    return true;
  });
  show(asked() ?? first);
  // Who came for a neuron sees it; who comes back is where they were.
  if (asked() !== null && (scrollY === 0 || linkFollowed)) section.scrollIntoView();
  root.dataset.ready = 'true';
}

function start(): void {
  loadAtlas(root.dataset.atlas ?? '').then(bringToLife, (error: unknown) => {
    find(root, '[data-panel-status]', HTMLOutputElement).textContent =
      `The other neurons could not be loaded: ${whyOf(error)}. Load the page again to try once more.`;
  });
}

/**
 * The page stands without the map of all neurons, nearly half a megabyte: it is fetched for who asks for a neuron, or at the
 * first sign that somebody moves about on the page.
 */
const signs = ['pointermove', 'pointerdown', 'keydown', 'focusin', 'scroll', 'hashchange'] as const;

function startWhenAsked(): void {
  const signed = new AbortController();
  const begin = () => {
    signed.abort();
    start();
  };
  // Who comes back may stand in the middle of the page.
  if (location.hash !== '' || scrollY > 0) begin();
  else for (const sign of signs) addEventListener(sign, begin, { passive: true, signal: signed.signal });
}

if (document.readyState === 'complete') startWhenAsked();
else addEventListener('load', startWhenAsked, { once: true });

const namespace = 'http://www.w3.org/2000/svg';

/** @param choose hears the neuron of a dot. @returns shows a neuron. */
export function livePlane(figure: HTMLElement, choose: (neuron: number) => void): (neuron: number) => void {
  const svg = figure.querySelector('svg');
  const ring = document.createElementNS(namespace, 'circle');
  const name = document.createElementNS(namespace, 'text');
  ring.setAttribute('class', 'chosen');
  ring.setAttribute('r', '9');
  name.setAttribute('class', 'chosen-name');
  svg?.append(ring, name);
  let chosen = 0;

  function point(neuron: number, withRing: boolean): void {
    const dot = svg?.querySelector<SVGCircleElement>(`circle[data-n="${neuron}"]`);
    if (!dot) return;
    const [x, y] = [dot.cx.baseVal.value, dot.cy.baseVal.value];
    if (withRing) {
      ring.setAttribute('cx', String(x));
      ring.setAttribute('cy', String(y));
    }
    name.setAttribute('x', String(x + 13));
    name.setAttribute('y', String(y + 5));
    name.textContent = String(neuron);
  }

  const neuronAt = (target: EventTarget | null): number | null => {
    const number = target instanceof SVGElement ? target.dataset.n : undefined;
    return number === undefined ? null : Number(number);
  };
  svg?.addEventListener('pointerover', ({ target }) => point(neuronAt(target) ?? chosen, false));
  svg?.addEventListener('click', ({ target }) => {
    const neuron = neuronAt(target);
    if (neuron !== null) choose(neuron);
  });
  return (neuron) => {
    chosen = neuron;
    point(neuron, true);
  };
}

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
