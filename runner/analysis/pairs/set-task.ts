/** A set of pairs that is asked of a network: what all its measures take. Imports the scores' parts. */
import { item } from '../../core/at.ts';
import type { ComponentName } from '../findings/claim-schema.ts';
import type { Pair } from './encode.ts';
import type { HeldScore } from './pairs-schema.ts';
import type { PairHold, PairListener, PairReadings } from './readings.ts';
import type { ScoreTask } from './score.ts';
import { marginsOf, type Sequence } from './sequences.ts';

/** Neurons that are taken together, and others that are compared with them. */
export interface NeuronGroup {
  neurons: readonly number[];
  why: HeldScore['why'];
  /** [draws] Each as many others as there are neurons. */
  alike: readonly (readonly number[])[];
}

export interface SetTask extends ScoreTask {
  pairs: readonly Pair[];
  sequences: readonly Sequence[];
  readings: PairReadings;
  /** Of the neurons. */
  component: ComponentName;
  layer: number;
  units: number;
  onProgress?: PairListener | undefined;
}

/** Holds read at once: their losses are in memory together. */
const holdsAtOnce = 32;

/** @returns [holds] each [pairs]: log P(right) - log P(wrong), nats. */
export async function marginsWith(
  { pairs, sequences, readings, onProgress }: Pick<SetTask, 'pairs' | 'sequences' | 'readings' | 'onProgress'>,
  holds: readonly PairHold[],
): Promise<Float64Array[]> {
  const margins: Float64Array[] = [];
  for (let from = 0; from < holds.length; from += holdsAtOnce) {
    const part = holds.slice(from, from + holdsAtOnce);
    const losses = await readings.losses(sequences, part, (share) =>
      onProgress?.((from + share * part.length) / holds.length),
    );
    margins.push(...part.map((_, place) => marginsOf(pairs.length, sequences, item(losses, place))));
  }
  return margins;
}

/** The task for each of several stages, with progress by the texts that they read. @param texts of each stage. */
export function stagesOf<Task extends Pick<SetTask, 'onProgress'>, const Texts extends readonly number[]>(
  task: Task,
  texts: Texts,
): { [Stage in keyof Texts]: Task } {
  const total = texts.reduce((sum, each) => sum + each, 0);
  let before = 0;
  return texts.map((own) => {
    const from = before;
    before += own;
    return { ...task, onProgress: (share: number) => task.onProgress?.((from + share * own) / total) };
  }) as { [Stage in keyof Texts]: Task };
}
