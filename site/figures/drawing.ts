/**
 * A drawing before it stands anywhere, and where it may: on a page, whose style sheet colours it, or in a file, which has its
 * colours in itself, so that any program can draw it. Pure.
 */
import { escapeHtml } from '../words/html.ts';
import { channels, cssNumber, hex, mixed } from './colour.ts';

export interface Drawing {
  /** Pixels. */
  width: number;
  height: number;
  content: string;
  /** Attributes of its root beside its size. */
  root?: string;
}

/** How what is drawn says its colours. */
export interface Palette {
  /** A colour of styles/colours.css, by its name there without dashes. Of a file: throws a RangeError for one that is not there. */
  ink(name: string): string;
  /** The fill of a rectangle, as attributes: from -1 (blue) through 0 (paper) to 1 (orange). @param width of it, pixels. */
  ground(coordinate: number, width: number): string;
  /** For a paper: it lies on nothing, and its letters are a caption's. */
  isPrint: boolean;
}

/**
 * In grey the ends of the scale are alike: on paper what is below 0 has a line above it (styles/colours.css), drawn as the
 * outline of its rectangle that ends where its upper edge does. It is seen only where the outline has a colour.
 */
const upperEdge = (coordinate: number, width: number): string =>
  coordinate < 0 ? ` stroke-dasharray="${width} 9999"` : '';

export const onPage: Palette = {
  ink: (name) => `var(--${name})`,
  ground: (coordinate, width) => ` style="--a:${cssNumber(coordinate)}"${upperEdge(coordinate, width)}`,
  isPrint: false,
};

/** Colours of the light scheme. @param css styles/colours.css, each colour as `--name: light-dark(<light>, <dark>)`. */
export function inFile(css: string, isPrint = false): Palette {
  const light = new Map(
    [...css.matchAll(/--([\w-]+):\s*light-dark\(([^,]+),/g)].map(([, name = '', colour = '']) => [name, colour.trim()]),
  );
  if (isPrint) light.set('paper', '#ffffff');
  const ink = (name: string): string => {
    const colour = light.get(name);
    if (colour === undefined) throw new RangeError(`the style sheet has no colour --${name}`);
    return colour;
  };
  return {
    ink,
    isPrint,
    ground(coordinate, width) {
      const end = channels(ink(coordinate < 0 ? 'negative' : 'positive'));
      const fill = ` fill="${hex(mixed(channels(ink('paper')), end, Math.min(1, Math.abs(coordinate))))}"`;
      if (!isPrint || coordinate >= 0) return fill;
      return `${fill} stroke="${ink('ink')}" stroke-opacity="${-coordinate}" stroke-width="1.5"${upperEdge(coordinate, width)}`;
    },
  };
}

/** @param attributes of the element, begun by a space. On a page the figure around it has the words. */
export const svgOf = ({ width, height, content, root = '' }: Drawing, attributes = ' aria-hidden="true"'): string =>
  `<svg${attributes} width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"${root}>${content}</svg>`;

/** Inside another drawing, its upper left corner at a point. */
export const placed = (drawing: Drawing, x: number, y: number): string =>
  svgOf(drawing, ` x="${x}" y="${y}" overflow="visible"`);

/** What XML may not hold, not even escaped; corpora may. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** @param size of the file where it is not its pixels: millimetres. */
export function standalone(
  { width, height, content, root = '' }: Drawing,
  palette: Palette,
  { title, font = 'system-ui, sans-serif', size }: { title: string; font?: string; size?: number },
): string {
  const [across, down] =
    size === undefined ? [width, height] : [`${size}mm`, `${Math.round((100 * size * height) / width) / 100}mm`];
  const paper = palette.isPrint ? '' : `<rect width="100%" height="100%" fill="${palette.ink('paper')}"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" color="${palette.ink('ink')}" font-family="${escapeHtml(font)}" font-size="11"`,
    ` width="${across}" height="${down}" viewBox="0 0 ${width} ${height}"${root}>`,
    `<title>${escapeHtml(title)}</title>${paper}${content}</svg>`,
  ]
    .join('')
    .toWellFormed()
    .replace(notXml, '\ufffd');
}
