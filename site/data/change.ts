/** What a held neuron changes in an experiment, from the file beside its result. */
import { join } from 'node:path';
import { publishedChange } from '../../runner/experiment/results/write.ts';
import type { Experiment } from '../words/experiment.ts';
import { remembered } from '../words/remembered.ts';
import { resultsDirectory } from './places.ts';

/** With the claim that it is about; null where the experiment has none. A file that cannot be read stops the build. */
export const changeOf = ({ id, result }: Experiment) => changeIn(result, id);

const changeIn = remembered(async (result: Experiment['result'], id: string) => {
  if (result.change === undefined) return null;
  const change = await publishedChange(join(resultsDirectory(), id));
  const claim = result.evidence?.claims.find(
    (each) => each.lead && each.neuron === change?.neuron && each.feature === change.feature,
  );
  if (change === null || claim === undefined)
    throw new Error(`${id}: its change.json is missing, damaged, or about another claim`);
  return { change, claim };
});
