import { expect, it } from 'vitest';
import { joinTokens } from '../../../runner/core/cut.ts';
import { naturalLength, naturalStretches, segmentPlaces } from '../../../runner/text/segments.ts';
import { documentHash } from '../../../runner/text/splits.ts';
import { tokenize } from '../../../runner/text/tokens.ts';

const text = 'Mr. Hall came.  "Who?" he said.\nNot I.\n\n \nIt é ended\n';
const stretches = {
  sentence: ['Mr. Hall came.', '"Who?" he said.', 'Not I.', 'It é ended'],
  line: ['Mr. Hall came.  "Who?" he said.\n', 'Not I.\n', 'It é ended\n'],
  paragraph: ['Mr. Hall came.  "Who?" he said.\nNot I.', 'It é ended'],
  document: [text],
};
const kinds = ['sentence', 'line', 'paragraph', 'document'] as const;

/** Any pieces that, joined, are the text: here of three characters. */
const inThrees = (whole: string) => whole.match(/.{1,3}/gsu) ?? [];

it.each(['word', 'character', 'byte'] as const)('the stretches of a text are found in every %s', (unit) => {
  const tokens = tokenize(text, unit);
  for (const kind of kinds) {
    const found = naturalStretches(kind, tokens, { unit });
    expect(found.map(([start, end]) => joinTokens(tokens.slice(start, end), unit))).toEqual(stretches[kind]);
  }
});

it('the stretches of a text of pieces of words hold every piece that shows a part of them, once', () => {
  const tokens = inThrees(text);
  for (const by of kinds) {
    const found = naturalStretches(by, tokens, { unit: 'subword' });
    const starts = found.map(([start]) => start);
    expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b));
    found.forEach(([start, end], index) => {
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(found[index + 1]?.[0] ?? tokens.length);
    });
  }
  expect(naturalStretches('line', tokens, { unit: 'subword' })).toHaveLength(3);
});

it('the stretches of a text are lines where white space stands between tokens, and what is nothing has none', () => {
  const tokens = tokenize('it is . and so\non <eos> no\n', 'whitespace');
  const how = { unit: 'word', tokens: 'whitespace' } as const;
  const joined = naturalStretches('sentence', tokens, how).map(([from, to]) => tokens.slice(from, to).join(' '));
  expect(joined[0]).toBe('it is .');
  for (const by of kinds) expect(naturalStretches(by, [], { unit: 'word' })).toEqual([]);
});

it.each([
  [[10, 10, 10, 1, 39], 10],
  [[10, 10, 10, 1, 40], 40],
  [[3, 3, 6], 3],
  [[2], 2],
  [[1, 1, 0], null],
])('of stretches of %j tokens as many are read of each as make most in all, and two at least: %j', (lengths, each) => {
  expect(naturalLength(lengths)).toBe(each);
});

const hashes = Array.from({ length: 4000 }, (_, document) => documentHash(`document ${document}`));

it('the places of segments follow from the hash of the document', () => {
  const [one = '', other = ''] = hashes;
  expect(segmentPlaces(one, 5000, 3, 256)).toEqual(segmentPlaces(one, 5000, 3, 256));
  expect(segmentPlaces(one, 5000, 3, 256)).not.toEqual(segmentPlaces(other, 5000, 3, 256));
});

it('the places of segments leave no two segments overlapping, and lie within the document', () => {
  for (const [document, hash] of hashes.entries()) {
    const [count, length] = [1 + (document % 5), 2 + (document % 37)];
    const tokens = count * length + (document % 211);
    const places = segmentPlaces(hash, tokens, count, length);
    expect(places).toHaveLength(count);
    const ends = [0, ...places.map((place) => place + length)];
    expect([...places, tokens].every((place, segment) => place >= (ends[segment] ?? 0))).toBe(true);
  }
});

it('the places of segments are those of the document cut up where nothing is left over, and are refused where they do not fit', () => {
  for (const hash of hashes.slice(0, 50)) expect(segmentPlaces(hash, 768, 3, 256)).toEqual([0, 256, 512]);
  expect(() => segmentPlaces('ab', 511, 2, 256)).toThrow(RangeError);
});

// Chi-squared of 20 classes: 19 degrees of freedom, above 43.8 one time in 1,000.
const [classes, limit] = [20, 43.8];
const unevenness = (shares: readonly number[]): number => {
  const counts = new Array<number>(classes).fill(0);
  for (const share of shares) counts[Math.floor(share * classes)] = (counts[Math.floor(share * classes)] ?? 0) + 1;
  const expected = shares.length / classes;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
};
/** Of three segments in each document, where in its part the one of this number begins, 0 to 1. */
const begun = (segment: number) =>
  hashes.map((hash) => ((segmentPlaces(hash, 3600, 3, 200)[segment] ?? 0) - 1200 * segment) / 1001);

it('the places of segments begin anywhere in their part of the document alike, and would be seen to lean', () => {
  for (const segment of [0, 1, 2]) expect(unevenness(begun(segment))).toBeLessThan(limit);
  expect(unevenness(begun(0).map((share) => share ** 1.2))).toBeGreaterThan(limit);
  expect(unevenness(begun(1).map((share) => 0.95 * share))).toBeGreaterThan(limit);
});

it('the places of segments of one document say nothing of each other', () => {
  const [one, other] = [begun(0), begun(1)];
  const covariance = one.reduce((sum, share, d) => sum + (share - 0.5) * ((other[d] ?? 0) - 0.5), 0) / one.length;
  // Of two even shares that are independent its standard deviation is 1 / (12 sqrt(n)).
  expect(Math.abs(covariance)).toBeLessThan(3.3 / (12 * Math.sqrt(one.length)));
});
