/**
 * What networks that never learnt have of each feature: their best neurons, chosen on discovery as claims are. Pure; the
 * networks are read elsewhere.
 * Source: Zhang & Bowman 2018 (random weights as a control).
 */
import { z } from 'zod';
import { item } from '../core/at.ts';
import type { Halves } from '../stats/halves.ts';
import type { Activations } from '../stats/tested-text.ts';
import { type Bench, effectsOn } from './bench.ts';
import { confirmedBest } from './best-neuron.ts';
import { finding } from './finding.ts';

/** [networks] each [features]: effect of the network's best neuron; null where the feature cannot be told. */
const untrainedSchema = z.array(z.array(z.number().nullable()));
export type UntrainedBest = z.infer<typeof untrainedSchema>;

export const untrained = finding({
  name: 'untrained',
  title: 'reading as untrained networks do',
  published: 'inner',
  criteria: {},
  inputs: [],
  reads: ['untrained'],
  schema: untrainedSchema,
  async compute({ bench, readings, onProgress }) {
    const best: UntrainedBest = [];
    for await (const network of readings.untrained(onProgress)) best.push(await bestOfNetwork(bench, network));
    return best;
  },
});

/** [features] Effect on confirmation of the network's best neuron on discovery, in the direction that it had there. */
export async function bestOfNetwork(bench: Bench, network: Halves<Activations>): Promise<(number | null)[]> {
  const onDiscovery = await effectsOn(bench, 'discovery', network);
  return bench.features.flatMap(({ seen, mask }, index) =>
    confirmedBest(seen, [mask], network.confirmation, [item(onDiscovery, index)]),
  );
}

/** Of each network in which the feature could be told, the effect of its best neuron. */
export const bestNeurons = (untrained: UntrainedBest, feature: number): number[] =>
  untrained.map((network) => item(network, feature)).filter((each) => each !== null);
