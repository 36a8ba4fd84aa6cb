/**
 * A figure as a file of its own: what the page's style sheet gives it (colours, font, ground) is written into it, in
 * the light scheme, so that any program can draw it. Pure.
 */
import { escapeHtml } from '../words/escape.ts';
import { activationColour, lightColours } from './light-colours.ts';

/** What XML may not hold, not even escaped; corpora may. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export interface Look {
  /** The family of all letters. */
  font: string;
  /** False: the drawing lies on nothing, and its own white is pure. */
  ground: boolean;
}

/** `css` is the style sheet with the colours, each as `--name: light-dark(<light>, <dark>)`. */
export function standaloneSvg(
  svg: string,
  title: string,
  css: string,
  { font, ground: onPaper }: Look = { font: 'system-ui, sans-serif', ground: true },
): string {
  const light = lightColours(css);
  if (!onPaper) light.set('paper', '#ffffff');
  const coloured = svg
    .replace(
      /style="--a:([\d.-]+)"/g,
      (_, coordinate: string) => `fill="${activationColour(Number(coordinate), light)}"`,
    )
    .replace(/var\(--([\w-]+)\)/g, (whole, name: string) => light.get(name) ?? whole);
  const root = `<svg xmlns="http://www.w3.org/2000/svg" color="${light.get('ink') ?? 'black'}" font-family="${escapeHtml(font)}" font-size="11"`;
  const paper = onPaper ? `<rect width="100%" height="100%" fill="${light.get('paper') ?? 'white'}"/>` : '';
  const ground = `<title>${escapeHtml(title)}</title>${paper}`;
  return coloured
    .replace(/^<svg( xmlns="[^"]*")?/, root)
    .replace(' aria-hidden="true"', '')
    .replace('>', `>${ground}`)
    .toWellFormed()
    .replace(notXml, '\ufffd');
}
