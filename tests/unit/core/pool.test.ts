import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../runner/core/errors.ts';
import { askToStop, inThread, inThreads, newStop } from '../../../runner/core/pool.ts';
import type { CountingTask } from './threads/counting.ts';

const file = new URL('./threads/counting.ts', import.meta.url);
const counting = () => new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
const waits = 'waits until it is asked to stop';
type Hear = (news: string) => void | Promise<void>;
const run = (task: CountingTask, hear?: Hear, stop?: ReturnType<typeof newStop>) =>
  inThread<CountingTask, number, string>(file, task, hear, stop);

describe('a task in a thread', { timeout: 30_000 }, () => {
  it('runs beside others that know the same stop, and ends by itself when it is asked to', async () => {
    const counts = counting();
    const stop = newStop();
    const answers = [1, 2, 3].map(() => run({ counts, does: waits }, undefined, stop));
    while (Atomics.load(counts, 0) < 3) await setTimeout(5);
    expect([...counts]).toEqual([3, 0]);
    askToStop(stop);
    expect((await Promise.all(answers)).sort()).toEqual([1, 2, 3]);
  });

  it('is heard before its answer, in order', async () => {
    const heard: string[] = [];
    const hear = async (news: string) => {
      await setTimeout(5);
      heard.push(news);
    };
    await run({ counts: counting(), does: 'answers' }, hear);
    expect(heard).toEqual(['begun', 'ending']);
  });

  it('passes on what it throws, with the code of the catalogue, and its thread serves the next', async () => {
    const counts = counting();
    const failed = run({ counts, does: 'fails' });
    await expect(failed).rejects.toThrow(/^It was asked to fail/);
    await expect(failed).rejects.toThrow(InputError);
    await expect(failed).rejects.toMatchObject({ code: 'prompt-empty' });
    expect(await run({ counts, does: 'answers' })).toBe(1);
  });

  it('has ended when the error of its hearer is thrown', async () => {
    const counts = counting();
    const hear = () => {
      throw new Error('stopped by hand');
    };
    const stopped = run({ counts, does: waits }, hear);
    await expect(stopped).rejects.toThrow('stopped by hand');
    expect([...counts]).toEqual([1, 1]);
  });
});

it('several threads end together, with what failed first in one of them', { timeout: 30_000 }, async () => {
  const counts = counting();
  const heard: string[] = [];
  // The second to begin stops both; whichever ends first, its hearer fails then too.
  const hear = (news: string) => {
    heard.push(news);
    if (heard.length > 1) throw new Error(`stopped ${heard.length - 1} times`);
  };
  const all = inThreads<CountingTask, number, string>(2, file, { counts, does: waits }, hear);
  await expect(all).rejects.toThrow('stopped 1 times');
  expect([...counts]).toEqual([2, 2]);
  const stop = newStop();
  const first = run({ counts, does: 'throws when it is asked to stop' }, undefined, stop);
  const failing = run({ counts, does: 'fails' }, undefined, stop);
  for (const each of [first, failing]) await expect(each).rejects.toThrow(/^It was asked to fail/);
});
