import { expect, it } from 'vitest';
import { inLanes } from '../../../runner/core/all-settled.ts';

it('each item is worked on once, so many at a time', async () => {
  const done: number[] = [];
  let [running, most] = [0, 0];
  await inLanes([1, 2, 3, 4, 5], 2, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resume) => setTimeout(resume, 5 - item));
    done.push(item);
    running -= 1;
  });
  expect([most, done.sort()]).toEqual([2, [1, 2, 3, 4, 5]]);
});

it('when one fails, no other begins, and what had begun has ended before it is thrown', async () => {
  const [begun, ended]: string[][] = [[], []];
  const working = inLanes(['slow', 'broken', 'later'], 2, async (item) => {
    begun?.push(item);
    if (item === 'broken') throw new Error(item);
    await new Promise((resume) => setTimeout(resume, 20));
    ended?.push(item);
  });
  await expect(working).rejects.toThrow('broken');
  expect([begun, ended]).toEqual([['slow', 'broken'], ['slow']]);
});
