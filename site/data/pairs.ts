/** What pairs came to in the published experiments, from the files beside their results. */
import { join } from 'node:path';
import { publishedPairs } from '../../runner/experiment/results/write.ts';
import { experiments } from './experiments.ts';
import { resultsDirectory } from './places.ts';

export type PairExperiment = Awaited<ReturnType<typeof asked>>[number];

/** Those experiments that were asked pairs. A result that names a file which cannot be read stops the build. */
export async function asked() {
  const named = (await experiments()).filter(({ result }) => result.pairs !== undefined);
  return Promise.all(
    named.map(async (experiment) => {
      const found = await publishedPairs(join(resultsDirectory(), experiment.id));
      if (found === null) throw new Error(`${experiment.id}: its pairs.json is missing, damaged or of another version`);
      return { experiment, sets: found.sets };
    }),
  );
}
