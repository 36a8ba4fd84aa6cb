/** The coloured tokens of the live model, where typed ones stand at once and take their colour when the model has read them. */
import { colourCoordinate, cssNumber } from '../../figures/colour.ts';
import { codePoints } from '../../words/token.ts';
import type { LiveToken } from './open.ts';
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
  /** Where what the model read stands: it does not read all that is typed. */
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
    positionOf,
    at: (position) => read[position] ?? null,
  };
}
