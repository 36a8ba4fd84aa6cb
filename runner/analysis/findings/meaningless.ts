/**
 * Labels that mean nothing, as frequent as a feature (`control-labels.ts`): how well does the same network tell those? A claim
 * about a feature says something of the feature only where it is more than that.
 * Source: Hewitt & Liang 2019 (control tasks; selectivity).
 */
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { item } from '../../core/at.ts';
import { asArea } from '../stats/summary.ts';
import { testableCriteria } from '../stats/testable.ts';
import { type Bench, type ClassContrast, effectsOf } from './bench.ts';
import { largest, outOfSampleEffect } from './best-neuron.ts';
import { type ControlLabels, classOf, labelsFor, meaninglessCriteria, typeLabelsFor } from './control-labels.ts';
import { finding } from './finding.ts';
import { randomTypesCriteria } from './random-types.ts';
import { type MeaninglessLabels, meaninglessSchema } from './rungs-schema.ts';

/** [features] The network's own best neurons for labels that mean nothing; null where there are none to compare with. */
export const labels = finding({
  name: 'labels',
  title: 'Measuring control labels',
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
export const labelsSeen = async (bench: Bench): Promise<Omit<ClassContrast, 'index'>[]> =>
  (await drawnLabels(bench)).flatMap(({ feature: { seen }, carriers }) => carriers.map((mask) => ({ seen, mask })));

/**
 * @param measured [labels] each [neurons], their effects on discovery; absent: they are measured here. With them those of the features on
 *   confirmation are measured in one go.
 * @returns [features] The network's best neuron for each of the labels, chosen and measured as claims are; null where the
 * text has too few different sequences, or types, for labels that mean nothing.
 */
export async function meaninglessLabels(
  bench: Bench,
  measured?: readonly Float64Array[],
): Promise<(MeaninglessLabels | null)[]> {
  const { features, input, sweep } = bench;
  const found = features.map((): MeaninglessLabels | null => null);
  const seen = (await labelsSeen(bench)).map((own, index) => ({ ...own, index }));
  if (seen.length === 0) return found;
  const onDiscovery = measured ?? (await effectsOf(seen, 'discovery', input.activations.discovery, sweep));
  const best = onDiscovery.map(largest);
  const beside = measured === undefined ? [] : features;
  const asked = seen.flatMap((own) => {
    const neuron = best[own.index] ?? null;
    return neuron === null ? [] : { ...own, neuron, index: beside.length + own.index };
  });
  const onConfirmation = await effectsOf([...beside, ...asked], 'confirmation', input.activations.confirmation, sweep);
  if (beside.length > 0) bench.effects.confirmation ??= Promise.resolve(onConfirmation.slice(0, beside.length));
  let label = 0;
  for (const { feature, tokens, carriers } of await drawnLabels(bench)) {
    // Kept between 0 and 1 as the areas of claims are: what lies beyond is no more.
    const known = carriers.flatMap(() => {
      const effects = onConfirmation[beside.length + label] ?? [];
      const confirmed = outOfSampleEffect(item(onDiscovery, label++), (neuron) => effects[neuron] ?? Number.NaN);
      return confirmed === null ? [] : asArea(0.5 + confirmed) - 0.5;
    });
    if (known.length >= meaninglessCriteria.fewest)
      found[feature.index] = { count: known.length, tokens, best: known.sort((a, b) => b - a) };
  }
  return found;
}

/** Many networks are asked for the same labels: they hang on the text and the features alone. */
const known = new WeakMap<Bench['features'], Promise<ControlLabels[]>>();

function drawnLabels(bench: Bench): Promise<ControlLabels[]> {
  const drawn = known.get(bench.features) ?? drawLabels(bench);
  known.set(bench.features, drawn);
  return drawn;
}

/** Other work goes on between one feature and the next. */
async function drawLabels(bench: Bench): Promise<ControlLabels[]> {
  const drawn: ControlLabels[] = [];
  for (const own of Map.groupBy(bench.features, ({ seen }) => seen).values()) {
    const seen = own.some(({ decidedByToken }) => !decidedByToken) ? classOf(bench, item(own, 0)) : null;
    for (const feature of own) {
      await setImmediate();
      const labels = feature.decidedByToken ? typeLabelsFor(bench, feature) : seen && labelsFor(bench, feature, seen);
      if (labels !== null) drawn.push(labels);
    }
  }
  return drawn;
}
