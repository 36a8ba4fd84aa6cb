/**
 * A figure as a file of its own: what the page's style sheet gives it (colours, font, ground) is written into it, in
 * the light scheme, so that any program can draw it. Pure.
 */
import { at } from '../../runner/core/at.ts';
import { escapeHtml } from '../words/html.ts';

/** What XML may not hold, not even escaped; corpora may. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export interface SvgStyle {
  /** The family of all letters. */
  font: string;
  /** False: the drawing is for print. It lies on nothing, its own white is pure, and what is below 0 has its line. */
  ground: boolean;
}

/** `css` is the style sheet with the colours, each as `--name: light-dark(<light>, <dark>)`. */
export function standaloneSvg(
  svg: string,
  title: string,
  css: string,
  { font, ground: onPaper }: SvgStyle = { font: 'system-ui, sans-serif', ground: true },
): string {
  const light = lightColours(css);
  if (!onPaper) light.set('paper', '#ffffff');
  const ink = light.get('ink') ?? 'black';
  const edge = (coordinate: number): string =>
    onPaper || !(coordinate < 0) ? '' : ` stroke="${ink}" stroke-opacity="${-coordinate}" stroke-width="1.5"`;
  const coloured = svg
    .replace(
      /style="--a:([\d.-]+)"/g,
      (_, coordinate: string) => `fill="${activationColour(Number(coordinate), light)}"${edge(Number(coordinate))}`,
    )
    .replace(/var\(--([\w-]+)\)/g, (whole, name: string) => light.get(name) ?? whole);
  const root = `<svg xmlns="http://www.w3.org/2000/svg" color="${ink}" font-family="${escapeHtml(font)}" font-size="11"`;
  const paper = onPaper ? `<rect width="100%" height="100%" fill="${light.get('paper') ?? 'white'}"/>` : '';
  const ground = `<title>${escapeHtml(title)}</title>${paper}`;
  return coloured
    .replace(/^<svg( xmlns="[^"]*")?/, () => root)
    .replace(' aria-hidden="true"', '')
    .replace('>', () => `>${ground}`)
    .toWellFormed()
    .replace(notXml, '\ufffd');
}

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
