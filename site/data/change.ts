/** What a held neuron changes in an experiment, from the file beside its result. */
import { join } from 'node:path';
import { publishedChange } from '../../runner/experiment/results/write.ts';
import type { Experiment } from '../words/experiment.ts';
import { experiments } from './experiments.ts';
import { onceABuild } from './once-a-build.ts';
import { resultsDirectory } from './places.ts';

/** By the experiment's id. A file that cannot be read stops the build. */
export const changes = onceABuild(async () => {
  const named = (await experiments()).filter(({ result }) => result.change !== undefined);
  return new Map(await Promise.all(named.map(async (each) => [each.id, await changedIn(each)] as const)));
});

/** With the claim that it is about. */
async function changedIn({ id, result }: Experiment) {
  const change = await publishedChange(join(resultsDirectory(), id));
  const claim = result.evidence?.claims.find(
    (each) => each.lead && each.neuron === change?.neuron && each.feature === change.feature,
  );
  if (change === null || claim === undefined)
    throw new Error(`${id}: its change.json is missing, damaged, or about another claim`);
  return { change, claim };
}

/** Null where the experiment has none. */
export const changeOf = async ({ id }: Pick<Experiment, 'id'>) => (await changes()).get(id) ?? null;
