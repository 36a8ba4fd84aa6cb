/** What a held neuron changes in an experiment, from the file beside its result. */
import { join } from 'node:path';
import type { Change } from '../../runner/experiment/results/change-schema.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { publishedChange } from '../../runner/experiment/results/write.ts';
import type { Experiment } from '../words/experiment.ts';
import { resultsDirectory } from './places.ts';

/** With the claim that it is about; null where the result names none. A file that cannot be read stops the build. */
export async function changeOf({ id, result }: Experiment): Promise<{ change: Change; claim: Claim } | null> {
  if (result.change === undefined) return null;
  const change = await publishedChange(join(resultsDirectory(), id));
  const claim = result.evidence?.claims.find(
    (each) => each.lead && each.neuron === change?.neuron && each.feature === change.feature,
  );
  if (change === null || claim === undefined)
    throw new Error(`${id}: its change.json is missing, damaged, or about another claim`);
  return { change, claim };
}
