/** A task of the pool's tests: counts up in shared memory until it may end, or fails. */
import { setTimeout } from 'node:timers/promises';

export interface CountingTask {
  /** [started, ended, over] */
  counts: SharedArrayBuffer;
  waits: boolean;
  fails?: boolean;
}

export default async ({ counts, waits, fails = false }: CountingTask): Promise<number> => {
  const [started, ended, over] = [0, 1, 2];
  const shared = new Int32Array(counts);
  Atomics.add(shared, started, 1);
  while (waits && Atomics.load(shared, over) === 0) await setTimeout(1);
  Atomics.add(shared, ended, 1);
  if (fails) throw new RangeError('asked to fail');
  return Atomics.load(shared, ended);
};
