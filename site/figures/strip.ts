/** A strip of text under a heading, as a card has it: of a hundred tokens and more, in few elements. Pure. */
import { at } from '../../runner/core/at.ts';
import { between, type Cut, type Unit } from '../../runner/core/cut.ts';
import { codePoints } from '../words/token.ts';

/** Tokens of a strip: about four lines of a card. */
export const stripLengths: Record<Unit, number> = { word: 110, subword: 110, character: 260, byte: 260 };

export interface Strip {
  tokens: readonly string[];
  /** [tokens] Of the colour scale. */
  coordinates: ArrayLike<number>;
  /** Positions of tokens that carry the feature, and of those that the model does not know. */
  carriers: readonly number[];
  unknown: readonly number[];
  cut: Cut;
}

/** Colours that lie nearer than this, of a scale from -1 to 1, are one to the eye. */
const steps = 20;
const rounded = (coordinate: number): number => Math.round(coordinate * steps) / steps;

/**
 * Joins neighbours of one colour, and rounds the colours. What carries the feature, is unknown, or is shown by its code points stays
 * by itself, as do tokens with something between them.
 */
export function joined({ tokens, coordinates, carriers, unknown, cut }: Strip): Strip {
  const alone = new Set([...carriers, ...unknown]);
  const parts: { token: string; coordinate: number; from: number; alone: boolean }[] = [];
  tokens.forEach((token, position) => {
    const coordinate = rounded(at(coordinates, position));
    const last = parts.at(-1);
    const isAlone = alone.has(position) || codePoints(token) !== null;
    const joins =
      last && !isAlone && !last.alone && last.coordinate === coordinate && between(cut, last.token, token) === '';
    if (joins) last.token += token;
    else parts.push({ token, coordinate, from: position, alone: isAlone });
  });
  const placesOf = (positions: readonly number[]): number[] => {
    const wanted = new Set(positions);
    return parts.flatMap(({ from }, index) => (wanted.has(from) ? [index] : []));
  };
  return {
    tokens: parts.map(({ token }) => token),
    coordinates: parts.map(({ coordinate }) => coordinate),
    carriers: placesOf(carriers),
    unknown: placesOf(unknown),
    cut,
  };
}
