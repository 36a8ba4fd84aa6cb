import { expect, it } from 'vitest';
import { experimentThatWasRun, flippedResults, flippedRuns } from './bit-flips.ts';

it('a bit that turned over in a run or a result is noticed or harmless', async () => {
  const folder = await experimentThatWasRun();
  const runs = await flippedRuns(folder, 12, 12);
  expect(runs).toMatchObject({ published: [] });
  expect(runs.noticed + runs.harmless).toBe(12);
  const results = await flippedResults(folder, 60, 60);
  expect(results).toEqual({ noticed: 60, harmless: 0, published: [] });
});
