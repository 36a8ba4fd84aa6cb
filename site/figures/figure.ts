/** A figure of an experiment, told once: its name, what it shows, what stands around it, and how it is drawn; and its files. Pure. */
import { type Drawing, inFile, type Palette, standalone } from './drawing.ts';
import { chartWidth, type Frame, framed, pixelsOf } from './framed.ts';

export interface Figure extends Frame {
  /** Of its file beside the page, without its ending. */
  name: string;
  /** About what, in the order of its name on paper. */
  of: readonly string[];
  /** What it shows, one or two sentences: the caption of its file. */
  about: string;
  /** For a caption in a paper: 'local AUC' -> '0.975 [0.961, 0.988]'. */
  numbers?: Readonly<Record<string, string>>;
  /** Whether it stands on the page as a picture, with the colours of both schemes in it. */
  isPicture?: true;
  /** @param width pixels across, for a paper; else as wide as on the page. */
  draw(palette: Palette, width?: number): Drawing | Promise<Drawing>;
}

/** Beside the page. @param css styles/colours.css. */
export async function fileOf(figure: Figure, css: string): Promise<string> {
  const { about: title, isPicture = false } = figure;
  const palette = inFile(css, isPicture);
  const drawing = await figure.draw(palette);
  return standalone(isPicture ? drawing : framed(drawing, figure, palette, { caption: title }), palette, { title });
}

/** What an export asks of the pages for print. */
export interface PaperOptions {
  /** Millimetres. */
  width: number;
  /** Only figures of this neuron; those of the leading neurons when null. */
  neuron: number | null;
}

/** On no ground, as wide as a column, with its letters at the size of a caption; a drawing that is wider is scaled down. */
export async function paperOf(figure: Figure, css: string, millimetres: number): Promise<string> {
  const palette = inFile(css, true);
  const across = pixelsOf(millimetres);
  const drawing = await figure.draw(palette, chartWidth(across, figure));
  const font = 'Inter, Arial, sans-serif';
  return standalone(framed(drawing, figure, palette, { least: across }), palette, {
    title: figure.about,
    font,
    size: millimetres,
  });
}

/** Figures with their names on paper: 'quotes_inside-quotes_neuron-408_lag-profile'. */
export function namedForPaper(id: string, figures: readonly Figure[]): { name: string; figure: Figure }[] {
  const names = new Map<string, number>();
  return figures.map((figure) => {
    const plain = [id, ...figure.of].map(slug).filter(Boolean).join('_');
    const count = (names.get(plain) ?? 0) + 1;
    names.set(plain, count);
    return { name: count === 1 ? plain : `${plain}-${count}`, figure };
  });
}

/** Letters and digits of any script, hyphens for all else: a file's name, and a label of LaTeX. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
