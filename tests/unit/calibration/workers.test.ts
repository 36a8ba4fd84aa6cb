import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startPool } from '../../calibration/workers.ts';
import type { CountingTask } from '../experiment/threads/worker.ts';

const file = new URL('../experiment/threads/worker.ts', import.meta.url);
const memory = () => new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT);

describe('a pool of threads', { timeout: 30_000 }, () => {
  it('works on as many tasks at a time as it has threads', async () => {
    const pool = startPool<CountingTask, number>(file, 2);
    const counts = memory();
    const shared = new Int32Array(counts);
    const answers = Array.from({ length: 3 }, () => pool.run({ counts, waits: true }));
    while (Atomics.load(shared, 0) < 2) await setTimeout(5);
    await setTimeout(50);
    expect([...shared]).toEqual([2, 0, 0]);
    Atomics.store(shared, 2, 1);
    expect((await Promise.all(answers)).sort()).toEqual([1, 2, 3]);
    await pool.close();
  });

  it('ends only when the tasks that it was given have ended by themselves', async () => {
    const pool = startPool<CountingTask, number>(file, 1);
    const counts = memory();
    const shared = new Int32Array(counts);
    void pool.run({ counts, waits: true });
    while (Atomics.load(shared, 0) < 1) await setTimeout(5);
    const closed = pool.close();
    await setTimeout(50);
    Atomics.store(shared, 2, 1);
    await closed;
    expect([...shared]).toEqual([1, 1, 1]);
  });

  it('passes on what a task throws, and goes on', async () => {
    const pool = startPool<CountingTask, number>(file, 1);
    await expect(pool.run({ counts: memory(), waits: false, fails: true })).rejects.toThrow('asked to fail');
    expect(await pool.run({ counts: memory(), waits: false })).toBe(1);
    await pool.close();
  });
});
