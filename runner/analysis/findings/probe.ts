/**
 * How much of a feature a layer holds at all: a linear reader of all its neurons, made on discovery and judged on
 * confirmation by the same measure as the claims; beside it the same reader of a layer that never learnt, and a control task,
 * what such a reader learns of anything. Pure; the untrained layer is read elsewhere.
 * Source: Alain & Bengio 2017 (linear probes); Zhang & Bowman 2018 (untrained layers); Hewitt & Liang 2019 (control tasks: random
 * labels of the token types).
 */
import { z } from 'zod';
import { allSettledOrThrow } from '../../core/all-settled.ts';
import { at, item } from '../../core/at.ts';
import { type Random, shuffle } from '../../core/random.ts';
import { togetherInSharedMemory } from '../../core/shared-memory.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { auc } from '../stats/auc.ts';
import { rankCorrelation } from '../stats/correlation.ts';
import { type LocalEffect, localEffect } from '../stats/local-auc.ts';
import { type Fit, linearCriteria, readLinearly, standardised, unscaled } from '../stats/ridge.ts';
import type { HalfName, Halves } from '../stats/tested-text.ts';
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

export const probes = finding({
  name: 'probes',
  title: 'Fitting linear probes of the layer',
  published: 'evidence',
  fullOnly: true,
  criteria: probeCriteria,
  bounds: [linearCriteria],
  inputs: [choice, effect],
  reads: ['untrained'],
  schema: z.array(probeSchema),
  async compute({ bench, found, readings, onProgress }) {
    const [network] = await readings.untrained(1);
    const strongestOf = (feature: BenchFeature) => {
      const known = found.choice.claims.flatMap(({ feature: own, neuron }, index) => {
        const measured = found.effect[index] ?? null;
        return own !== feature.index || measured === null ? [] : [{ neuron, localAuc: measured.localAuc }];
      });
      return known.sort((a, b) => Math.abs(b.localAuc - 0.5) - Math.abs(a.localAuc - 0.5))[0];
    };
    const told: (Probe | null)[] = [];
    const waiting = bench.features.entries();
    const next = async (): Promise<void> => {
      for (const [place, feature] of waiting) {
        onProgress?.(place / bench.features.length);
        const strongest = strongestOf(feature);
        const untrained = network?.probes[feature.index] ?? null;
        told[place] = strongest === undefined ? null : await probeOf(bench, feature, strongest, untrained);
      }
    };
    // Of one feature alone readers are made two by two, and the last by itself.
    await allSettledOrThrow([next(), next()]);
    return told.filter((probe) => probe !== null);
  },
});

/**
 * @param strongest of the claims about the feature; null when none was measured.
 * @param untrained what `probeAuc` gives of a layer that never learnt; null where none was read.
 */
export async function probeOf(
  bench: Bench,
  feature: BenchFeature,
  strongest: { neuron: number; localAuc: number } | null,
  untrained: number | null = null,
): Promise<Probe | null> {
  const made = await probeFor(bench, feature, true);
  if (made === null) return null;
  const { penalty, own, control } = made;
  const distance = (area: number): number => Math.abs(area - 0.5);
  return {
    feature: feature.name,
    ...(areNumbers(feature.mask.discovery) && { number: true as const }),
    localAuc: own.localAuc,
    interval: own.interval,
    untrained,
    control: control === null || 'code' in control ? null : control.localAuc,
    neuron: strongest && {
      ...strongest,
      ...toldNeuron(bench.input.arrays, strongest.neuron),
      share: distance(strongest.localAuc) / distance(own.localAuc),
    },
    penalty,
  };
}

/** Local AUC of a probe of the bench's network alone; null where it cannot be told. */
export const probeAuc = async (bench: Bench, feature: BenchFeature): Promise<number | null> =>
  (await probeFor(bench, feature, false))?.own.localAuc ?? null;

/** A probe of the feature, and, where it is asked for, what the same is worth for the control task. */
async function probeFor(bench: Bench, feature: BenchFeature, isControlled: boolean) {
  const source = bench.random(uses.probe, feature.index);
  const { members, mask } = feature.scored.discovery;
  const drawn = shuffle(
    [...members.keys()].filter((t) => members[t] === 1),
    source,
  ).slice(0, probeCriteria.tokens);
  const positions = Int32Array.from(drawn);
  const labels = viewed(mask, { positions });
  if (new Set(labels).size < 2) return null;
  const layer = bench.input.activations.discovery.map((activation) => standardised(viewed(activation, { positions })));
  const columns = togetherInSharedMemory(layer.map(({ column }) => column));
  const penalty = await chosenPenalty(bench.fit, columns, labels);
  /** How well a reader that is made of labels at the drawn tokens tells those of the confirmation half, [scored tokens]. */
  const judged = async (given: FeatureValues, marks: FeatureValues): Promise<LocalEffect | Untestable> => {
    const reader = unscaled(await bench.fit(columns, given, penalty), layer);
    const rows = readLinearly(bench.input.activations.confirmation, reader);
    const { reference, units } = feature.seen.confirmation;
    return localEffect(viewed(rows, reference.view), viewed(marks, reference.view), units);
  };
  const labelled = isControlled ? controlOf(bench, feature, drawn, source) : null;
  const [own, control] = await Promise.all([
    judged(labels, feature.scored.confirmation.mask),
    labelled && judged(labelled.discovery, labelled.confirmation),
  ]);
  return 'code' in own ? null : { penalty, own, control };
}

async function chosenPenalty(fit: Fit, columns: readonly Float32Array[], labels: FeatureValues): Promise<number> {
  const cut = Math.floor(labels.length * 0.75);
  const first = columns.map((column) => column.subarray(0, cut));
  const last = columns.map((column) => column.subarray(cut));
  const rest = labels.subarray(cut);
  const tried = probeCriteria.penalties.map(async (penalty) => {
    const read = readLinearly(last, await fit(first, labels.subarray(0, cut), penalty));
    return { penalty, area: areNumbers(rest) ? rankCorrelation(read, rest) : auc(read, rest) };
  });
  const scored = await Promise.all(tried);
  return scored.reduce((best, each) => (each.area > best.area ? each : best)).penalty;
}

/** Labels that each token type carries always or never, drawn at random, as often as the feature; of a number one of its numbers. */
function controlOf(
  { input: { text, vocabulary } }: Bench,
  { scored }: BenchFeature,
  drawn: readonly number[],
  source: Random,
): Halves<FeatureValues> {
  const { mask } = scored.discovery;
  const isNumber = areNumbers(mask);
  const rate = drawn.filter((t) => mask[t] === 1).length / drawn.length;
  const ofType = vocabulary.map(() =>
    isNumber ? at(mask, item(drawn, source.below(drawn.length))) : Number(source.uniform() < rate),
  );
  const labelAt = (half: HalfName, t: number): number => item(ofType, at(text[half].types, t));
  const values = isNumber ? Float32Array : Uint8Array;
  return {
    discovery: values.from(drawn.map((t) => labelAt('discovery', t))),
    confirmation: values.from(
      Array.from(scored.confirmation.members, (member, t) =>
        member === 1 ? labelAt('confirmation', t) : isNumber ? Number.NaN : 0,
      ),
    ),
  };
}
