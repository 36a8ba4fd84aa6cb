/**
 * What a neuron does at each value of a number: its mean activation with its interval, on the confirmation half. A counter is a
 * line, a switch is a step. Beside it the best neuron of a network that never learnt. Pure; that network is read elsewhere.
 */
import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import { areNumbers } from '../../core/values.ts';
import { DocumentMeans } from '../stats/document-means.ts';
import { cutsOf, levelOf } from '../stats/levels.ts';
import type { Activations } from '../stats/tested-text.ts';
import type { Bench, BenchFeature } from './bench.ts';
import { choice } from './choice.ts';
import { finding } from './finding.ts';
import { type NumberCurve, numberCurveSchema } from './shown-schema.ts';

export const numberCurveCriteria = {
  /** A number of more values is cut into so many parts, about equally full on the discovery half. */
  parts: 20,
  documents: 2,
} as const;

/** [claims] Of those on numbers. */
export const numberCurve = finding({
  name: 'numberCurve',
  title: 'Measuring activations by number',
  published: 'claim',
  criteria: numberCurveCriteria,
  inputs: [choice],
  reads: ['untrained'],
  schema: z.array(numberCurveSchema.nullable().default(null)),
  async compute({ bench, found, readings, onProgress }) {
    const { claims } = found.choice;
    const isAsked = claims.some(({ feature }) => areNumbers(item(bench.features, feature).mask.discovery));
    const [network] = isAsked ? await readings.untrained(1, onProgress) : [];
    return claims.map(({ feature, neuron }) => {
      const own = item(bench.features, feature);
      const parts = partsOf(bench.input.activations.confirmation, bench, own, neuron);
      const untrained = network?.curves?.[feature] ?? null;
      return parts === null ? null : { parts, untrained: untrained?.length === parts.length ? [...untrained] : null };
    });
  },
});

/** @param activations [neurons] each [scored tokens of confirmation], of whatever network. @returns null of a mask. */
export function partsOf(
  activations: Activations,
  { input }: Pick<Bench, 'input'>,
  { scored }: Pick<BenchFeature, 'scored'>,
  neuron: number,
): NumberCurve['parts'] | null {
  const [discovery, numbers] = [scored.discovery.mask, scored.confirmation.mask];
  if (!areNumbers(discovery) || !areNumbers(numbers)) return null;
  const distinct = new Set(discovery.filter((number) => !Number.isNaN(number))).size;
  const { parts } = numberCurveCriteria;
  const cuts = cutsOf(discovery, distinct <= parts ? discovery.length : parts);
  const { length, segments } = input.text.confirmation;
  const activation = item(activations, neuron);
  const means = new DocumentMeans<number>();
  const places = Map.groupBy(numbers.keys(), (t) => levelOf(at(numbers, t), cuts));
  for (const [level, own] of places) {
    for (const t of own) means.add(level, Math.floor(t / (length * segments)), at(activation, t));
  }
  return [...places]
    .filter(([level]) => level >= 0 && means.byDocument(level).size >= numberCurveCriteria.documents)
    .sort(([a], [b]) => a - b)
    .map(([level, own]) => {
      const there = own.map((t) => at(numbers, t));
      const { value: mean, interval, documents } = means.ratio(level);
      return {
        lowest: there.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY),
        highest: there.reduce((most, each) => Math.max(most, each), Number.NEGATIVE_INFINITY),
        number: there.reduce((sum, each) => sum + each, 0) / there.length,
        tokens: own.length,
        documents,
        mean,
        interval,
      };
    });
}
