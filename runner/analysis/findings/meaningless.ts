/**
 * Labels that mean nothing, as frequent as a feature (`control-labels.ts`): how well does the same network tell those? A claim
 * about a feature says something of the feature only where it is more than that. Pure.
 * Source: Hewitt & Liang 2019 (control tasks; selectivity).
 */
import { z } from 'zod';
import { item } from '../../core/at.ts';
import { asArea } from '../stats/summary.ts';
import { testableCriteria } from '../stats/testable.ts';
import { type Bench, type ClassContrast, effectsOf } from './bench.ts';
import { type Confirm, confirmedBest } from './best-neuron.ts';
import { type ControlLabels, classOf, labelsFor, meaninglessCriteria, typeLabelsFor } from './control-labels.ts';
import { finding } from './finding.ts';
import { randomTypesCriteria } from './random-types.ts';
import { type MeaninglessLabels, meaninglessSchema } from './rungs-schema.ts';

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

/** Whether an effect is more than the network has for labels that mean nothing; true where none could be made. */
export const beyondLabels = (claim: number, found: MeaninglessLabels | null): boolean =>
  found === null || found.best.every((each) => claim > each);

/** The labels that `meaninglessLabels` asks for, as their classes see them. */
export const labelsSeen = (bench: Bench): Omit<ClassContrast, 'index'>[] =>
  drawnLabels(bench)
    .flatMap(({ drawn }) => drawn)
    .flatMap(({ feature, carriers }) => carriers.map((mask) => ({ seen: feature.seen, mask })));

/**
 * @param measured [labels] each [neurons], their effects on discovery; absent: they are measured here.
 * @returns [features] The network's best neuron for each of the labels, chosen and measured as claims are; null where the
 * text has too few different sequences, or types, for labels that mean nothing.
 */
export async function meaninglessLabels(
  bench: Bench,
  measured?: readonly Float64Array[],
): Promise<(MeaninglessLabels | null)[]> {
  const found = bench.features.map((): MeaninglessLabels | null => null);
  const all = drawnLabels(bench);
  if (all.length === 0) return found;
  // In one go, so that each neuron is sorted once.
  const onDiscovery = (
    measured ??
    (await effectsOf(
      labelsSeen(bench).map((own, index) => ({ ...own, index })),
      'discovery',
      bench.input.activations.discovery,
      bench.sweep,
    ))
  ).values();
  for (const own of all) {
    const count = own.drawn.reduce((sum, { carriers }) => sum + carriers.length, 0);
    const best = own.confirm(bench.input.activations.confirmation, [...onDiscovery.take(count)]).values();
    for (const { feature, tokens, carriers } of own.drawn) {
      // Kept between 0 and 1 as the areas of claims are: what lies beyond is no more.
      const known = [...best.take(carriers.length)].flatMap((each) => (each === null ? [] : asArea(0.5 + each) - 0.5));
      if (known.length >= meaninglessCriteria.fewest)
        found[feature.index] = { count: known.length, tokens, best: known.sort((a, b) => b - a) };
    }
  }
  return found;
}

/** The labels of features of one class, at least one, and what tells how any network's best neurons do on confirmation. */
interface DrawnLabels {
  drawn: ControlLabels[];
  confirm: Confirm;
}

/** Many networks are asked for the same labels: they hang on the text and the features alone. */
const known = new WeakMap<Bench['features'], DrawnLabels[]>();

/** [classes] */
function drawnLabels(bench: Bench): DrawnLabels[] {
  const before = known.get(bench.features);
  if (before !== undefined) return before;
  const drawn = [...Map.groupBy(bench.features, ({ seen }) => seen).values()].map((own) => {
    const seen = own.some(({ decidedByToken }) => !decidedByToken) ? classOf(bench, item(own, 0)) : null;
    return own.flatMap((feature) => {
      if (feature.decidedByToken) return typeLabelsFor(bench, feature) ?? [];
      return (seen && labelsFor(bench, feature, seen)) ?? [];
    });
  });
  const some = drawn
    .filter((own) => own.length > 0)
    .map((own): DrawnLabels => {
      const carriers = own.flatMap((labels) => labels.carriers);
      return { drawn: own, confirm: confirmedBest(item(own, 0).feature.seen, carriers) };
    });
  known.set(bench.features, some);
  return some;
}
