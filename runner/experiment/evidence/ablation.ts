/**
 * E6 with an engine: takes neurons away while the model reads the confirmation half, for several claims at once, and
 * measures what it costs. A neuron that several claims need is taken away once.
 */
import { type AblationPlan, ablationPlan, comparedPlaces, drawnOrder } from '../../analysis/evidence/ablation-plan.ts';
import {
  type AblationMethod,
  ablationMethods,
  ablationPlaces,
  type Compared,
  causeRung,
  lossContrast,
  rankP,
  whyNotComparable,
} from '../../analysis/evidence/cause.ts';
import { decidingPlace } from '../../analysis/evidence/deciding-place.ts';
import { matchedNeurons, neuronProfiles } from '../../analysis/evidence/matched-neurons.ts';
import type { Activations } from '../../analysis/evidence/tested-text.ts';
import type { Component } from '../../models/cell.ts';
import type { Checkpoint } from '../../models/checkpoint.ts';
import type { Engine } from '../../models/program.ts';
import { readerNorms } from '../../models/reader-norms.ts';
import { operationsPerToken } from '../../models/reading.ts';
import { random } from '../../random.ts';
import type { Segment } from '../../recording/observe.ts';
import type { Cause, Rungs } from '../../results/evidence-schema.ts';
import { type Altered, readAltered } from './altered-readings.ts';
import type { Halves } from './halves.ts';

export interface CauseTask {
  engine: Engine;
  checkpoint: Pick<Checkpoint, 'architecture' | 'weights'>;
  /** What the claims are about. */
  layer: number;
  component: Component;
  /** The observed text and its segments, as they were read. */
  ids: Int32Array;
  segments: readonly Segment[];
  halves: Pick<Halves, 'discovery' | 'confirmation'>;
  /** Of that component, [neurons] each [tokens of the half]. */
  discovery: Activations;
  confirmation: Activations;
  features: readonly FeatureMasks[];
  /** `feature` by its place among the features. */
  claims: readonly { feature: number; neuron: number }[];
  seed: number;
  /** Additions and multiplications to spend on each claim, about; more reads more of the text. */
  operations?: number;
  onProgress?(share: number): void;
  pause?(): Promise<void>;
}

export interface FeatureMasks {
  /** [tokens of the half] 1 where a token carries the feature. */
  discovery: Uint8Array;
  confirmation: Uint8Array;
  /** [vocabulary] 1 for the tokens that carry it, where the token alone decides; else null. */
  types: Uint8Array | null;
}

/** About nine seconds of two cores. */
const operationsPerClaim = 3.5e12;
const stream = 0x63617573;
const clampQuantiles = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** @returns [claims] The rung of each. @throws what `pause` throws. */
export async function causes(task: CauseTask): Promise<Rungs['E6'][]> {
  const { claims, features, halves, checkpoint, operations = operationsPerClaim } = task;
  if (claims.length === 0) return [];
  const matched = matchesOf(task);
  const readings = alterationsOf(task, matched).length + 1;
  const affordable = (operations * claims.length) / (readings * operationsPerToken(checkpoint.architecture));
  const asked = [...new Set(claims.map(({ feature }) => feature))];
  const masks = asked.map((feature) => maskOf(features, feature).confirmation);
  const plan = ablationPlan(halves.confirmation, masks, affordable);
  const order = drawnOrder(plan, random(task.seed, stream));
  const places = new Map(asked.map((feature, i) => [feature, placesOf(plan, order, masks[i] ?? new Uint8Array(0))]));
  const whyNot = (feature: number): string | null => {
    const compared = places.get(feature);
    return compared === undefined
      ? 'the feature was not read'
      : (whyNotComparable(compared.after) ?? whyNotComparable(compared.predicting));
  };
  const comparable = matched.filter(({ feature }) => whyNot(feature) === null);
  const read = await readAltered({
    ...task,
    text: halves.confirmation,
    activations: task.confirmation,
    plan,
    altered: comparable.length === 0 ? [] : alterationsOf(task, comparable),
    lossAt: [
      ...new Set([...places.values()].flatMap((each) => ablationPlaces.flatMap((where) => listed(each[where])))),
    ],
    probabilityAt: order.flatMap((document) => document.slice(0, clampedPerDocument)),
    sets: asked.map((feature) => maskOf(features, feature).types ?? new Uint8Array(checkpoint.architecture.vocabulary)),
  });

  return matched.map(({ feature, neuron, others }): Rungs['E6'] => {
    const compared = places.get(feature);
    const reason = whyNot(feature);
    if (reason !== null || compared === undefined) return { status: 'not testable', reason, measured: null };
    const { discovery, types } = maskOf(features, feature);
    const deciding = decidingPlace(halves.discovery, activationOf(task.discovery, neuron), discovery);
    const clamps = clampQuantiles.flatMap((quantile) => {
      const probability = read.probability(clampId(neuron, quantile))?.[asked.indexOf(feature)];
      if (types === null || probability === undefined) return [];
      return [{ quantile, value: quantileOf(activationOf(task.discovery, neuron), quantile), probability }];
    });
    const ablations = ablationMethods.flatMap((method) =>
      ablationPlaces.map((where): Cause['ablations'][number] => {
        const change = (of: number) => read.change(ablationId(of, method));
        const contrast = lossContrast(change(neuron), compared[where]);
        const differences = others.map((other) => lossContrast(change(other), compared[where]).difference);
        return { method, where, ...contrast, p: rankP(contrast.difference, differences), matched: differences };
      }),
    );
    const tokens = plan.pieces.length * plan.length;
    return causeRung({ tokens, documents: plan.documents, deciding, matchedNeurons: others, ablations, clamps });
  });
}

/** So many tokens of a document tell how likely the feature is while a neuron is held. */
const clampedPerDocument = 48;

const maskOf = (features: readonly FeatureMasks[], index: number): FeatureMasks => {
  const found = features[index];
  if (found === undefined) throw new RangeError(`causes: there is no feature ${index}`);
  return found;
};

const activationOf = (activations: Activations, neuron: number): Float32Array => {
  const found = activations[neuron];
  if (found === undefined) throw new RangeError(`causes: there is no neuron ${neuron}`);
  return found;
};

interface Matched {
  feature: number;
  neuron: number;
  /** The neurons that it is compared with; all that is claimed for the same feature is left out. */
  others: number[];
}

function matchesOf({ checkpoint, layer, discovery, halves, claims }: CauseTask): Matched[] {
  const norms = readerNorms(checkpoint.architecture, checkpoint.weights, layer);
  const profiles = neuronProfiles(discovery, halves.discovery.length, norms);
  return claims.map(({ feature, neuron }) => {
    const rivals = claims.filter((other) => other.feature === feature).map((other) => other.neuron);
    return { feature, neuron, others: matchedNeurons(profiles, neuron, rivals) };
  });
}

const ablationId = (neuron: number, method: AblationMethod): string => `${method} ${neuron}`;
const clampId = (neuron: number, quantile: number): string => `held ${neuron} at ${quantile}`;

/** All readings that the claims need, each once. */
function alterationsOf({ features, discovery }: CauseTask, claims: readonly Matched[]): Altered[] {
  const neurons = [...new Set([...claims.map(({ neuron }) => neuron), ...claims.flatMap(({ others }) => others)])];
  const ablations = neurons.flatMap((neuron): Altered[] => [
    { id: ablationId(neuron, 'mean'), neuron, value: meanOf(activationOf(discovery, neuron)), wanted: 'loss' },
    { id: ablationId(neuron, 'resampled'), neuron, value: 'of another document', wanted: 'loss' },
  ]);
  const held = new Set(claims.filter(({ feature }) => features[feature]?.types).map(({ neuron }) => neuron));
  const clamps = [...held].flatMap((neuron) =>
    clampQuantiles.map((quantile): Altered => {
      const value = quantileOf(activationOf(discovery, neuron), quantile);
      return { id: clampId(neuron, quantile), neuron, value, wanted: 'probability' };
    }),
  );
  return [...ablations, ...clamps];
}

/** Where a feature's losses are compared: place t is the loss of the token after the plan's t-th. */
function placesOf(plan: AblationPlan, order: number[][], mask: Uint8Array): Record<'predicting' | 'after', Compared> {
  const labelAt = (place: number, later: number): boolean => {
    const piece = plan.pieces[Math.floor(place / plan.length)];
    return mask[(piece?.start ?? 0) + (place % plan.length) + later] === 1;
  };
  return {
    predicting: comparedPlaces(order, (place) => labelAt(place, 1)),
    after: comparedPlaces(order, (place) => labelAt(place, 0)),
  };
}

const listed = ({ feature, rest }: Compared): number[] => [...feature.flat(), ...rest.flat()];

const meanOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** By linear interpolation between the sorted values, as NumPy's default. */
function quantileOf(values: Float32Array, quantile: number): number {
  const sorted = values.slice().sort();
  const at = quantile * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (at - Math.floor(at)) * (above - below);
}
