/**
 * How much of a feature a layer holds at all: a linear reader of all its neurons, made on discovery and judged on
 * confirmation by the same measure as the claims; beside it a control task, what such a reader learns of anything. Pure.
 * Source: Alain & Bengio 2017 (linear probes); Hewitt & Liang 2019 (control tasks: random labels of the token types).
 */

import { z } from 'zod';
import { at, item } from '../core/at.ts';
import { type Random, shuffle } from '../core/random.ts';
import { type Probe, probeSchema } from '../results/shown-schema.ts';
import { auc } from '../stats/auc.ts';
import { swapEffect } from '../stats/local-auc.ts';
import { type LinearReader, readLinearly, ridgeLogistic } from '../stats/ridge-logistic.ts';
import { viewed } from '../stats/view.ts';
import { type Bench, type BenchFeature, uses } from './bench.ts';
import { choice } from './choice.ts';
import { finding } from './finding.ts';
import { effect } from './rungs/effect.ts';

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
  inputs: [choice, effect],
  reads: [],
  schema: z.array(probeSchema),
  async compute({ bench, found, onProgress }) {
    return bench.features.flatMap((feature, place) => {
      onProgress?.(place / bench.features.length);
      const known = found.choice.claims.flatMap(({ feature: own, neuron }, index) => {
        const measured = found.effect[index]?.measured ?? null;
        return own !== feature.index || measured === null ? [] : [{ neuron, localAuc: measured.localAuc }];
      });
      const [strongest] = known.sort((a, b) => Math.abs(b.localAuc - 0.5) - Math.abs(a.localAuc - 0.5));
      if (strongest === undefined) return [];
      const probe = probeOf(bench, feature, strongest);
      return probe === null ? [] : [probe];
    });
  },
});

export type StrongestNeuron = { neuron: number; localAuc: number };

/** @param strongest of the claims about the feature; null when none was measured. */
export function probeOf(bench: Bench, feature: BenchFeature, strongest: StrongestNeuron | null): Probe | null {
  const source = bench.random(uses.probe, feature.index);
  const { members, mask } = feature.scored.discovery;
  const drawn = shuffle(
    [...members.keys()].filter((t) => members[t] === 1),
    source,
  ).slice(0, probeCriteria.tokens);
  const { columns, scales } = standardised(bench, drawn);
  const labels = Uint8Array.from(drawn, (t) => at(mask, t));
  if (!labels.includes(1) || !labels.includes(0)) return null;
  const penalty = chosenPenalty(columns, labels);
  const judge = (reader: LinearReader, marks: Uint8Array) => {
    const { reference, units } = feature.seen.confirmation;
    const rows = readBy(bench, reader, scales);
    return swapEffect(reference.text, viewed(rows, reference.view), viewed(marks, reference.view), units);
  };
  const own = judge(ridgeLogistic(columns, labels, penalty), feature.scored.confirmation.mask);
  if ('code' in own) return null;
  const control = controlOf(bench, feature, drawn, source);
  const against = judge(ridgeLogistic(columns, control.discovery, penalty), control.confirmation);
  return {
    feature: feature.name,
    localAuc: own.localAuc,
    interval: own.interval,
    control: 'code' in against ? 0.5 : against.localAuc,
    neuron:
      strongest === null
        ? null
        : { ...strongest, share: Math.abs(strongest.localAuc - 0.5) / Math.abs(own.localAuc - 0.5) },
    penalty,
  };
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

function scaleOf(values: Float32Array): Scale {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / values.length) };
}

function chosenPenalty(columns: readonly Float32Array[], labels: Uint8Array): number {
  const cut = Math.floor(labels.length * 0.75);
  const first = columns.map((column) => column.subarray(0, cut));
  const last = columns.map((column) => column.subarray(cut));
  const scored = probeCriteria.penalties.map((penalty) => ({
    penalty,
    area: auc(readLinearly(last, ridgeLogistic(first, labels.subarray(0, cut), penalty)), labels.subarray(cut)),
  }));
  return scored.reduce((best, each) => (each.area > best.area ? each : best)).penalty;
}

/** What the reader says of each scored token of the confirmation half. */
function readBy({ input }: Bench, { weights, intercept }: LinearReader, scales: readonly Scale[]): Float32Array {
  const own = scales.map(({ sd }, neuron) => (sd === 0 ? 0 : at(weights, neuron) / sd));
  const shift = scales.reduce((sum, { mean }, neuron) => sum + mean * at(own, neuron), 0);
  return readLinearly(input.activations.confirmation, {
    weights: Float64Array.from(own),
    intercept: intercept - shift,
  });
}

/** Labels that each token type carries always or never, drawn at random, as often as the feature. */
function controlOf({ input }: Bench, { scored }: BenchFeature, drawn: readonly number[], source: Random) {
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
