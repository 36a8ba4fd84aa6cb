/**
 * The coloured tokens of the live model, where typed ones stand at once and take their colour when the model has read
 * them; and the table of the likeliest next tokens.
 */
import { item } from '../../../runner/core/at.ts';
import { decimal } from '../../../runner/core/words.ts';
import { colourCoordinate, cssNumber } from '../../figures/colour.ts';
import { codePoints } from '../../words/token.ts';
import type { LiveToken, NextToken } from './messages.ts';
import type { TypedToken } from './typed.ts';

export interface LiveText {
  /** [tokens], typed and then written; it changes with what is shown. */
  readonly tokens: readonly HTMLElement[];
  /** Sets the typed tokens; those that stay keep their colour until they are read anew. */
  type(tokens: readonly TypedToken[]): void;
  /**
   * Colours the tokens from the `from`th that the model read on; when it is the first, forgets what was written.
   * @param nameOf the token of an id.
   */
  read(from: number, tokens: readonly LiveToken[], nameOf: (id: number) => string): void;
  /** Which of the tokens that the model read stands at a position; null for one that it does not read. */
  placeOf(position: number): number | null;
  positionOf(place: number): number;
  /** What the model made of the token at a position; null when it has not read it. */
  at(position: number): LiveToken | null;
}

export function createLiveText(text: HTMLElement, limits: readonly [number, number]): LiveText {
  const tokens: HTMLElement[] = [];
  /** [tokens] Their letters and classes as they were put: others mark them too. */
  const made: string[] = [];
  let read: (LiveToken | null)[] = [];
  let typed = 0;
  /** Positions of the typed tokens that the model reads. */
  let readable: number[] = [];

  function put(position: number, token: string, ...classes: readonly string[]): void {
    const code = codePoints(token);
    const wanted = [...classes, ...(token === '\n' ? ['n'] : []), ...(code === null ? [] : ['c'])].join(' ');
    const shown = code ?? token;
    const old = tokens[position];
    if (old !== undefined && made[position] === `${wanted}/${shown}`) return;
    const element = document.createElement('bdi');
    element.textContent = shown;
    element.className = wanted;
    if (old) old.replaceWith(element);
    else text.append(element);
    tokens[position] = element;
    made[position] = `${wanted}/${shown}`;
    read[position] = null;
  }

  function cut(length: number): void {
    for (const element of tokens.splice(length)) element.remove();
    read = read.slice(0, length);
  }

  const positionOf = (place: number): number => readable[place] ?? typed + place - readable.length;

  return {
    tokens,
    type(next) {
      // What was written may stand on until the model has read: the text does not flicker.
      if (next.length < typed) cut(next.length);
      next.forEach(({ token, known }, position) => {
        put(position, token, ...(known ? [] : ['u']));
      });
      typed = next.length;
      readable = next.flatMap(({ id }, position) => (id === null ? [] : [position]));
    },
    read(from, given, nameOf) {
      if (from === 0) cut(typed + Math.max(0, given.length - readable.length));
      given.forEach((token, index) => {
        const position = positionOf(from + index);
        if (position >= typed) put(position, nameOf(token.id), 'w');
        read[position] = token;
        tokens[position]?.style.setProperty('--a', cssNumber(colourCoordinate(token.value, limits)));
      });
    },
    placeOf(position) {
      if (position >= typed) return readable.length + position - typed;
      const place = readable.indexOf(position);
      return place === -1 ? null : place;
    },
    positionOf,
    at: (position) => read[position] ?? null,
  };
}

/** Fills the rows of `body`, with a bar of each probability; rows without a token get dashes. */
export function showNext(
  body: HTMLTableSectionElement,
  next: readonly NextToken[],
  nameOf: (id: number) => string,
): void {
  for (const [rank, row] of [...body.rows].entries()) {
    const each = next[rank];
    const cells = each
      ? [nameOf(each.id), decimal(each.probability, 3), each.free === null ? '–' : decimal(each.free, 3)]
      : ['–', '–', '–'];
    for (const [column, cell] of [...row.cells].entries()) cell.textContent = item(cells, column);
    row.style.setProperty('--p', each ? String(each.probability) : '0');
  }
}
