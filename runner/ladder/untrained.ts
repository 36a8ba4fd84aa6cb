/**
 * What networks that never learnt have of each feature: their best neurons, chosen on discovery as claims are. Pure; the
 * networks are read elsewhere.
 * Source: Zhang & Bowman 2018 (random weights as a control); Adebayo et al. 2018 (the network's own weights, shuffled).
 */
import { z } from 'zod';
import { at, item } from '../core/at.ts';
import type { MeasureEffects } from '../stats/effects.ts';
import type { Halves } from '../stats/halves.ts';
import type { Activations } from '../stats/tested-text.ts';
import { type BenchFeature, type EffectTable, effectsOf } from './bench.ts';
import { largest } from './best-neuron.ts';
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
    const networks = await readings.untrained(onProgress);
    return networks.map((network) => bestOfNetwork(network).slice(0, bench.features.length));
  },
});

/**
 * The same network with its weights shuffled, where another program trained it: it began from weights that are not known, and
 * networks drawn as ours begin are no control for it.
 */
export const shuffled = finding({
  name: 'shuffled',
  title: 'reading with shuffled weights',
  published: 'inner',
  criteria: {},
  inputs: [],
  reads: ['shuffled'],
  schema: untrainedSchema,
  async compute({ readings, onProgress }) {
    return (await readings.shuffled(onProgress)).map(bestOfNetwork);
  },
});

/** What all neurons of networks have of features: [networks], on both halves. */
export async function effectsOfNetworks(
  features: readonly BenchFeature[],
  networks: AsyncIterable<Halves<Activations>>,
  measure: MeasureEffects,
): Promise<Halves<EffectTable>[]> {
  const effects: Halves<EffectTable>[] = [];
  for await (const { discovery, confirmation } of networks) {
    effects.push({
      discovery: await effectsOf(features, 'discovery', discovery, measure),
      confirmation: await effectsOf(features, 'confirmation', confirmation, measure),
    });
  }
  return effects;
}

/** [features] Effect on confirmation of the network's best neuron on discovery, in the direction that it had there. */
export const bestOfNetwork = ({ discovery, confirmation }: Halves<EffectTable>): (number | null)[] =>
  discovery.map((effects, feature) => {
    const neuron = largest(effects);
    if (neuron === null) return null;
    const effect = at(item(confirmation, feature), neuron);
    return Number.isNaN(effect) ? null : at(effects, neuron) < 0 ? -effect : effect;
  });

/** Of each network in which the feature could be told, the effect of its best neuron. */
export const bestNeurons = (untrained: UntrainedBest, feature: number): number[] =>
  untrained.map((network) => item(network, feature)).filter((each) => each !== null);
