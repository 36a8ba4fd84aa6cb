/** Labels of documents. */
import { expect, it } from 'vitest';
import { rankCorrelation } from '../../../../runner/analysis/stats/correlation.ts';
import {
  areasWithout,
  comparedLabels,
  permutedDocuments,
  rankedDocuments,
} from '../../../../runner/analysis/stats/document-labels.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance, told } from './reference.ts';

const documents = 60;
const { uniform, normal } = random(7, 1);
const one = new Int32Array(documents);
const labels = Float32Array.from({ length: documents }, () => Number(uniform() < 0.4));
const row = Float64Array.from(labels, (label) => 1.2 * label + normal());

it.each([
  ['as many documents as there are', (d: number) => labels[d] ?? Number.NaN],
  ['as few documents as a test needs', (d: number) => (d < 24 ? Number(d % 3 === 0) : Number.NaN)],
  ['as few with the label', (d: number) => Number(d % 12 === 0)],
])('have the area of all pairs of documents, and without each of them: %s', (_, labelOf) => {
  const own = Float32Array.from(labels.keys(), labelOf);
  const known = [...own.keys()].filter((d) => !Number.isNaN(own[d]));
  const areaWithout = (left: number) => {
    const of = (label: number) => known.filter((d) => d !== left && own[d] === label);
    const pairs = of(1).flatMap((a) => of(0).map((b) => Number((row[a] ?? 0) > (row[b] ?? 0))));
    return pairs.reduce((won, each) => won + each, 0) / pairs.length;
  };
  const compared = told(comparedLabels(own, one, false));
  expect(rankedDocuments(row, compared).area).toBeCloseTo(areaWithout(-1), 12);
  expect(distance(areasWithout(row, own, one, compared), known.map(areaWithout))).toBeLessThan(1e-12);
});

it('have, as numbers, the rank correlation', () => {
  const years = Float32Array.from(row, (mean) => Math.round(4 * mean + 2 * normal()));
  const { area } = rankedDocuments(row, told(comparedLabels(years, one, true)));
  expect(2 * area - 1).toBeCloseTo(rankCorrelation(row, years), 12);
});

it('are compared within sources: what tells two sources apart is none of theirs', () => {
  const two = Int32Array.from({ length: documents }, (_, document) => document % 2);
  const ofSource = Float64Array.from(two, (source) => 5 * source);
  // The label goes with the source; the row tells the source and nothing else.
  const leaning = Float32Array.from(two, (source, d) => Number(Math.floor(d / 2) % 10 < 2 !== (source === 1)));
  expect(rankedDocuments(ofSource, told(comparedLabels(leaning, one, false))).area).toBeGreaterThan(0.75);
  expect(rankedDocuments(ofSource, told(comparedLabels(leaning, two, false))).area).toBeNaN();
  expect(comparedLabels(Float32Array.from(two), two, false)).toEqual({ code: 'label of the source' });
});

it('cannot be tested where there are few of them', () => {
  const known = (count: number) => labels.map((label, d) => (d < count ? label : Number.NaN));
  expect(comparedLabels(known(20), one, false)).toEqual({ code: 'few labelled documents', found: 20, needed: 24 });
  const rare = labels.map((_, d) => Number(d < 3));
  expect(comparedLabels(rare, one, false)).toEqual({ code: 'few documents of a kind', found: 3, needed: 5 });
  expect(told(comparedLabels(known(40), one, false)).places).toHaveLength(40);
});

it('have a z with the SD of all exchanges', () => {
  const own = told(comparedLabels(labels, one, false));
  const into = new Float64Array(4000).fill(Number.NEGATIVE_INFINITY);
  const noise = Float64Array.from({ length: documents }, () => normal());
  permutedDocuments([rankedDocuments(noise, own)], own, { random: random(1, 2), into, signs: [1] });
  const variance = into.reduce((sum, z) => sum + z * z, 0) / into.length;
  expect(variance).toBeGreaterThan(0.93);
  expect(variance).toBeLessThan(1.07);
});
