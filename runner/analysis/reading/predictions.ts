/** What the model expects after each token of a text: the likeliest next tokens. One token at a time, in one stream. */
import type { Engine } from '../../nn/models/program.ts';
import { firstState, operationsPerToken, type Readable, readingProgram } from '../../nn/models/reading.ts';
import { type Likely, likeliest } from '../stats/likeliest.ts';
import type { Network } from './programs.ts';

export interface PredictionTask {
  engine: Engine;
  checkpoint: Network<Readable>;
  /** Token ids, [tokens]. */
  ids: Int32Array;
  /** Positions before which the state is set back to that before the text. */
  resets: readonly number[];
  /** Token ids that are read before the text; every reset goes back to the state after them. Absent: none. */
  before?: Int32Array;
  /** Tokens given at each position. */
  count: number;
  /** Lets timers and signals run between steps; throws to stop. */
  pause?(): Promise<void>;
}

/** @returns at each token of the text the `count` likeliest next ids with their probabilities, [tokens][count]. */
export async function predictNext({
  engine,
  checkpoint,
  ids,
  resets,
  before = new Int32Array(),
  count,
  pause,
}: PredictionTask): Promise<Likely[][]> {
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
