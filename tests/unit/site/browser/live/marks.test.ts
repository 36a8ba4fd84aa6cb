import { describe, expect, it, test } from 'vitest';
import { toldIn } from '../../../../../site/browser/live/marks.ts';
import { isTagged, liveMarks } from '../../../../../site/data/live-marks.ts';
import type { LiveMarks } from '../../../../../site/words/script-data.ts';
import { result } from '../../../cli/terminal/result.ts';

const named = { name: 'it', description: 'it' };

/** A neuron a column. */
const reading = (rows: number[][]) => rows.map((row) => Float32Array.from(row));

describe('the tokens of a text of one’s own', () => {
  const words = ['"', 'Go', '!', '"', ' ', 'he', ' ', 'said'];
  const read = reading(words.map((_, place) => [place]));
  const quotes = { nesting: 'quotes', depth: 1 } as const;

  it.each([
    ['a pattern of the whole token', { among: 'all', match: '[.?!]' }, [2], 7],
    ['what they stand inside', { among: 'all', ...quotes }, [1, 2], 6],
    ['that, compared within the text', { among: 'text', ...quotes }, [1, 2], 4],
    ['a pattern, compared within words', { among: 'words', match: 'he|Go' }, [1, 5], 1],
  ] as const)('carry a feature by %s', (_, marks, carriers, others) => {
    expect(toldIn({ ...named, ...marks }, words, read)).toMatchObject({ carriers, others });
  });

  it('carry nothing where the pattern cannot be matched', () => {
    expect(toldIn({ ...named, among: 'all', match: '(' }, words, read)).toBeNull();
  });
});

describe('how well a neuron tells carriers', () => {
  const read = reading([1, 9, 2, 3].map((value, place) => [value, [0.5, 0.5, 0.1, 0.9][place] ?? 0]));
  const effects = (match: string, among: LiveMarks['among'] = 'words') =>
    toldIn({ ...named, among, match }, ['a', '.', 'b', 'c'], read)?.effects;

  it('is the share of pairs in which the carrier is higher, within the class', () => {
    // The second token is of another class. Of the pairs (3, 1) and (3, 2) all are higher; of (.9, .5), (.9, .1) too.
    expect(effects('c')).toEqual([1, 1]);
    // (2, 1), (2, 9), (2, 3): one of three; (.1, .5), (.1, .5), (.1, .9): none.
    expect(effects('b', 'all')).toEqual([expect.closeTo(1 / 3, 12), 0]);
  });

  it('cannot be told where all of them carry it', () => {
    expect(effects('.', 'all')?.every(Number.isNaN)).toBe(true);
  });
});

const nested = { name: 'f', nesting: 'quotes', depth: 2 };
it.each([
  [
    { name: 'f', match: '!' },
    { name: 'f', description: 'd', among: 'all', match: '!' },
  ],
  [
    { name: 'f', match: '!', among: 'text' },
    { name: 'f', description: 'd', among: 'text', match: '!' },
  ],
  [nested, { name: 'f', description: 'd', among: 'text', nesting: 'quotes', depth: 2 }],
  [{ ...nested, number: true }, null],
  [{ name: 'f', partOfSpeech: ['NN'], context: true }, null],
  [{ name: 'another', match: '!' }, null],
])(
  'a page can find a feature by its kind, patterns and what stands inside marks, and no number: %j',
  (feature, marks) => {
    const manifest = { features: [feature] } as never;
    expect(liveMarks({ evidence: null, manifest }, { name: 'f', description: 'd' })).toEqual(marks);
  },
);

test('a feature is marked by a tagger where the manifest, or else the catalogue, asks for tags', () => {
  const own = result();
  const asked = (features: unknown[], name: string) =>
    isTagged({ ...own, manifest: { ...own.manifest, features: features as typeof own.manifest.features } }, name);
  expect(['past tense', 'nouns', 'comma', 'nobody'].map((name) => asked([], name))).toEqual([true, true, false, false]);
  expect(asked([{ name: 'nouns', words: ['a'] }], 'nouns')).toBe(false);
  expect(asked([{ name: 'x', partOfSpeech: ['NN'], context: true }], 'x')).toBe(true);
});
