/** Which tokens of the reader's own text carry the page's feature, and how well every neuron tells them. Pure; runs in the worker. */
import type { AtlasFeature } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { auc } from '../../../runner/analysis/stats/auc.ts';
import { float32At, item } from '../../../runner/core/at.ts';
import { markNesting } from '../../../runner/text/labels/nesting.ts';
import type { LiveMarks } from '../../words/script-data.ts';

export interface Told {
  /** Places of the tokens that carry the feature. */
  carriers: number[];
  /** How many they are compared with. */
  others: number;
  /** [neurons] The chance that a carrier is higher than another token; NaN where none or all carry it. */
  effects: number[];
}

/** [tokens] Whether each carries the feature; null where the reader's browser does not know its pattern. */
function carriersOf(marks: LiveMarks, words: readonly string[]): readonly boolean[] | null {
  if ('nesting' in marks) return Array.from(markNesting(marks.nesting, marks.depth, words), (inside) => inside === 1);
  try {
    const whole = new RegExp(`^(?:${marks.match})$`, 'us');
    return words.map((word) => whole.test(word));
  } catch {
    return null;
  }
}

/**
 * @param words as they were typed, of the first tokens that were read.
 * @param values [tokens][neurons]
 * @returns null where the feature's pattern cannot be matched.
 */
export function toldIn(marks: LiveMarks, words: readonly string[], values: readonly Float32Array[]): Told | null {
  const all = carriersOf(marks, words);
  if (all === null) return null;
  const places = [...words.keys()].filter((place) => isCompared(item(words, place), marks.among));
  const mask = places.map((place) => item(all, place));
  const carriers = places.filter((place) => item(all, place));
  const states = places.map((place) => item(values, place));
  const effects = Array.from({ length: states[0]?.length ?? 0 }, (_, neuron) =>
    auc(
      states.map((state) => float32At(state, neuron)),
      mask,
    ),
  );
  return { carriers, others: places.length - carriers.length, effects };
}

/** Whether a token is of the class that the feature is told in. */
export const isCompared = (token: string, among: AtlasFeature['among']): boolean =>
  among === 'all' || (among === 'text' ? token.trim() !== '' : /[\p{L}\p{N}]/u.test(token));
