import { describe, expect, it } from 'vitest';
import { rankCorrelation } from '../../../../runner/analysis/stats/correlation.ts';
import {
  areasWithout,
  comparedLabels,
  type DocumentLabels,
  permutedDocuments,
  rankedDocuments,
} from '../../../../runner/analysis/stats/document-labels.ts';
import { random } from '../../../../runner/core/random.ts';

const documents = 60;
const { uniform, normal } = random(7, 1);
const one = new Int32Array(documents);
const labels = Float32Array.from({ length: documents }, () => Number(uniform() < 0.4));
const row = Float64Array.from(labels, (label) => 1.2 * label + normal());
const ready = (own: ReturnType<typeof comparedLabels>): DocumentLabels => {
  if ('code' in own) throw new Error(own.code);
  return own;
};

describe('labels of documents', () => {
  it('have the area that pairs of documents have, counted one by one', () => {
    let [won, pairs] = [0, 0];
    for (const [a, first] of labels.entries()) {
      for (const [b, second] of labels.entries()) {
        if (first !== 1 || second !== 0) continue;
        pairs++;
        won += (row[a] ?? 0) > (row[b] ?? 0) ? 1 : 0;
      }
    }
    expect(rankedDocuments(row, ready(comparedLabels(labels, one, false))).area).toBeCloseTo(won / pairs, 12);
  });

  it('have, as numbers, the rank correlation', () => {
    const years = Float32Array.from(row, (mean) => Math.round(4 * mean + 2 * normal()));
    const { area } = rankedDocuments(row, ready(comparedLabels(years, one, true)));
    expect(2 * area - 1).toBeCloseTo(rankCorrelation(row, years), 12);
  });

  it('are compared within sources: what tells two sources apart is none of theirs', () => {
    const two = Int32Array.from({ length: documents }, (_, document) => document % 2);
    const ofSource = Float64Array.from(two, (source) => 5 * source);
    // The label goes with the source; the row tells the source and nothing else.
    const leaning = Float32Array.from(two, (source, d) => Number(Math.floor(d / 2) % 10 < 2 !== (source === 1)));
    expect(rankedDocuments(ofSource, ready(comparedLabels(leaning, one, false))).area).toBeGreaterThan(0.75);
    expect(rankedDocuments(ofSource, ready(comparedLabels(leaning, two, false))).area).toBeNaN();
    expect(comparedLabels(Float32Array.from(two), two, false)).toEqual({ code: 'label of the source' });
  });

  it('cannot be tested where there are few of them', () => {
    const known = (count: number) => labels.map((label, d) => (d < count ? label : Number.NaN));
    expect(comparedLabels(known(20), one, false)).toEqual({ code: 'few labelled documents', found: 20, needed: 24 });
    const rare = labels.map((_, d) => Number(d < 3));
    expect(comparedLabels(rare, one, false)).toEqual({ code: 'few documents of a kind', found: 3, needed: 5 });
    expect(ready(comparedLabels(known(40), one, false)).places).toHaveLength(40);
  });

  it('have a z with the SD of all exchanges', () => {
    const own = ready(comparedLabels(labels, one, false));
    const into = new Float64Array(4000).fill(Number.NEGATIVE_INFINITY);
    const noise = Float64Array.from({ length: documents }, () => normal());
    permutedDocuments([rankedDocuments(noise, own)], own, { random: random(1, 2), into, signs: [1] });
    const variance = into.reduce((sum, z) => sum + z * z, 0) / into.length;
    expect(variance).toBeGreaterThan(0.93);
    expect(variance).toBeLessThan(1.07);
  });

  it('lose one document at a time for the interval', () => {
    const own = ready(comparedLabels(labels, one, false));
    const without = areasWithout(row, labels, one, own);
    expect(without).toHaveLength(documents);
    const fewer = labels.slice(1);
    const { area } = rankedDocuments(row.slice(1), ready(comparedLabels(fewer, one.slice(1), false)));
    expect(without[0]).toBeCloseTo(area, 12);
  });

  it.each([
    ['as few documents', (d: number) => (d < 24 ? Number(d % 3 === 0) : Number.NaN)],
    ['as few with the label', (d: number) => Number(d % 12 === 0)],
  ])('lose one of them where there are %s as a test needs', (_, labelOf) => {
    const few = Float32Array.from(labels.keys(), labelOf);
    const without = areasWithout(row, few, one, ready(comparedLabels(few, one, false)));
    const known = [...few.keys()].filter((d) => !Number.isNaN(few[d]));
    const expected = known.map((left) => {
      const pairs = known
        .flatMap((a) => known.map((b) => [a, b] as const))
        .filter(([a, b]) => {
          return a !== left && b !== left && few[a] === 1 && few[b] === 0;
        });
      return pairs.filter(([a, b]) => (row[a] ?? 0) > (row[b] ?? 0)).length / pairs.length;
    });
    expect([...without]).toEqual(expected.map((area) => expect.closeTo(area, 12)));
  });
});
