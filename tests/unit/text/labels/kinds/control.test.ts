import { describe, expect, it } from 'vitest';
import { decidedByToken, type Feature, featureSchema } from '../../../../../runner/text/labels/features.ts';
import { markHash, markRuns } from '../../../../../runner/text/labels/kinds/control.ts';

/** Tokens of a made text: letters drawn by a generator of its own (Lehmer 1951). */
function letters(count: number, alphabet: string, seed: number): string[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return alphabet[state % alphabet.length] ?? '';
  });
}

const share = (marks: Uint8Array): number => marks.reduce((sum, mark) => sum + mark, 0) / marks.length;

/** Lengths of the runs of equal marks. */
const runLengths = (marks: Uint8Array): number[] => (marks.join('').match(/0+|1+/g) ?? []).map(({ length }) => length);

describe('random runs', () => {
  const tokens = letters(60_000, 'abc', 1);

  it('have the mean length, and cover half of the text', () => {
    for (const meanLength of [1, 5, 20]) {
      const marks = markRuns(meanLength, 0, tokens);
      const lengths = runLengths(marks);
      const mean = tokens.length / lengths.length;
      // Geometric lengths: standard deviation below the mean, so four standard errors.
      expect(Math.abs(mean - meanLength)).toBeLessThanOrEqual((4 * meanLength) / Math.sqrt(lengths.length));
      expect(Math.abs(share(marks) - 0.5)).toBeLessThan(4 * Math.sqrt(meanLength / tokens.length));
    }
  });

  it('are the same for the same document and seed, and other ones for others', () => {
    const document = tokens.slice(0, 200);
    const marks = markRuns(5, 0, document).join('');
    expect(markRuns(5, 0, [...document]).join('')).toBe(marks);
    expect(markRuns(5, 1, document).join('')).not.toBe(marks);
    expect(markRuns(5, 0, tokens.slice(200, 400)).join('')).not.toBe(marks);
  });
});

it('hashed labels depend on the last n tokens and on nothing else', () => {
  const tokens = letters(4000, 'abcd', 2);
  for (const n of [1, 2, 3]) {
    const marks = markHash(n, 0, tokens);
    const known = new Map<string, number | undefined>();
    tokens.forEach((_, position) => {
      if (position < n - 1) return;
      const sequence = tokens.slice(position - n + 1, position + 1).join(' ');
      if (known.has(sequence)) expect(marks[position]).toBe(known.get(sequence));
      known.set(sequence, marks[position]);
    });
    expect(known.size).toBe(4 ** n);
  }
});

it('hashed labels tell nothing of shorter sequences: each token carries both labels', () => {
  const tokens = letters(4000, 'abcd', 3);
  const marks = markHash(3, 0, tokens);
  for (const letter of 'abcd') {
    const own = marks.filter((_, position) => tokens[position] === letter);
    expect(share(own)).toBeGreaterThan(0.1);
    expect(share(own)).toBeLessThan(0.9);
  }
});

it('hashed labels mark half of the sequences, each seed other ones', () => {
  const tokens = letters(20_000, 'abcdefghijklmnopqrstuvwxyz', 4);
  const [one, other] = [markHash(3, 0, tokens), markHash(3, 1, tokens)];
  expect(Math.abs(share(one) - 0.5)).toBeLessThan(4 / Math.sqrt(4 * 17_000));
  const agreement = share(one.map((mark, position) => Number(mark === other[position])));
  expect(Math.abs(agreement - 0.5)).toBeLessThan(4 / Math.sqrt(4 * 17_000));
});

it('hashed labels tell tokens apart by where they end', () => {
  const marks = (tokens: string[]) => [0, 1, 2, 3, 4, 5, 6, 7].map((seed) => markHash(2, seed, tokens).at(-1)).join('');
  expect(marks(['ab', 'c'])).not.toBe(marks(['a', 'bc']));
});

it.each([
  [{ control: 'runs' }, { control: 'runs', meanLength: 20, n: 3, seed: 0 }, false],
  [{ control: 'hash', seed: 2 }, { control: 'hash', meanLength: 20, n: 3, seed: 2 }, false],
  [{ control: 'hash', n: 1 }, { control: 'hash', meanLength: 20, n: 1, seed: 0 }, true],
])('a control has its defaults, and is decided by its token alone if at all: %j', (written, read, decided) => {
  const feature = featureSchema.parse({ name: 'c', ...written });
  expect(feature).toStrictEqual({ name: 'c', ...read });
  expect(decidedByToken(feature as Feature, 'character')).toBe(decided);
});
