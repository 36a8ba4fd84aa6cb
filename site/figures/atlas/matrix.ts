/**
 * The matrix of an atlas as pixels: a column a neuron, a row a feature, blue where the neuron is lower there and orange
 * where it is higher; a dark line under a cell says that it was learned. Made at build time for the page, and in the
 * browser when the reader puts the neurons in another order. Pure.
 */
import type { AtlasMap } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import { at } from '../../../runner/core/at.ts';
import { effectAt, isLearned, type LearnedEffects, type LearnedSource } from '../../words/atlas/learned.ts';
import { channels, mixed } from '../colour.ts';

export type Scheme = 'light' | 'dark';

/** The two ends of the scale, its middle and the mark, as in styles/colours.css: --line, --paper, --line-2, --ink. */
export const matrixColours: Record<Scheme, Record<'low' | 'none' | 'high' | 'mark', string>> = {
  light: { low: '#1a6bb3', none: '#fcfbf8', high: '#a9590a', mark: '#1d1b18' },
  dark: { low: '#74b4f2', none: '#151513', high: '#efa24f', mark: '#ece8df' },
};

/** Pixels of a row: the cell, the mark, and a gap. */
export const cellRows = { cell: 5, mark: 1, gap: 1 };
export const rowHeight = cellRows.cell + cellRows.mark + cellRows.gap;

/** Effects are rounded to so many colours on each side; finer differences cannot be seen, and the file stays small. */
const levels = 15;

export interface Pixels {
  width: number;
  height: number;
  /** [height, width, 3] Red, green, blue. */
  data: Uint8ClampedArray;
}

/** The features that can be drawn, like ones beside each other. */
export const drawnFeatures = (
  { features }: LearnedSource,
  { featureOrder }: Pick<AtlasMap, 'featureOrder'>,
): number[] => [...featureOrder].filter((feature) => features[feature]?.untestable === null);

/** All neurons by their effect on a feature, the lowest first; those that cannot be told come last. */
export function orderedBy(atlas: LearnedSource, map: Pick<AtlasMap, 'confirmation'>, feature: number): number[] {
  const key = (neuron: number): number => {
    const effect = effectAt(atlas, map, neuron, feature);
    return Number.isNaN(effect) ? 2 : effect;
  };
  return Array.from({ length: atlas.neurons }, (_, neuron) => neuron).sort((a, b) => key(a) - key(b) || a - b);
}

/** @param neurons left to right. @param features top to bottom. */
export function matrixPixels(
  atlas: LearnedSource,
  map: LearnedEffects,
  { neurons, features }: { neurons: ArrayLike<number>; features: readonly number[] },
  scheme: Scheme,
): Pixels {
  const width = neurons.length;
  const height = Math.max(1, features.length) * rowHeight;
  const colours = matrixColours[scheme];
  const [low, none, high] = [channels(colours.low), channels(colours.none), channels(colours.high)];
  const data = new Uint8ClampedArray(width * height * 3);
  for (let from = 0; from < data.length; from += 3) data.set(none, from);
  const paint = (x: number, y: number, colour: readonly number[]): void => data.set(colour, (y * width + x) * 3);
  for (const [line, number] of features.entries()) {
    for (let x = 0; x < width; x++) {
      const effect = effectAt(atlas, map, at(neurons, x), number);
      if (Number.isNaN(effect)) continue;
      const share = Math.round(2 * Math.abs(effect - 0.5) * levels) / levels;
      const colour = mixed(none, effect < 0.5 ? low : high, share);
      for (let row = 0; row < cellRows.cell; row++) paint(x, line * rowHeight + row, colour);
      if (isLearned(atlas, map, at(neurons, x), number))
        paint(x, line * rowHeight + cellRows.cell, channels(colours.mark));
    }
  }
  return { width, height, data };
}
