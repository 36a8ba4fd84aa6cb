/** One highlighted text in the page: its tokens, their colours, and which of them are chosen. */
import { at } from '../../runner/core/at.ts';
import { colourCoordinate, cssNumber } from '../figures/colour.ts';
import { tokenOf } from '../words/token.ts';
import { find } from './shared.ts';

export interface ShownTextView {
  section: HTMLElement;
  /** The element that holds the tokens. */
  block: HTMLElement;
  elements: HTMLElement[];
  /** What the elements stand for. */
  tokens: string[];
  /** Activations [tokens] that the colours show; null until the side-car has come: the colours themselves are rounded. */
  values: ArrayLike<number> | null;
}

export function shownText(section: HTMLElement): ShownTextView {
  const block = find(section, '[data-tokens]', HTMLElement);
  const elements = [...block.querySelectorAll('bdi')];
  return {
    section,
    block,
    elements,
    tokens: elements.map((element) => tokenOf(element.textContent ?? '', element.classList.contains('c'))),
    values: null,
  };
}

/** Colours tokens by `values` [tokens]. */
export function paint(
  elements: readonly HTMLElement[],
  values: ArrayLike<number>,
  limits: readonly [number, number],
): void {
  elements.forEach((element, position) => {
    element.style.setProperty('--a', cssNumber(colourCoordinate(at(values, position), limits)));
  });
}

/** Marks the tokens at `positions` as chosen, and no others. */
export function markChosen({ elements }: ShownTextView, positions: readonly number[]): void {
  const chosen = new Set(positions);
  elements.forEach((element, position) => {
    element.classList.toggle('s', chosen.has(position));
  });
}

/** The token that came after `position` as the model read the text; null at its end and before a start from zero. */
export function tokenAfter({ block, elements, tokens }: ShownTextView, position: number): string | null {
  const element = elements[position];
  const backward = block.dataset.backward !== undefined;
  const beside = backward ? element?.previousElementSibling : element?.nextElementSibling;
  if (beside?.classList.contains('reset')) return null;
  return tokens[backward ? position - 1 : position + 1] ?? null;
}
