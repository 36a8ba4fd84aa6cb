/**
 * How much of a feature a layer holds at all: a linear reader of all its neurons, made on discovery and judged on
 * confirmation by the same measure as the claims; beside it the same reader of a layer that never learnt, and a control task,
 * what such a reader learns of anything. Pure; the untrained layer is read elsewhere.
 * Source: Alain & Bengio 2017 (linear probes); Zhang & Bowman 2018 (untrained layers); Hewitt & Liang 2019 (control tasks: random
 * labels of the token types).
 */

import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import { type Random, shuffle } from '../../core/random.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { auc } from '../stats/auc.ts';
import { rankCorrelation } from '../stats/correlation.ts';
import type { Halves } from '../stats/halves.ts';
import { type LocalEffect, localEffect } from '../stats/local-auc.ts';
import { midRanks } from '../stats/mid-ranks.ts';
import { linearCriteria, ridgeLinear } from '../stats/ridge-linear.ts';
import { type LinearReader, readLinearly, ridgeLogistic } from '../stats/ridge-logistic.ts';
import { mean as meanOf, populationDeviation } from '../stats/summary.ts';
import { viewed } from '../stats/view.ts';
import { toldNeuron } from './arrays.ts';
import { type Bench, type BenchFeature, uses } from './bench.ts';
import { choice } from './choice.ts';
import { effect } from './effect.ts';
import { finding } from './finding.ts';
import type { Untestable } from './reasons-schema.ts';
import { type Probe, probeSchema } from './shown-schema.ts';

const probeCriteria = {
  /** Tokens of the class that the reader is made on, at most; drawn at random. */
  tokens: 4096,
  /** Strengths of the ridge that are tried: the best on a quarter of those tokens that the reader was not made on. */
  penalties: [0.001, 0.01, 0.1],
} as const;

/** Of each feature with a claim that was measured. */
export const probes = finding({
  name: 'probes',
  title: 'reading the whole layer with a linear probe',
  published: 'evidence',
  fullOnly: true,
  criteria: probeCriteria,
  bounds: [linearCriteria],
  inputs: [choice, effect],
  reads: ['untrained'],
  schema: z.array(probeSchema),
  async compute({ bench, found, readings, onProgress }) {
    const [network] = await readings.untrained(1);
    return bench.features.flatMap((feature, place) => {
      onProgress?.(place / bench.features.length);
      const known = found.choice.claims.flatMap(({ feature: own, neuron }, index) => {
        const measured = found.effect[index] ?? null;
        return own !== feature.index || measured === null ? [] : [{ neuron, localAuc: measured.localAuc }];
      });
      const [strongest] = known.sort((a, b) => Math.abs(b.localAuc - 0.5) - Math.abs(a.localAuc - 0.5));
      if (strongest === undefined) return [];
      const probe = probeOf(bench, feature, strongest, network?.probes[feature.index] ?? null);
      return probe === null ? [] : [probe];
    });
  },
});

export type StrongestNeuron = { neuron: number; localAuc: number };

/**
 * @param strongest of the claims about the feature; null when none was measured.
 * @param untrained what `probeAuc` gives of a layer that never learnt; null where none was read.
 */
export function probeOf(
  bench: Bench,
  feature: BenchFeature,
  strongest: StrongestNeuron | null,
  untrained: number | null = null,
): Probe | null {
  const made = probeFor(bench, feature);
  if (made === null) return null;
  const { sample, penalty, own } = made;
  const control = controlOf(bench, feature, sample);
  const reader = readerOf(sample.columns, control.discovery, penalty);
  const against = judge(feature, readBy(bench, reader, sample.scales), control.confirmation);
  return {
    feature: feature.name,
    ...(areNumbers(feature.mask.discovery) && { number: true as const }),
    localAuc: own.localAuc,
    interval: own.interval,
    untrained,
    control: 'code' in against ? null : against.localAuc,
    neuron:
      strongest === null
        ? null
        : {
            ...strongest,
            ...toldNeuron(bench.input.arrays, strongest.neuron),
            share: Math.abs(strongest.localAuc - 0.5) / Math.abs(own.localAuc - 0.5),
          },
    penalty,
  };
}

/** Local AUC of a probe of the bench's network alone; null where it cannot be told. */
export const probeAuc = (bench: Bench, feature: BenchFeature): number | null =>
  probeFor(bench, feature)?.own.localAuc ?? null;

/** The tokens that a probe is made on, as its columns. */
interface Sample {
  drawn: number[];
  columns: Float32Array[];
  scales: Scale[];
  source: Random;
}

function probeFor(bench: Bench, feature: BenchFeature): { sample: Sample; penalty: number; own: LocalEffect } | null {
  const source = bench.random(uses.probe, feature.index);
  const { members, mask } = feature.scored.discovery;
  const drawn = shuffle(
    [...members.keys()].filter((t) => members[t] === 1),
    source,
  ).slice(0, probeCriteria.tokens);
  const labels = viewed(mask, { positions: Int32Array.from(drawn) });
  if (new Set(labels).size < 2) return null;
  const sample: Sample = { drawn, ...standardised(bench, drawn), source };
  const penalty = chosenPenalty(sample.columns, labels);
  const reader = readerOf(sample.columns, labels, penalty);
  const own = judge(feature, readBy(bench, reader, sample.scales), feature.scored.confirmation.mask);
  return 'code' in own ? null : { sample, penalty, own };
}

/** Of a mask the reader tells yes from no; of numbers it is nearest to their ranks, by which it is judged. */
const readerOf = (columns: readonly Float32Array[], labels: FeatureValues, penalty: number): LinearReader =>
  areNumbers(labels) ? ridgeLinear(columns, shareRanks(labels), penalty) : ridgeLogistic(columns, labels, penalty);

/** Ranks from 0 to 1, so that a penalty means the same for many tokens as for few. */
const shareRanks = (numbers: Float32Array): Float64Array =>
  midRanks(numbers).ranks.map((rank) => rank / numbers.length);

/** @param rows what a reader says of each scored token of the confirmation half; @param marks what it should say. */
function judge({ seen }: BenchFeature, rows: Float32Array, marks: FeatureValues): LocalEffect | Untestable {
  const { reference, units } = seen.confirmation;
  return localEffect(viewed(rows, reference.view), viewed(marks, reference.view), units);
}

interface Scale {
  mean: number;
  sd: number;
}

/** [neurons] each [drawn tokens], with mean 0 and spread 1; a neuron that never changes stays at 0. */
function standardised({ input }: Bench, drawn: readonly number[]): { columns: Float32Array[]; scales: Scale[] } {
  const positions = Int32Array.from(drawn);
  const drawnFrom = input.activations.discovery.map((activation) => viewed(activation, { positions }));
  const scales = drawnFrom.map(scaleOf);
  const columns = drawnFrom.map((values, neuron) => {
    const { mean, sd } = item(scales, neuron);
    return values.map((value) => (sd === 0 ? 0 : (value - mean) / sd));
  });
  return { columns, scales };
}

const scaleOf = (values: Float32Array): Scale => ({ mean: meanOf(values), sd: populationDeviation(values) });

function chosenPenalty(columns: readonly Float32Array[], labels: FeatureValues): number {
  const cut = Math.floor(labels.length * 0.75);
  const first = columns.map((column) => column.subarray(0, cut));
  const last = columns.map((column) => column.subarray(cut));
  const scored = probeCriteria.penalties.map((penalty) => ({
    penalty,
    area: told(readLinearly(last, readerOf(first, labels.subarray(0, cut), penalty)), labels.subarray(cut)),
  }));
  return scored.reduce((best, each) => (each.area > best.area ? each : best)).penalty;
}

/** How well what is read goes with the labels: more is better. */
const told = (read: Float32Array, labels: FeatureValues): number =>
  areNumbers(labels) ? rankCorrelation(read, labels) : auc(read, labels);

/** What the reader says of each scored token of the confirmation half. */
function readBy({ input }: Bench, { weights, intercept }: LinearReader, scales: readonly Scale[]): Float32Array {
  const own = scales.map(({ sd }, neuron) => (sd === 0 ? 0 : at(weights, neuron) / sd));
  const shift = scales.reduce((sum, { mean }, neuron) => sum + mean * at(own, neuron), 0);
  return readLinearly(input.activations.confirmation, {
    weights: Float64Array.from(own),
    intercept: intercept - shift,
  });
}

/** Labels that each token type carries always or never, drawn at random, as often as the feature; of a number one of its numbers. */
function controlOf({ input }: Bench, { scored }: BenchFeature, { drawn, source }: Sample): Halves<FeatureValues> {
  const numbers = scored.discovery.mask;
  if (areNumbers(numbers)) {
    const ofType = Float32Array.from(input.vocabulary, () => at(numbers, item(drawn, source.below(drawn.length))));
    const own = input.text.confirmation.types;
    return {
      discovery: Float32Array.from(drawn, (t) => at(ofType, at(input.text.discovery.types, t))),
      confirmation: Float32Array.from(scored.confirmation.members, (member, t) =>
        member === 1 ? at(ofType, at(own, t)) : Number.NaN,
      ),
    };
  }
  const rate = drawn.filter((t) => scored.discovery.mask[t] === 1).length / drawn.length;
  const carries = input.vocabulary.map(() => (source.uniform() < rate ? 1 : 0));
  const { types } = input.text.discovery;
  const { members } = scored.confirmation;
  return {
    discovery: Uint8Array.from(drawn, (t) => item(carries, at(types, t))),
    confirmation: Uint8Array.from(members, (member, t) =>
      member === 1 ? item(carries, at(input.text.confirmation.types, t)) : 0,
    ),
  };
}
