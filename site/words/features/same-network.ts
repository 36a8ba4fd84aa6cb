/** Which experiments are about one network: a model that ships with the project is the same in each. Pure. */
import { shippedModel } from '../../../runner/experiment/results/shipped.ts';

interface Read {
  id: string;
  result: { model: { origin: string } };
}

/** Alike for experiments on one network; one that was trained for an experiment is that experiment's own. */
export const networkOf = ({ id, result }: Read): string => shippedModel(result.model.origin) ?? `trained for ${id}`;

/** Alike for readings of the same neurons: one component of one layer of one network. */
export const neuronsOf = (experiment: Read, { component, layer }: { component: string; layer: number }): string =>
  [networkOf(experiment), component, layer].join('\n');
