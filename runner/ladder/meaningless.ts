/**
 * Labels that mean nothing, as frequent as a feature (`control-labels.ts`): how well does the same network tell those? A claim
 * about a feature says something of the feature only where it is more than that. Pure.
 * Source: Hewitt & Liang 2019 (control tasks; selectivity).
 */

import { z } from 'zod';
import { item } from '../core/at.ts';
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
  for (const drawn of drawnLabels(bench)) {
    for (const [feature, best] of await bestFor(bench, drawn)) found[feature.index] = best;
  }
  return found;
}

/** Many networks are asked for the same labels: they hang on the text and the features alone. */
const known = new WeakMap<Bench['features'], Labels[][]>();

/** Those of features of one class together. */
function drawnLabels(bench: Bench): Labels[][] {
  const drawn =
    known.get(bench.features) ??
    [...Map.groupBy(bench.features, ({ seen }) => seen).values()].map((own) => {
      const seen = own.some(({ decidedByToken }) => !decidedByToken) ? classOf(bench, item(own, 0)) : null;
      return own.flatMap((feature) => {
        if (feature.decidedByToken) return typeLabelsFor(bench, feature) ?? [];
        return (seen && labelsFor(bench, feature, seen)) ?? [];
      });
    });
  known.set(bench.features, drawn);
  return drawn;
}

/** @param drawn labels of features of one class, so that the neurons are ranked once. */
async function bestFor(bench: Bench, drawn: readonly Labels[]): Promise<[BenchFeature, MeaninglessLabels | null][]> {
  const first = drawn[0]?.feature;
  if (first === undefined) return [];
  const { discovery, confirmation } = bench.input.activations;
  const all = drawn.flatMap(({ masks }) => masks);
  const { reference, units } = first.seen.discovery;
  const [onDiscovery = []] = await bench.measure({
    activations: discovery,
    classes: [{ view: reference.view, units, masks: all.map((mask) => mask.discovery) }],
  });
  const found = confirmedBest(first.seen, all, confirmation, onDiscovery).values();
  return drawn.map(({ feature, tokens, masks }) => {
    // Kept between 0 and 1 as the areas of claims are: what lies beyond is no more.
    const best = [...found.take(masks.length)].flatMap((each) => (each === null ? [] : asArea(0.5 + each) - 0.5));
    const enough = best.length >= meaninglessCriteria.fewest;
    return [feature, enough ? { count: best.length, tokens, best: best.sort((a, b) => b - a) } : null];
  });
}
