import { expect, it } from 'vitest';
import { DocumentMeans, Estimate } from '../../../../runner/analysis/stats/document-means.ts';
import { jackknifeTest } from '../../../../runner/analysis/stats/summary.ts';

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
