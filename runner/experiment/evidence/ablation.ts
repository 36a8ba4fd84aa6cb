/**
 * E6 with an engine: takes neurons away while the model reads the confirmation half, for several claims at once, and
 * measures what it costs. A neuron that several claims need is taken away once.
 */

import { random } from '../../core/random.ts';
import { type AblationPlan, ablationPlan, comparedPlaces, drawnOrder } from '../../ladder/ablation-plan.ts';
import {
  type AblationMethod,
  type AblationPlace,
  ablationMethods,
  ablationPlaces,
  type Compared,
  causeRung,
  lossContrast,
  rankP,
  whyNotComparable,
} from '../../ladder/cause.ts';
import { decidingPlace } from '../../ladder/deciding-place.ts';
import { matchedNeurons, neuronProfiles } from '../../ladder/matched-neurons.ts';
import type { Architecture } from '../../models/architecture.ts';
import type { Component } from '../../models/cells/cells.ts';
import { cells } from '../../models/cells/cells.ts';
import type { Checkpoint } from '../../models/checkpoint.ts';
import type { Engine } from '../../models/program.ts';
import { readerNorms } from '../../models/reader-norms.ts';
import type { Segment } from '../../recording/observe.ts';
import type { Cause, Rungs } from '../../results/evidence-schema-1.ts';
import type { Activations } from '../../stats/tested-text.ts';
import { ablationId, activationOf, clampId, clampQuantiles, clampsOf, quantileOf, readingsOf } from './alterations.ts';
import { type Altered, type AlteredReadings, readAltered } from './altered-readings.ts';
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
  /** More, or less, than the usual time to spend; more reads more of the text. */
  effort?: number;
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

/**
 * Together about ten seconds of two cores for a claim: on its neuron and those that it is compared with, and on its
 * neuron alone, for which more text is read.
 */
const operationsOnAll = 8e11;
const operationsAlone = 6e11;
const shareOnAll = operationsOnAll / (operationsOnAll + operationsAlone);
const stream = 0x63617573;
/** What decides: only so are the matched neurons taken away too. */
const ranked = 'mean';

/**
 * A claim's effect and interval are measured on as much of the confirmation half as there is time for; its rank and its
 * clamps on the part of it (`ranked`) that is read without each of the matched neurons too, for both in the same way.
 * @returns [claims] The rung of each.
 * @throws what `pause` throws.
 */
export async function causes(task: CauseTask): Promise<Rungs['E6'][]> {
  if (task.claims.length === 0) return [];
  const claims = matchesOf(task);
  const asked = [...new Set(claims.map(({ feature }) => feature))];
  const part = planOf(
    task,
    asked,
    claims.flatMap(({ neuron, others }) => [neuron, ...others]),
    [ranked],
    operationsOnAll,
  );
  const wide = planOf(
    task,
    asked,
    claims.map(({ neuron }) => neuron),
    ablationMethods,
    operationsAlone,
  );
  const whyNot = (feature: number): string | null => {
    const places = [wide, part].map((plan) => placesIn(plan, feature));
    return (
      places.flatMap(({ after, predicting }) => whyNotComparable(after) ?? whyNotComparable(predicting) ?? [])[0] ??
      null
    );
  };
  const able = claims.filter(({ feature }) => whyNot(feature) === null);
  const unable = claims.map(({ feature }): Rungs['E6'] => {
    return { status: 'not testable', reason: whyNot(feature), measured: null };
  });
  if (able.length === 0) return unable;
  const all = able.flatMap(({ neuron, others }) => [neuron, ...others]);
  const held = able.filter(({ feature }) => maskOf(task.features, feature).types !== null).map(({ neuron }) => neuron);
  const onPart = [...readingsOf(task.discovery, all, [ranked]), ...clampsOf(task.discovery, held)];
  const ofPart = await read(task, asked, part, onPart, [0, shareOnAll]);
  const own = able.map(({ neuron }) => neuron);
  const ofWide = await read(task, asked, wide, readingsOf(task.discovery, own), [shareOnAll, 1]);

  return claims.map((claim, index): Rungs['E6'] => {
    const { feature, neuron, others } = claim;
    if (!able.includes(claim)) return unable[index] ?? { status: 'not testable', reason: null, measured: null };
    const mask = maskOf(task.features, feature);
    const activation = activationOf(task.discovery, neuron);
    const clamps = clampQuantiles.flatMap((quantile) => {
      const probability = ofPart.probability(clampId(neuron, quantile))?.[asked.indexOf(feature)];
      if (mask.types === null || probability === undefined) return [];
      return [{ quantile, value: quantileOf(activation, quantile), probability }];
    });
    const ablations = ablationMethods.flatMap((method) =>
      ablationPlaces.map((where): Cause['ablations'][number] => {
        const contrast = (plan: Planned, readings: AlteredReadings, of: number) =>
          lossContrast(readings.change(ablationId(of, method)), placesIn(plan, feature)[where]);
        const own = contrast(wide, ofWide, neuron);
        if (method !== ranked) return { method, where, ...own, p: null, matched: [] };
        const matched = others.map((other) => contrast(part, ofPart, other).difference);
        return { method, where, ...own, p: rankP(contrast(part, ofPart, neuron).difference, matched), matched };
      }),
    );
    return causeRung({
      ...sizeOf(wide.plan),
      ranked: sizeOf(part.plan),
      deciding: decidingPlace(task.halves.discovery, activation, mask.discovery),
      matchedNeurons: others,
      ablations,
      clamps,
    });
  });
}

/** A part of the text, and where the losses of each feature are compared in it. */
interface Planned {
  plan: AblationPlan;
  order: number[][];
  places: Map<number, Record<AblationPlace, Compared>>;
}

function placesIn({ places }: Planned, feature: number): Record<AblationPlace, Compared> {
  const found = places.get(feature);
  if (found === undefined) throw new RangeError(`causes: feature ${feature} was not read`);
  return found;
}

/** Of a token that is read once: the layers, the first of them without its input, and the decoder at every second token. */
const operationsOf = ({ cell, layers, units, vocabulary }: Architecture): number =>
  2 * cells[cell].gates * units * units * (2 * layers - 1) + units * vocabulary;

/** @param operations to spend on each claim, with these neurons taken away for all claims together. */
function planOf(
  task: CauseTask,
  asked: readonly number[],
  neurons: readonly number[],
  methods: readonly AblationMethod[],
  operations: number,
): Planned {
  const { halves, checkpoint, claims, features, effort = 1 } = task;
  const each = (readingsOf(task.discovery, neurons, methods).length + 1) * operationsOf(checkpoint.architecture);
  const masks = asked.map((feature) => maskOf(features, feature).confirmation);
  const plan = ablationPlan(halves.confirmation, masks, (effort * operations * claims.length) / each);
  const order = drawnOrder(plan, random(task.seed, stream));
  const places = asked.map((feature, i) => [feature, placesOf(plan, order, masks[i] ?? new Uint8Array(0))] as const);
  return { plan, order, places: new Map(places) };
}

/** @param share of all the work: what was done before, and what will be done after. */
async function read(
  task: CauseTask,
  asked: readonly number[],
  { plan, order, places }: Planned,
  altered: readonly Altered[],
  [from, to]: readonly [from: number, to: number],
): Promise<AlteredReadings> {
  const all = [...places.values()].flatMap((each) => ablationPlaces.map((where) => each[where]));
  return readAltered({
    ...task,
    text: task.halves.confirmation,
    activations: task.confirmation,
    plan,
    altered,
    lossAt: [...new Set(all.flatMap(({ feature, rest }) => [...feature.flat(), ...rest.flat()]))],
    probabilityAt: order.flatMap((document) => document.slice(0, clampedPerDocument)),
    sets: asked.map((feature) => {
      return maskOf(task.features, feature).types ?? new Uint8Array(task.checkpoint.architecture.vocabulary);
    }),
    onProgress: (share) => task.onProgress?.(from + share * (to - from)),
  });
}

const sizeOf = ({ pieces, length, documents }: AblationPlan) => ({ tokens: pieces.length * length, documents });

/** So many tokens of a document tell how likely the feature is while a neuron is held. */
const clampedPerDocument = 48;

const maskOf = (features: readonly FeatureMasks[], index: number): FeatureMasks => {
  const found = features[index];
  if (found === undefined) throw new RangeError(`causes: there is no feature ${index}`);
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

/** Where a feature's losses are compared: place t is the loss of the token after the plan's t-th. */
function placesOf(plan: AblationPlan, order: number[][], mask: Uint8Array): Record<AblationPlace, Compared> {
  const labelAt = (place: number, later: number): boolean => {
    const piece = plan.pieces[Math.floor(place / plan.length)];
    return mask[(piece?.start ?? 0) + (place % plan.length) + later] === 1;
  };
  return {
    predicting: comparedPlaces(order, (place) => labelAt(place, 1)),
    after: comparedPlaces(order, (place) => labelAt(place, 0)),
  };
}
