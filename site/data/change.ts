/** What a held neuron changes in an experiment, from the file beside its result. */
import { join } from 'node:path';
import type { Change } from '../../runner/experiment/results/change-schema.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { publishedChange } from '../../runner/experiment/results/write.ts';
import type { Experiment } from '../words/experiment.ts';
import { experiments } from './experiments.ts';
import { onceABuild } from './once-a-build.ts';
import { resultsDirectory } from './places.ts';

interface Changed {
  change: Change;
  /** That it is about. */
  claim: Claim;
}

/** By the experiment's id. A file that cannot be read stops the build. */
export const changes = onceABuild(async (): Promise<ReadonlyMap<string, Changed>> => {
  const named = (await experiments()).filter(({ result }) => result.change !== undefined);
  return new Map(await Promise.all(named.map(async (each) => [each.id, await changedIn(each)] as const)));
});

async function changedIn({ id, result }: Experiment): Promise<Changed> {
  const change = await publishedChange(join(resultsDirectory(), id));
  const claim = result.evidence?.claims.find(
    (each) => each.lead && each.neuron === change?.neuron && each.feature === change.feature,
  );
  if (change === null || claim === undefined)
    throw new Error(`${id}: its change.json is missing, damaged, or about another claim`);
  return { change, claim };
}

/** Null where the experiment has none. */
export const changeOf = async ({ id }: Pick<Experiment, 'id'>): Promise<Changed | null> =>
  (await changes()).get(id) ?? null;
