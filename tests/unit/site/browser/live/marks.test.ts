import { describe, expect, it, test } from 'vitest';
import { toldIn } from '../../../../../site/browser/live/marks.ts';
import { isTagged, liveMarks } from '../../../../../site/data/live-marks.ts';
import type { LiveMarks } from '../../../../../site/words/script-data.ts';
import { result } from '../../../cli/terminal/result.ts';

const named = { name: 'it', description: 'it' };

describe('the tokens of a text of one’s own', () => {
  const words = ['"', 'Go', '!', '"', ' ', 'he', ' ', 'said'];
  const read = words.map((_, place) => ({ components: { 'hidden.1': Float32Array.of(place) } }));
  const told = (marks: LiveMarks) => toldIn(marks, words, read, 'hidden.1');

  it('carry a feature by a pattern of the whole token, or by what they stand inside', () => {
    expect(told({ ...named, among: 'all', match: '[.?!]' })).toMatchObject({ carriers: [2], others: 7 });
    expect(told({ ...named, among: 'all', nesting: 'quotes', depth: 1 })).toMatchObject({
      carriers: [1, 2],
      others: 6,
    });
  });

  it('are compared within the class of the feature', () => {
    expect(told({ ...named, among: 'text', nesting: 'quotes', depth: 1 })).toMatchObject({
      carriers: [1, 2],
      others: 4,
    });
    expect(told({ ...named, among: 'words', match: 'he|Go' })).toMatchObject({ carriers: [1, 5], others: 1 });
  });

  it('carry nothing where the pattern cannot be matched', () => {
    expect(told({ ...named, among: 'all', match: '(' })).toBeNull();
  });
});

describe('how well a neuron tells carriers', () => {
  const read = [
    [1, 0.5],
    [9, 0.5],
    [2, 0.1],
    [3, 0.9],
  ].map((values) => ({
    components: { 'hidden.1': Float32Array.from(values) },
  }));
  const effects = (match: string, among: LiveMarks['among'] = 'words') =>
    toldIn({ ...named, among, match }, ['a', '.', 'b', 'c'], read, 'hidden.1')?.effects;

  it('is the share of pairs in which the carrier is higher, within the class', () => {
    // The second token is of another class. Of the pairs (3, 1) and (3, 2) all are higher; of (.9, .5), (.9, .1) too.
    expect(effects('c')).toEqual([1, 1]);
    // (2, 1), (2, 9), (2, 3): one of three; (.1, .5), (.1, .5), (.1, .9): none.
    const [first, second] = effects('b', 'all') ?? [];
    expect(first).toBeCloseTo(1 / 3, 12);
    expect(second).toBe(0);
  });

  it('cannot be told where all of them carry it', () => {
    expect(effects('.', 'all')?.every(Number.isNaN)).toBe(true);
  });
});

describe('whether a page can find a feature', () => {
  const of = (feature: object) =>
    liveMarks({ evidence: null, manifest: { features: [feature] } as never }, { name: 'f', description: 'd' });

  it('is asked of its kind: patterns and what stands inside marks, and no number', () => {
    expect(of({ name: 'f', match: '!' })).toEqual({ name: 'f', description: 'd', among: 'all', match: '!' });
    expect(of({ name: 'f', match: '!', among: 'text' })?.among).toBe('text');
    expect(of({ name: 'f', nesting: 'quotes', depth: 2 })).toMatchObject({
      among: 'text',
      nesting: 'quotes',
      depth: 2,
    });
    expect(of({ name: 'f', nesting: 'quotes', depth: 0, number: true })).toBeNull();
    expect(of({ name: 'f', partOfSpeech: ['NN'], context: true })).toBeNull();
    expect(of({ name: 'another', match: '!' })).toBeNull();
  });
});

test('a feature is marked by a tagger where the manifest, or else the catalogue, asks for tags', () => {
  const own = result();
  const asked = (features: unknown[], name: string) =>
    isTagged({ ...own, manifest: { ...own.manifest, features: features as typeof own.manifest.features } }, name);
  expect(['past tense', 'nouns', 'comma', 'nobody'].map((name) => asked([], name))).toEqual([true, true, false, false]);
  expect(asked([{ name: 'nouns', words: ['a'] }], 'nouns')).toBe(false);
  expect(asked([{ name: 'x', partOfSpeech: ['NN'], context: true }], 'x')).toBe(true);
});
