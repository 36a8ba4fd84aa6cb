/**
 * Labels of whole documents (a genre, an author, a year): which neurons' means tell them, tested over documents and never over
 * tokens. Chosen on discovery among all neurons and labels, tested on the documents of the other half, compared with the best
 * neurons of networks that never learnt, and with the words alone. Pure; those networks are read elsewhere.
 * Source of the question: Radford 2017 (a unit that follows the sentiment of a review).
 */
import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import type { Random } from '../../core/random.ts';
import {
  areasWithout,
  documentCriteria,
  permutedDocuments,
  type RankedDocuments,
  rankedDocuments,
} from '../stats/document-labels.ts';
import { holm } from '../stats/holm.ts';
import { adjustedP } from '../stats/max-t.ts';
import { areaInterval, asArea } from '../stats/summary.ts';
import type { Halves } from '../stats/tested-text.ts';
import { toldNeuron } from './arrays.ts';
import { type Bench, type DocumentProperty, uses } from './bench.ts';
import { meansOn, type Ready, readyOf } from './documents.ts';
import { finding } from './finding.ts';
import { learnedCriteria } from './rungs/learned.ts';
import { type DocumentClaim, type DocumentLabel, documentLabelSchema } from './shown-schema.ts';
import { type BestNeurons, untrainedLimits } from './untrained.ts';

const criteria = {
  ...documentCriteria,
  permutations: 999,
  adjustedP: 0.05,
  /** Documents that are drawn, at most. */
  points: 400,
} as const;

export const documentLabels = finding({
  name: 'documentLabels',
  title: 'Comparing documents by their labels',
  published: 'evidence',
  criteria,
  bounds: [learnedCriteria],
  inputs: [],
  reads: ['untrained', 'shuffled'],
  schema: z.array(documentLabelSchema).default([]),
  async compute({ bench, readings, onProgress }) {
    const asked = bench.input.documents ?? [];
    if (asked.length === 0) return [];
    const { networks: count } = learnedCriteria;
    const never = [await readings.untrained(count, onProgress), await readings.shuffled(count, onProgress)].map(
      (networks) => networks.map(({ documents: best = [] }) => [...best]),
    );
    return documentsOf(bench, asked, never);
  },
});

/**
 * @param never of networks drawn anew, and of the network's own weights in another order: [networks][labels] effect of the best
 * neuron, as from `bestOfDocuments`.
 */
export function documentsOf(
  bench: Bench,
  asked: readonly DocumentProperty[],
  never: readonly BestNeurons[] = [],
): DocumentLabel[] {
  const prepared = asked.map((own, index) => readyOf(bench, own, index));
  const ready = prepared.filter((each): each is Ready => 'labels' in each);
  const means = { discovery: meansOn(bench, 'discovery'), confirmation: meansOn(bench, 'confirmation') };
  const chosen = chosenOn(bench, ready, means.discovery);
  const judged = confirmed(bench, chosen, means.confirmation, never);
  return prepared.map((own, index): DocumentLabel => {
    const { name, says, number, values } = item(asked, index);
    const told = { name, says, number, labelled: countsOf(values, (value) => !number && value === 1) };
    if (!('labels' in own)) {
      const counts = countsOf(values, (value) => !Number.isNaN(value));
      return { ...told, documents: counts, untestable: own, claims: [], points: [] };
    }
    const { discovery, confirmation } = own.labels;
    const row = means.confirmation[chosen.find(({ label }) => label === own)?.neuron ?? -1];
    const drawn = row === undefined ? [] : Array.from(confirmation.places.subarray(0, criteria.points));
    return {
      ...told,
      documents: { discovery: discovery.places.length, confirmation: confirmation.places.length },
      untestable: null,
      claims: judged.filter((_, place) => chosen[place]?.label === own),
      points: drawn.map((place) => [at(own.values.confirmation, place), Number(at(row ?? [], place).toPrecision(4))]),
    };
  });
}

interface Chosen extends Pick<DocumentClaim, 'neuron' | 'sign' | 'discovery'> {
  label: Ready;
}

/** Of each label the neurons with the largest effects among those that are more than chance; of none the best alone. */
function chosenOn(bench: Bench, ready: readonly Ready[], means: readonly Float64Array[]): Chosen[] {
  const maxima = new Float64Array(criteria.permutations);
  const tested = ready.map((label) => {
    const rows = means.map((row) => rankedDocuments(row, label.labels.discovery));
    return {
      label,
      rows,
      z: permutedDocuments(rows, label.labels.discovery, { random: drawn(bench, 0, label.index), into: maxima }),
    };
  });
  maxima.sort();
  return tested.flatMap(({ label, rows, z }) => {
    const p = (neuron: number): number =>
      Number.isNaN(at(z, neuron)) ? 1 : adjustedP(maxima, Math.abs(at(z, neuron)));
    const effect = (neuron: number): number => Math.abs(item(rows, neuron).area - 0.5);
    const order = [...rows.keys()]
      .filter((neuron) => !Number.isNaN(effect(neuron)))
      .sort((a, b) => effect(b) - effect(a) || a - b)
      .map((neuron) => ({ neuron, adjustedP: p(neuron) }));
    const significant = order.filter((each) => each.adjustedP < criteria.adjustedP);
    const kept = significant.length > 0 ? significant.slice(0, Math.max(1, bench.input.count)) : order.slice(0, 1);
    return kept.map(({ neuron, adjustedP: own }): Chosen => {
      const { area } = item(rows, neuron);
      return {
        label,
        neuron,
        sign: area < 0.5 ? -1 : 1,
        discovery: { area: asArea(area), z: at(z, neuron), adjustedP: own },
      };
    });
  });
}

const drawn = (bench: Bench, ...more: number[]): Random => bench.random(uses.documents, ...more);

/** @returns [chosen] */
function confirmed(
  bench: Bench,
  chosen: readonly Chosen[],
  means: readonly Float64Array[],
  never: readonly BestNeurons[],
): DocumentClaim[] {
  const beyond = meansOn(bench, 'confirmation', chosen);
  const own = oneSided(bench, chosen, (_, { neuron }) => item(means, neuron), 1);
  const added = oneSided(bench, chosen, (index) => item(beyond, index), 2);
  const limits = never.map(untrainedLimits);
  const intervals = chosen.map(({ label, sign }, index) => {
    const { area } = item(own, index);
    return limits
      .flatMap((known) => known[label.index] ?? [])
      .map(({ best, limit, p: above }) => ({
        best,
        limit: limit(learnedCriteria.probability),
        p: above(sign * (area - 0.5)),
      }))
      .sort((a, b) => b.p - a.p);
  });
  const compared = intervals.flatMap(([worst], index) => (worst === undefined ? [] : [{ index, p: worst.p }]));
  const p = holm(compared.map((each) => each.p));
  return chosen.map(({ label, neuron, sign, discovery }, index): DocumentClaim => {
    const { area, adjustedP: heldOut } = item(own, index);
    const [worst] = item(intervals, index);
    const place = compared.findIndex((each) => each.index === index);
    const learned = worst === undefined ? null : { best: worst.best, limit: worst.limit, adjustedP: item(p, place) };
    const leftOut = areasWithout(
      item(means, neuron),
      label.values.confirmation,
      bench.input.text.confirmation.sources,
      label.labels.confirmation,
    );
    const more = { area: asArea(item(added, index).area), adjustedP: item(added, index).adjustedP };
    return {
      ...toldNeuron(bench.input.arrays, neuron),
      sign,
      discovery,
      adjustedP: heldOut,
      learned,
      beyond: more,
      area: asArea(area),
      interval: areaInterval(area, leftOut),
      level: levelOf({ chance: discovery.adjustedP, heldOut, beyond: more.adjustedP }, learned),
    };
  });
}

/** @param p adjusted: of the choice, on held-out documents, and of what the neuron adds to what each token says. */
function levelOf(
  p: Record<'chance' | 'heldOut' | 'beyond', number>,
  learned: DocumentClaim['learned'],
): DocumentClaim['level'] {
  if (!(p.chance < criteria.adjustedP) || !(p.heldOut < criteria.adjustedP)) return 'not confirmed';
  if (learned === null) return 'not compared';
  if (!(learned.adjustedP < criteria.adjustedP)) return 'untrained too';
  return p.beyond < criteria.adjustedP ? 'knows' : 'words';
}

/** Each claim on confirmation in its own direction; the p is that of the largest z of all claims. */
function oneSided(
  bench: Bench,
  chosen: readonly Chosen[],
  rowOf: (index: number, claim: Chosen) => Float64Array,
  use: number,
): { area: number; adjustedP: number }[] {
  const maxima = new Float64Array(criteria.permutations).fill(Number.NEGATIVE_INFINITY);
  const found: { area: number; z: number }[] = [];
  for (const [label, own] of Map.groupBy(chosen.keys(), (index) => item(chosen, index).label)) {
    const rows = own.map(
      (index): RankedDocuments => rankedDocuments(rowOf(index, item(chosen, index)), label.labels.confirmation),
    );
    const signs = own.map((index) => item(chosen, index).sign);
    const z = permutedDocuments(rows, label.labels.confirmation, {
      random: drawn(bench, use, label.index),
      into: maxima,
      signs,
    });
    own.forEach((index, place) => {
      const { area } = item(rows, place);
      found[index] = { area: Number.isNaN(area) ? 0.5 : area, z: at(z, place) * item(signs, place) };
    });
  }
  maxima.sort();
  return found.map(({ area, z }) => ({ area, adjustedP: Number.isNaN(z) ? 1 : adjustedP(maxima, z) }));
}

const countsOf = (values: Halves<Float32Array>, is: (value: number) => boolean): Halves<number> => ({
  discovery: values.discovery.filter(is).length,
  confirmation: values.confirmation.filter(is).length,
});
