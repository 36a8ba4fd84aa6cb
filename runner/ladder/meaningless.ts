/**
 * Labels that mean nothing, as frequent as a feature (`control-labels.ts`): how well does the same network tell those? A claim
 * about a feature says something of the feature only where it is more than that. Pure.
 * Source: Hewitt & Liang 2019 (control tasks; selectivity).
 */

import { z } from 'zod';
import { item } from '../core/at.ts';
import { inSharedMemory } from '../core/shared-memory.ts';
import { type MeaninglessLabels, meaninglessSchema } from '../results/rungs-schema.ts';
import { asArea } from '../stats/summary.ts';
import { testableCriteria } from '../stats/testable.ts';
import type { Bench, BenchFeature } from './bench.ts';
import { confirmedBest } from './best-neuron.ts';
import { classOf, type Labels, labelsFor, meaninglessCriteria, typeLabelsFor } from './control-labels.ts';
import { finding } from './finding.ts';
import { randomTypesCriteria } from './random-types.ts';

/** [features] The network's own best neurons for labels that mean nothing; null where there are none to compare with. */
export const labels = finding({
  name: 'labels',
  title: 'telling labels that mean nothing',
  published: 'inner',
  criteria: meaninglessCriteria,
  bounds: [testableCriteria, randomTypesCriteria],
  inputs: [],
  reads: [],
  schema: z.array(meaninglessSchema.nullable()),
  compute: ({ bench }) => meaninglessLabels(bench),
});

/**
 * @returns [features] The network's best neuron for each of the labels, chosen and measured as claims are; null where the
 * text has too few different sequences, or types, for labels that mean nothing.
 */
export async function meaninglessLabels(bench: Bench): Promise<(MeaninglessLabels | null)[]> {
  const found = bench.features.map((): MeaninglessLabels | null => null);
  const all = drawnLabels(bench);
  if (all.length === 0) return found;
  // In one go, so that each neuron is sorted once.
  const onDiscovery = await bench.measure({
    activations: bench.input.activations.discovery,
    classes: all.map((own) => {
      const { reference, units } = item(own, 0).feature.seen.discovery;
      return { view: reference.view, units, masks: own.flatMap(({ masks }) => masks.map((mask) => mask.discovery)) };
    }),
  });
  for (const [index, own] of all.entries()) {
    for (const [feature, best] of bestFor(bench, own, item(onDiscovery, index))) found[feature.index] = best;
  }
  return found;
}

/** Many networks are asked for the same labels: they hang on the text and the features alone. */
const known = new WeakMap<Bench['features'], Labels[][]>();

/** [classes] Those of features of one class together, at least one. */
function drawnLabels(bench: Bench): Labels[][] {
  const before = known.get(bench.features);
  if (before !== undefined) return before;
  const drawn = [...Map.groupBy(bench.features, ({ seen }) => seen).values()].map((own) => {
    const seen = own.some(({ decidedByToken }) => !decidedByToken) ? classOf(bench, item(own, 0)) : null;
    return own.flatMap((feature) => {
      if (feature.decidedByToken) return typeLabelsFor(bench, feature) ?? [];
      return (seen && labelsFor(bench, feature, seen)) ?? [];
    });
  });
  const some = drawn.filter((own) => own.length > 0).map((own) => own.map(inSight));
  known.set(bench.features, some);
  return some;
}

/** Where every thread sees what is measured on discovery. */
const inSight = (labels: Labels): Labels => ({
  ...labels,
  masks: labels.masks.map((mask) => ({ ...mask, discovery: inSharedMemory(mask.discovery) })),
});

/**
 * @param drawn labels of features of one class.
 * @param onDiscovery [labels] each [neurons].
 */
function bestFor(
  bench: Bench,
  drawn: readonly Labels[],
  onDiscovery: readonly Float64Array[],
): [BenchFeature, MeaninglessLabels | null][] {
  const { seen } = item(drawn, 0).feature;
  const all = drawn.flatMap(({ masks }) => masks);
  const found = confirmedBest(seen, all, bench.input.activations.confirmation, onDiscovery).values();
  return drawn.map(({ feature, tokens, masks }) => {
    // Kept between 0 and 1 as the areas of claims are: what lies beyond is no more.
    const best = [...found.take(masks.length)].flatMap((each) => (each === null ? [] : asArea(0.5 + each) - 0.5));
    const enough = best.length >= meaninglessCriteria.fewest;
    return [feature, enough ? { count: best.length, tokens, best: best.sort((a, b) => b - a) } : null];
  });
}
