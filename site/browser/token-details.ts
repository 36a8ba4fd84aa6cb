/** One token of a highlighted text in every component, with the tokens that the model expects next. */

import { at, item } from '../../runner/core/at.ts';
import { decimal, quoted } from '../../runner/core/words.ts';
import { activationsOf } from '../../runner/experiment/results/activations.ts';
import type { Predictions, TextName } from '../../runner/experiment/results/schema.ts';
import { colourCoordinate, cssNumber } from '../figures/colour.ts';
import type { ReadingData } from '../words/script-data.ts';
import { tokenLabel } from '../words/token.ts';
import { whyOf } from './fetched.ts';
import { find } from './find.ts';
import { loadPredictions, loadSidecar } from './sidecars.ts';

export interface VisitedToken {
  text: TextName;
  position: number;
  neuron: number;
  token: string;
  /** The token that came next as the model read it; null at the end of the text, or before a start from zero. */
  next: string | null;
}

export interface TokenDetails {
  /** Shows a token while the details are open; null: none. */
  visit(token: VisitedToken | null): void;
  setOpen(open: boolean): void;
}

/** Nothing is fetched before the reader opens the details. */
export function connectTokenDetails(
  figure: HTMLElement,
  data: ReadingData,
  onToggle: (open: boolean) => void,
): TokenDetails {
  const details = find(figure, '[data-token-details]', HTMLDetailsElement);
  const status = find(details, '[data-details-status]', HTMLElement);
  const missing = find(details, '[data-details-missing]', HTMLElement);
  const componentRows = [...find(details, '[data-details-components]', HTMLTableSectionElement).rows];
  const nextRows = [...find(details, '[data-details-next]', HTMLTableSectionElement).rows];
  let visited: VisitedToken | null = null;

  /** Only a failure is spoken: the token is read out above already. */
  function say(words: string, failed = false): void {
    status.setAttribute('aria-live', failed ? 'polite' : 'off');
    status.textContent = words;
  }

  async function show(): Promise<void> {
    if (!details.open) return;
    const wanted = visited;
    if (wanted === null) {
      say('Point at a token, or reach it with the arrow keys.');
      fillComponents(componentRows, data, []);
      fillNext(nextRows, null, null);
      return;
    }
    const file = data.predictions[wanted.text];
    missing.hidden = file !== undefined;
    try {
      const values = await Promise.all(componentRows.map((row) => valueAt(row.dataset.component ?? '', wanted)));
      const predictions = file ? await loadPredictions(file.url) : null;
      if (wanted !== visited) return;
      const { neuron, position, token } = wanted;
      say(`Neuron ${neuron} at token ${position}, ${quoted(tokenLabel(token))}`);
      fillComponents(componentRows, data, values);
      fillNext(nextRows, predictions, wanted);
    } catch (error) {
      if (wanted === visited)
        status.textContent = `This could not be loaded (${whyOf(error)}). Choose the token again to retry.`;
    }
  }

  async function valueAt(key: string, { text, neuron, position }: VisitedToken): Promise<number | null> {
    const file = data.components[key]?.files[text];
    if (!file) return null;
    const sidecar = loadSidecar(file.url, data.units, data.tokens[text]);
    return at(activationsOf(await sidecar, neuron), position);
  }

  details.addEventListener('toggle', () => {
    if (details.open) say('Loading …');
    onToggle(details.open);
    void show();
  });
  details.hidden = false;
  return {
    visit(token) {
      visited = token;
      void show();
    },
    setOpen(open) {
      if (details.open !== open) details.open = open;
    },
  };
}

/** `values` [rows]; a row without one gets a dash, or keeps saying that it was not recorded. */
function fillComponents(
  rows: readonly HTMLTableRowElement[],
  { components }: ReadingData,
  values: readonly (number | null)[],
): void {
  rows.forEach((row, index) => {
    const component = components[row.dataset.component ?? ''];
    const value = values[index] ?? null;
    if (!component) return;
    const cell = find(row, '.cell', HTMLElement);
    cell.textContent = value === null ? '–' : decimal(value);
    cell.style.setProperty('--a', value === null ? '0' : cssNumber(colourCoordinate(value, component.limits)));
  });
}

function fillNext(
  rows: readonly HTMLTableRowElement[],
  predictions: Predictions | null,
  visited: VisitedToken | null,
): void {
  rows.forEach((row, rank) => {
    const expected = predictions && visited && expectedAt(predictions, visited.position, rank);
    row.cells[0]?.replaceChildren(expected ? isolated(tokenLabel(expected.token)) : '–');
    row.cells[1]?.replaceChildren(expected ? decimal(expected.probability, 3) : '–');
    row.style.setProperty('--p', expected ? String(expected.probability) : '0');
    row.classList.toggle('came', expected != null && expected.token === visited?.next);
  });
}

/** The token of a rank among those likeliest after a position; null where fewer are known. */
function expectedAt({ tokens, next, probability }: Predictions, position: number, rank: number) {
  const place = next[position]?.[rank];
  return place === undefined
    ? null
    : { token: item(tokens, place), probability: at(item(probability, position), rank) };
}

/** A token of another direction turns nothing around it. */
function isolated(text: string): HTMLElement {
  const element = document.createElement('bdi');
  element.textContent = text;
  return element;
}
