/**
 * Every figure of an experiment as one for a paper: drawn at the width of its column, with axis titles and a legend, a
 * name that says what it is, and the numbers for its caption. Pure; activations are asked for when a figure is drawn.
 */
import type { Drawable } from '../experiment-figures.ts';
import { groups, ofClaims } from './claims.ts';
import { spectra, surfaces } from './frequencies.ts';
import { curves, tokenVectors } from './model.ts';
import type { PaperOptions, PaperPart } from './part.ts';
import { heatmaps, texts } from './texts.ts';

export interface PaperFigure extends Required<Omit<PaperPart, 'of'>> {
  /** File name without its ending: 'quotes_inside-quotes_neuron-408_lag-profile'. */
  name: string;
}

export function paperFigures(drawable: Drawable, options: PaperOptions): PaperFigure[] {
  const all = [
    ...texts(drawable, options),
    ...ofClaims(drawable, options),
    ...spectra(drawable, options),
    ...(options.neuron === null
      ? [
          ...heatmaps(drawable, options),
          ...groups(drawable, options),
          ...surfaces(drawable, options),
          ...curves(drawable, options),
          ...tokenVectors(drawable, options),
        ]
      : []),
  ];
  const names = new Map<string, number>();
  return all.map(({ of, numbers = {}, ...part }) => {
    const plain = [drawable.result.id, ...of].map(slug).filter(Boolean).join('_');
    const count = (names.get(plain) ?? 0) + 1;
    names.set(plain, count);
    return { ...part, name: count === 1 ? plain : `${plain}-${count}`, numbers };
  });
}

/** Letters and digits of any script, hyphens for all else: a file's name, and a label of LaTeX. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
