/**
 * What networks that never learnt have of each feature: their best neurons, chosen on discovery as claims are. Pure; the
 * networks are read elsewhere.
 * Source: Zhang & Bowman 2018 (random weights as a control); Adebayo et al. 2018 (the network's own weights, shuffled).
 */
import { z } from 'zod';
import { at, item } from '../core/at.ts';
import { areNumbers } from '../core/values.ts';
import { documentCriteria } from '../stats/document-labels.ts';
import type { Halves } from '../stats/halves.ts';
import type { Sweep } from '../stats/max-t.ts';
import type { Activations } from '../stats/tested-text.ts';
import { type Bench, type EffectTable, effectsOn, inHalves } from './bench.ts';
import { largest } from './best-neuron.ts';
import { choice, familyTest } from './choice.ts';
import { bestOfDocuments } from './document-means.ts';
import { boundsOf, finding } from './finding.ts';
import { labels, labelsSeen, meaninglessLabels } from './meaningless.ts';
import { numberCurve, partsOf } from './number-curve.ts';
import { probeAuc, probes } from './probe.ts';
import type { Standing, UntrainedNetwork } from './readings.ts';

/** [networks] each [features]: effect of the network's best neuron; null where the feature cannot be told. */
const untrainedSchema = z.array(z.array(z.number().nullable()));
export type UntrainedBest = z.infer<typeof untrainedSchema>;

/** By which the networks are looked at, whatever is asked of them. */
export const untrainedBounds = [...[choice, labels, probes, numberCurve].flatMap(boundsOf), documentCriteria];

export const untrained = finding({
  name: 'untrained',
  title: 'reading as untrained networks do',
  published: 'inner',
  criteria: {},
  bounds: untrainedBounds,
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
  bounds: untrainedBounds,
  inputs: [],
  reads: ['shuffled'],
  schema: untrainedSchema,
  async compute({ readings, onProgress }) {
    return (await readings.shuffled(onProgress)).map(bestOfNetwork);
  },
});

/** What is looked at of each network beside the effects. */
export interface UntrainedOptions {
  /** How all neurons and features of the first networks are tested at once; absent: what they would be counted by is not asked. */
  standing?: Sweep;
  /** The first network's layer is read by a probe for so many of the features. */
  probed?: number;
  /** What was found before of the first networks: those that are given come behind them. */
  before?: readonly UntrainedNetwork[];
  /** Arrays among those that are read, each of which is looked at by itself too. */
  alone?: readonly Alone[];
  /** Hears all that is found, after each network. */
  onFound?(found: readonly UntrainedNetwork[]): Promise<void>;
}

/** One of the arrays that are read, looked at as if it were read alone. */
export interface Alone extends Omit<UntrainedOptions, 'alone'> {
  bench: Bench;
  /** The first of its neurons among those of all, and how many they are. */
  from: number;
  units: number;
}

/** Of so many it is looked at what they would be counted by: that takes control labels of every feature, for each network. */
const countedNetworks = 5;

/** What networks have of a bench's features: [networks]. @param bench whose own activations are not looked at. */
export async function effectsOfNetworks(
  bench: Bench,
  networks: AsyncIterable<Halves<Activations>>,
  { alone = [], ...looked }: UntrainedOptions = {},
): Promise<UntrainedNetwork[]> {
  const { before = [] } = looked;
  const found = [...before];
  const foundAlone = alone.map((own) => [...(own.before ?? [])]);
  for await (const activations of networks) {
    // One after the other: the memory of the activations is the next network's.
    await lookAt(bench, activations, looked, found);
    for (const [index, own] of alone.entries()) {
      const part = inHalves((half) => activations[half].slice(own.from, own.from + own.units));
      await lookAt(own.bench, part, own, item(foundAlone, index));
    }
  }
  return found;
}

/** Puts the next network behind those that are found. */
async function lookAt(
  bench: Bench,
  activations: Halves<Activations>,
  { standing, probed = 0, onFound }: UntrainedOptions,
  found: UntrainedNetwork[],
): Promise<void> {
  const own: Bench = { ...bench, input: { ...bench.input, activations }, effects: {} };
  const asked = found.length === 0 ? own.features.slice(0, probed) : [];
  // First: it comes to the effects on discovery as well.
  const counted = standing === undefined || found.length >= countedNetworks ? null : await standingOf(own, standing);
  found.push({
    discovery: await effectsOn(own, 'discovery'),
    confirmation: await effectsOn(own, 'confirmation'),
    standing: counted,
    probes: asked.map((feature) => probeAuc(own, feature)),
    ...(found.length === 0 && (await curvesOf(own))),
    ...(bench.input.documents !== undefined && { documents: bestOfDocuments(own) }),
  });
  await onFound?.(found);
}

/** Of each feature that is a number, the means of the neuron that is best for it on discovery. */
async function curvesOf(bench: Bench): Promise<Pick<UntrainedNetwork, 'curves'>> {
  if (!bench.features.some(({ mask }) => areNumbers(mask.discovery))) return {};
  const onDiscovery = await effectsOn(bench, 'discovery');
  const curves = bench.features.map((feature, index) => {
    const best = areNumbers(feature.mask.discovery) ? largest(item(onDiscovery, index)) : null;
    const parts = best === null ? null : partsOf(bench.input.activations.confirmation, bench, feature, best);
    return parts?.map(({ mean }) => mean) ?? null;
  });
  return { curves };
}

/** What a network's neurons are counted by. */
export async function standingOf(bench: Bench, sweep: Sweep): Promise<Standing> {
  const { z, threshold, beside } = await familyTest(bench, sweep, undefined, labelsSeen(bench));
  const found = await meaninglessLabels(bench, beside);
  return { z, threshold, labels: found.map((each) => each?.best[0] ?? null) };
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
