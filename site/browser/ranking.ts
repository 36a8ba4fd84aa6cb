/**
 * All neurons ranked by how they answer to what the reader chose: over the whole observed text where there is an atlas of
 * the shown component, else over the shown text.
 */

import { at, item } from '../../runner/core/at.ts';
import type { QuantizedActivations } from '../../runner/experiment/results/activations.ts';
import { overPattern, overShown, overStretch } from '../words/atlas/search.ts';
import { answers, type PatternEffect } from './answers.ts';
import { type Areas, type WholeText, wholeText } from './atlas/whole-text.ts';

export interface Ranking {
  answers: readonly PatternEffect[];
  /** A sentence that says over which tokens. */
  over: string;
}

const texts = new Map<string, WholeText>();

/** What ranks neurons of a component. @param index the address of its atlas; undefined where there is none. */
export function rankerOf(index: string | undefined) {
  if (index === undefined) return null;
  const known = texts.get(index) ?? wholeText(index);
  texts.set(index, known);
  return known;
}

/**
 * @param pattern null where a stretch is chosen.
 * @returns null where nothing is chosen. What cannot be loaded leaves the ranking to the shown text.
 */
export async function rankingOfChoice(
  whole: WholeText | null,
  sidecar: QuantizedActivations,
  { positions, pattern }: { positions: readonly number[]; pattern: string | null },
): Promise<Ranking | null> {
  const shown = answers(sidecar, positions);
  const areas = whole === null ? null : await areasOf(whole, sidecar, { positions, pattern }).catch(() => null);
  // With every token of the text in a stretch there is nothing to compare.
  if (areas === null || (pattern === null && shown === null)) return shown && { answers: shown, over: overShown };
  const { atlas, counted } = areas;
  return {
    answers: [...areas.areas].map((auc, neuron) => ({
      neuron,
      auc,
      difference: shown === null ? 0 : item(shown, neuron).difference,
    })),
    over: counted === null ? overStretch(atlas) : overPattern(atlas, counted),
  };
}

async function areasOf(
  whole: WholeText,
  { tokens, scale, value }: QuantizedActivations,
  { positions, pattern }: { positions: readonly number[]; pattern: string | null },
): Promise<Areas | null> {
  if (pattern !== null) return whole.pattern(pattern);
  return whole.stretch(
    positions,
    (neuron, position) => (at(value, neuron * tokens + position) / 127) * at(scale, neuron),
  );
}
