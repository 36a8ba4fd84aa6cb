/** What is told of documents: by their labels, their level, and means over them. */
import { describe, expect, it } from 'vitest';
import { correlation, rankCorrelation } from '../../../../runner/analysis/stats/correlation.ts';
import {
  areasWithout,
  comparedLabels,
  permutedDocuments,
  rankedDocuments,
} from '../../../../runner/analysis/stats/document-labels.ts';
import { documentLevels } from '../../../../runner/analysis/stats/document-level.ts';
import { DocumentMeans, Estimate } from '../../../../runner/analysis/stats/document-means.ts';
import { jackknifeTest, mean } from '../../../../runner/analysis/stats/summary.ts';
import { item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance, told } from './reference.ts';

describe('labels of documents', () => {
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
      return mean(of(1).flatMap((a) => of(0).map((b) => Number((row[a] ?? 0) > (row[b] ?? 0)))));
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
    expect(Math.abs(mean([...into].map((z) => z * z)) - 1)).toBeLessThan(0.07);
  });
});

describe('the level of a document', () => {
  const [count, length] = [40, 30];
  const { normal, below } = random(11);
  /** Two passages of each document, not beside each other. */
  const documents = Int32Array.from({ length: 2 * count * length }, (_, t) => Math.floor(t / length) % count);
  const types = Int32Array.from(documents, () => below(6));
  const levels = Array.from({ length: count }, () => normal());
  // One follows the document, one the token alone, one nothing.
  const follower = Float32Array.from(documents, (document) => (levels[document] ?? 0) + 0.5 * normal());
  const neurons = [follower, Float32Array.from(types), Float32Array.from(documents, () => normal())];

  it('the correlation of two passages is that of their means, each token less the mean of its type', () => {
    const found = documentLevels(neurons.length, (neuron) => item(neurons, neuron), { types, documents, length });
    const [follows = 0, , nothing = 1] = found?.correlation ?? [];
    const expected = neurons.map((values) => {
      const typeMeans = [0, 1, 2, 3, 4, 5].map((type) => mean(values.filter((_, t) => types[t] === type)));
      const rest = values.map((value, t) => value - (typeMeans[types[t] ?? 0] ?? 0));
      const passages = (first: number) =>
        levels.map((_, own) => mean(rest.subarray((first + own) * length, (first + own + 1) * length)));
      return correlation(passages(0), passages(count));
    });
    expect([follows, nothing]).toEqual([expect.closeTo(expected[0] ?? 0, 4), expect.closeTo(expected[2] ?? 0, 4)]);
    // SciPy: t(1 - .05/3; 38) = 2.2082546; r = t / sqrt(38 + t^2).
    const limit = 2.2082546 / Math.sqrt(38 + 2.2082546 ** 2);
    expect(found).toMatchObject({ documents: count, limit: expect.closeTo(limit, 6) });
    expect([follows > limit, nothing > limit]).toEqual([true, false]);
  });

  it('of few documents with two passages nothing is told', () => {
    const few = 23 * length;
    const half = documents.slice(0, few);
    const own = neurons.map((values) => values.slice(0, few));
    const text = { types: types.slice(0, few), documents: half, length };
    expect(documentLevels(own.length, (neuron) => item(own, neuron), text)).toBe(null);
  });
});

describe('means over documents', () => {
  /** Group, document and value. */
  const values = 'a 0 2, a 0 4, a 2 9, b 0 1, b 1 3, b 1 8'.split(', ').map((each) => each.split(' '));
  function means(left?: number): DocumentMeans<string> {
    const all = new DocumentMeans<string>();
    for (const [group = '', document, value] of values)
      if (Number(document) !== left) all.add(group, Number(document), Number(value));
    return all;
  }

  it('an estimate is a mean, and what it is without each document that has a part in it', () => {
    for (const mean of [means().mean('a'), means().ratio('a')])
      expect([mean.value, Object.fromEntries(mean.without)]).toEqual([5, { 0: 9, 2: 3 }]);
    expect([means().count('a'), means().byDocument('b').get(1)]).toEqual([3, { sum: 11, count: 2 }]);
    expect(means().mean('nobody').value).toBeNaN();
  });

  it('one made of others is what it would be without a document, though one of them has no part in that', () => {
    const made = (all: DocumentMeans<string>) => Estimate.mean([all.mean('a').minus(all.mean('b')), all.mean('b')]);
    const expected = [0, 1, 2].map((document) => [document, made(means(document)).value] as const);
    expect([...made(means()).without]).toEqual(expected);
  });

  it('it is tested by the jackknife, of both sides', () => {
    const estimate = Estimate.over([3, 5, 8], (left = 0) => left - 4);
    const expected = jackknifeTest(-4, [-1, 1, 4]);
    expect([estimate.test(), estimate.interval]).toEqual([expected, expected.interval]);
    expect(new Estimate(0, new Map()).minus(estimate).test().p).toBeCloseTo(1 - expected.p, 12);
  });

  it('it is no difference where two are equal but for rounding', () => {
    const [one, other] = [0.03, 0.03 + 1e-17].map((each) => {
      const all = new DocumentMeans<string>();
      for (let document = 0; document < 20; document++) all.add('a', document, each * (7 + document), 7 + document);
      return all.mean('a');
    });
    expect([other?.minus(one ?? other).test().p, one?.test().p]).toEqual([1, 0.5 ** 20]);
  });
});
