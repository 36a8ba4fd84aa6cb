/** What is likely next, token by token in one stream: slow, and beside it what is read in many. */
import type { SampleTask } from '../../../../runner/analysis/reading/sample.ts';
import { type Likely, likeliest } from '../../../../runner/analysis/stats/likeliest.ts';
import { firstState, operationsPerToken, readingProgram } from '../../../../runner/nn/models/reading.ts';

export interface PredictionTask extends Pick<SampleTask, 'engine' | 'checkpoint' | 'pause'> {
  /** Token ids, [tokens]. */
  ids: Int32Array;
  /** Positions before which the state is set back to that before the text. */
  resets: readonly number[];
  /** Token ids that are read before the text; every reset goes back to the state after them. Absent: none. */
  before?: Int32Array;
  /** Tokens given at each position. */
  count: number;
}

/** @returns at each token of the text the `count` likeliest next ids with their probabilities, [tokens][count]. */
export async function predictNext(task: PredictionTask): Promise<Likely[][]> {
  const { engine, checkpoint, ids, resets, before = new Int32Array(), count, pause } = task;
  const { architecture, weights } = checkpoint;
  const program = readingProgram(architecture, weights, 1, { predict: 'next', record: [] });
  const executable = await engine.compile(program, { operations: operationsPerToken(architecture) });
  const starts = new Set([0, ...resets]);
  const predictions: Likely[][] = [];
  try {
    let start = Object.entries(firstState(architecture, 1));
    for (const [name, values] of start) await executable.writeState(name, values);
    for (let b = 0; b < before.length; b++) await executable.run({ token: before.slice(b, b + 1) });
    start = await Promise.all(start.map(async ([name]) => [name, await executable.readState(name)] as const));
    for (let t = 0; t < ids.length; t++) {
      if (starts.has(t)) for (const [name, values] of start) await executable.writeState(name, values);
      const { likelihood } = await executable.run({ token: ids.slice(t, t + 1) });
      if (likelihood === undefined) throw new Error('predictNext: the engine gave no "likelihood"');
      predictions.push(likeliest(likelihood, count));
      await pause?.();
    }
  } finally {
    await executable.release();
  }
  return predictions;
}
