import { expect, it } from 'vitest';
import { experimentThatWasRun, flippedResults, flippedRuns } from '../cli/bit-flips.ts';

const flips = 200;

it(`of ${flips} bits that turn over in runs, and ${flips} in results, none is published`, {
  timeout: 1_800_000,
}, async () => {
  const folder = await experimentThatWasRun();
  const [runs, results] = [await flippedRuns(folder, flips, 200), await flippedResults(folder, flips, 201)];
  expect([runs, results]).toMatchObject([{ published: [] }, { published: [] }]);
  expect([runs, results].map(({ noticed, harmless }) => noticed + harmless)).toEqual([flips, flips]);
});
