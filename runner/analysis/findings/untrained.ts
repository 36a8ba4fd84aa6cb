/**
 * What networks that never learnt have of each feature: their best neurons, chosen on discovery as claims are. Pure; the
 * networks are read elsewhere.
 * Source: Zhang & Bowman 2018 (random weights as a control); Adebayo et al. 2018 (the network's own weights, shuffled).
 */
import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import { areNumbers } from '../../core/values.ts';
import { documentCriteria } from '../stats/document-labels.ts';
import { holm } from '../stats/holm.ts';
import { foretold, type ModeratedPrediction, moderationCriteria } from '../stats/moderated.ts';
import { mean, standardDeviation } from '../stats/summary.ts';
import type { Activations, Halves } from '../stats/tested-text.ts';
import { type Bench, type EffectTable, effectsOn, mapHalves } from './bench.ts';
import { largest, outOfSampleEffect } from './best-neuron.ts';
import { choice, familyTest } from './choice.ts';
import { bestOfDocuments } from './documents.ts';
import { effect } from './effect.ts';
import { boundsOf, type FoundBy, finding, type Standing, type UntrainedNetwork } from './finding.ts';
import { beyondLabels, labels, labelsSeen, meaninglessLabels } from './meaningless.ts';
import { numberCurve, partsOf } from './number-curve.ts';
import { probeAuc, probes } from './probe.ts';

/** [networks] each [features, those of the claims first]: effect of the network's best neuron; null where the feature cannot be told. */
const bestNeuronsSchema = z.array(z.array(z.number().nullable()));
export type BestNeurons = z.infer<typeof bestNeuronsSchema>;

/** Of one feature; effects are areas minus .5. The limit is .5 where no claim could be told from the untrained. */
export interface UntrainedLimit extends ModeratedPrediction {
  /** Of each network in which the feature could be told. */
  best: number[];
  sd: number;
}

/** Nearer to 0 or 1 than this no area is told from another: its logit would be without bound. */
const nearest = 0.0005;
/** An effect is a distance from .5, so that none can be larger than this. */
export const largestEffect = 0.5;

const logitOf = (effect: number): number => {
  const area = Math.min(1 - nearest, Math.max(nearest, 0.5 + effect));
  return Math.log(area / (1 - area));
};

/**
 * How far the best neuron of one more network that never learnt may reach, from those of a few. The spread of a few is known poorly, but
 * all features are read by the same networks: that of each is shrunk towards the run's own trend. Among the shipped atlases an untrained
 * network in the claim's place passes the limit of three others in 4.5% of cases so, and in 7.0% by Student's t of each feature alone. On
 * the logit of the areas: an area ends at 1, and on its own scale the interval of five untrained networks around .79 reached beyond all
 * that a claim can be. Source: Smyth 2004 (the moderated t): `stats/moderated.ts`.
 * @returns [features] null where fewer than two networks tell the feature.
 */
export function untrainedLimits(networks: BestNeurons): (UntrainedLimit | null)[] {
  const told = (networks[0] ?? []).map((_, feature) => networks.flatMap((network) => item(network, feature) ?? []));
  const enough = told.filter((best) => best.length >= 2);
  const known = foretold(enough.map((best) => best.map(logitOf))).values();
  return told.map((best) => {
    const { value: one } = best.length < 2 ? { value: undefined } : known.next();
    if (one === undefined) return null;
    return {
      best,
      mean: mean(best),
      sd: standardDeviation(best),
      limit(probability) {
        const limit = one.limit(probability);
        return limit > logitOf(largestEffect) - 1e-9 ? largestEffect : 1 / (1 + Math.exp(-limit)) - 0.5;
      },
      p: (claim) => one.p(logitOf(claim)),
    };
  });
}

/** By which the networks are looked at, whatever is asked of them. */
export const untrainedBounds = [...[choice, labels, probes, numberCurve].flatMap(boundsOf), documentCriteria];

export const untrainedCriteria = {
  /** No more networks are read where no claim is above the mean of so many. */
  enough: 2,
  /** Networks that a claim is compared with, where these decide all claims: each is under their mean, or surely beyond them. */
  networks: 3,
  surely: 0.01,
  /** Else so many: where the variances of the features differ much, that of a claim's own counts for more. */
  most: 5,
} as const;
const criteria = untrainedCriteria;

const asked = {
  published: 'inner',
  criteria,
  bounds: [...untrainedBounds, moderationCriteria],
  schema: bestNeuronsSchema,
} as const;

/** None are read where every claim ends with what the network itself has for labels that mean nothing. */
export const untrained = finding({
  ...asked,
  name: 'untrained',
  title: 'Reading with untrained networks',
  inputs: [choice, effect, labels],
  reads: ['untrained'],
  compute: ({ found, readings, onProgress }) =>
    asFew(openClaims(found), (networks, share) => readings.untrained(networks, (done) => onProgress?.(done * share))),
});

/**
 * The same network with its weights shuffled, where another program trained it: it began from weights that are not known, and
 * networks drawn as ours begin are no control for it. None are read where no claim is above the mean of those.
 */
export const shuffled = finding({
  ...asked,
  name: 'shuffled',
  title: 'Reading with permuted weights',
  inputs: [choice, effect, labels, untrained],
  reads: ['shuffled'],
  compute: ({ found, readings, onProgress }) =>
    asFew(above(found.untrained, openClaims(found)), (networks, share) =>
      readings.shuffled(networks, (done) => onProgress?.(done * share)),
    ),
});

/** A claim by its feature, and its effect in the direction that it was claimed. */
type Open = readonly { feature: number; effect: number }[];

/** Those that are more than the network has for labels that mean nothing. */
const openClaims = (found: FoundBy<typeof choice | typeof effect | typeof labels>): Open =>
  found.choice.claims.flatMap(({ feature, sign }, index) => {
    const own = found.effect[index] ?? null;
    if (own === null) return [];
    const claim = { feature, effect: sign * (own.localAuc - 0.5) };
    return beyondLabels(claim.effect, found.labels[feature] ?? null) ? [claim] : [];
  });

/** [claims] The chance that one more network is as far: .5 at the networks' mean, 0 where too few of them say anything. */
function chances(networks: BestNeurons, claims: Open): number[] {
  const limits = untrainedLimits(networks);
  return claims.map(({ feature, effect: own }) => limits[feature]?.p(own) ?? 0);
}

function above(networks: BestNeurons, claims: Open): Open {
  const p = chances(networks, claims);
  return claims.filter((_, index) => !(at(p, index) >= 0.5));
}

function areSurelyBeyond(networks: BestNeurons, claims: Open): boolean {
  const p = chances(networks, claims);
  const adjusted = holm(p);
  return p.every((own, index) => own >= 0.5 || at(adjusted, index) < criteria.surely);
}

/** @param read so many networks; hears which share of all its own progress is. */
async function asFew(
  claims: Open,
  read: (networks: number, share: number) => Promise<readonly Halves<EffectTable>[]>,
): Promise<BestNeurons> {
  if (claims.length === 0) return [];
  const { enough, networks, most } = criteria;
  const bestOf = async (count: number) => (await read(count, count / most)).map(bestOfNetwork);
  const first = await bestOf(enough);
  if (above(first, claims).length === 0) return first;
  const few = await bestOf(networks);
  return areSurelyBeyond(few, claims) ? few : await bestOf(most);
}

export interface NetworkLook {
  /** Awaited when the first network is there. */
  bench: Bench | Promise<Bench>;
  /** Of several arrays that are read one alone, as if it were: the first of its neurons among those of all, and how many they are. */
  alone?: { from: number; units: number };
  /** What an atlas counts by, of so many networks as it is compared with. */
  standing?: boolean;
  /** The first network's layer is read by a probe for so many of the features. */
  probed?: number;
  /** What was found before of the first networks: those that are given come behind them. */
  before?: readonly UntrainedNetwork[];
  onFound?(found: readonly UntrainedNetwork[]): Promise<void>;
}

/** What networks have of the features of the first bench: [networks]. Further looks are told of by their `onFound`. */
export async function effectsOfNetworks(
  looks: readonly [NetworkLook, ...NetworkLook[]],
  networks: AsyncIterable<Halves<Activations>> | Iterable<Halves<Activations>>,
): Promise<UntrainedNetwork[]> {
  const found = looks.map(({ before = [] }) => [...before]);
  for await (const activations of networks) {
    // One after the other: the memory of the activations is the next network's.
    for (const [index, look] of looks.entries()) {
      const { from, units } = look.alone ?? { from: 0, units: activations.discovery.length };
      const own = mapHalves((half) => activations[half].slice(from, from + units));
      await lookAt(look, own, item(found, index));
    }
  }
  return item(found, 0);
}

async function lookAt(
  { bench: asked, standing = false, probed = 0, onFound }: NetworkLook,
  activations: Halves<Activations>,
  found: UntrainedNetwork[],
): Promise<void> {
  const bench = await asked;
  const own: Bench = { ...bench, input: { ...bench.input, activations }, effects: {} };
  const toProbe = found.length === 0 ? own.features.slice(0, probed) : [];
  // First: it comes to the effects on discovery as well.
  const counted = standing && found.length < criteria.networks ? await standingOf(own) : null;
  found.push({
    discovery: await effectsOn(own, 'discovery'),
    confirmation: await effectsOn(own, 'confirmation'),
    standing: counted,
    probes: await Promise.all(toProbe.map((feature) => probeAuc(own, feature))),
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

export async function standingOf(bench: Bench): Promise<Standing> {
  const { z, threshold, beside } = await familyTest(bench, undefined, await labelsSeen(bench));
  const found = await meaninglessLabels(bench, beside);
  return { z, threshold, labels: found.map((each) => each?.best[0] ?? null) };
}

/** [features] Effect on confirmation of the network's best neuron on discovery, in the direction that it had there. */
export const bestOfNetwork = ({ discovery, confirmation }: Halves<EffectTable>): (number | null)[] =>
  discovery.map((effects, feature) => outOfSampleEffect(effects, (neuron) => at(item(confirmation, feature), neuron)));
