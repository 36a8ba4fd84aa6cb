/** The light scheme's colours for files that carry no style sheet: SVGs to take away, and cards. Pure. */
import { at } from '../../runner/core/at.ts';

/** `css` is the style sheet with the colours, each as `--name: light-dark(<light>, <dark>)`. Name -> light colour. */
export const lightColours = (css: string): Map<string, string> =>
  new Map(
    [...css.matchAll(/--([\w-]+):\s*light-dark\(([^,]+),/g)].map(([, name = '', colour = '']) => [name, colour.trim()]),
  );

/**
 * The colour of an activation as the style sheet mixes it: `coordinate` from -1 (blue) through 0 (paper) to 1 (orange) ->
 * '#rrggbb'. Throws a RangeError when a colour is missing or not of that form.
 */
export function activationColour(coordinate: number, colours: ReadonlyMap<string, string>): string {
  const from = channels('paper', colours);
  const to = channels(coordinate < 0 ? 'negative' : 'positive', colours);
  const share = Math.min(1, Math.abs(coordinate));
  return `#${from
    .map((channel, index) => Math.round(channel + share * (at(to, index) - channel)))
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')}`;
}

function channels(name: string, colours: ReadonlyMap<string, string>): number[] {
  const colour = colours.get(name) ?? '';
  if (!/^#[0-9a-f]{6}$/i.test(colour)) throw new RangeError(`colour ${name} must be #rrggbb, got '${colour}'`);
  return [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
}
