/**
 * Reads a text with a model once, one token at a time, and records every component of every layer. Segments of equal length
 * are read side by side, each from the same state. Who reads several times opens a runner.
 */
import { type Stacking, type Units, unitsOfArray } from '../../models/architecture.ts';
import type { Engine } from '../../models/program.ts';
import type { Readable } from '../../models/reading.ts';
import type { Network } from './programs.ts';
import type { ReadTask, RecordingSink } from './read-group.ts';
import { openRunner } from './runner.ts';

export type { ReadTask, RecordingSink, Segment } from './read-group.ts';

export interface ObserveTask extends ReadTask {
  engine: Engine;
  checkpoint: Network<Readable>;
  /** Token ids that are read first, and after which every segment begins; absent: in the state before any text. */
  before?: Int32Array;
}

/** As `read` of a runner that is open for this one reading. */
export async function observe({ engine, checkpoint, before, ...task }: ObserveTask): Promise<{ nll: Float32Array }> {
  const runner = openRunner(engine, checkpoint, before);
  try {
    return await runner.read(task);
  } finally {
    await runner.release();
  }
}

/** A sink that keeps everything in memory: arrays [tokens, units] by name. */
export function memorySink(
  tokens: number,
  units: Units | Stacking,
): RecordingSink & { arrays: Map<string, Float32Array> } {
  const stacking = typeof units === 'object' && 'units' in units ? units : { units };
  const arrays = new Map<string, Float32Array>();
  return {
    arrays,
    async write(name, start, rows) {
      const width = unitsOfArray(stacking, name);
      const array = arrays.get(name) ?? new Float32Array(tokens * width);
      array.set(rows, start * width);
      arrays.set(name, array);
    },
  };
}
