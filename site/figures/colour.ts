/**
 * The one colour scale of the site. An activation becomes a number from -1 (full blue) through 0 (paper) to 1 (full
 * orange); the style sheet turns it into a colour (`--a`), so that the same HTML serves light and dark. Pure.
 */
import { at } from '../../runner/core/at.ts';

/** The largest absolute value of a scale's limits is full colour; 0 is always paper. */
export function colourCoordinate(value: number, limits: readonly [number, number]): number {
  const full = Math.max(Math.abs(limits[0]), Math.abs(limits[1]));
  return Math.max(-1, Math.min(1, value / full));
}

/** A coordinate as CSS with two decimals, as short as CSS allows: 0.53 -> '.53', -1 -> '-1'. */
export const cssNumber = (coordinate: number): string => {
  const text = String(Number(coordinate.toFixed(2)) || 0);
  return text.replace(/^(-?)0\./, '$1.');
};

/** '#rrggbb' -> [red, green, blue]. Throws a RangeError for what is not of that form. */
export function channels(colour: string): number[] {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) throw new RangeError(`a colour must be #rrggbb, got '${colour}'`);
  return [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
}

/** A share of the way from one colour to another, each as [red, green, blue]. */
export const mixed = (from: readonly number[], to: readonly number[], share: number): number[] =>
  from.map((channel, index) => Math.round(channel + share * (at(to, index) - channel)));

export const hex = (colour: readonly number[]): string =>
  `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
