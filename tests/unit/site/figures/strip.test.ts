import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joined, type Strip } from '../../../../site/figures/strip.ts';

const strip = (more: Partial<Strip> = {}): Strip => ({
  tokens: ['a', 'b', 'c', 'd', 'e'],
  coordinates: [0.1, 0.11, 0.12, 0.4, 0.4],
  carriers: [],
  unknown: [],
  cut: 'character',
  ...more,
});

test('neighbours of one colour become one element, and what is marked stays by itself', () => {
  expect(joined(strip())).toMatchObject({ tokens: ['abc', 'de'], coordinates: [0.1, 0.4] });
  const marked = { carriers: [1], unknown: [4] };
  expect(joined(strip(marked))).toEqual({ ...strip(marked), coordinates: [0.1, 0.1, 0.1, 0.4, 0.4] });
});

test('tokens with a space between them, and such as are shown by their code points, stay apart', () => {
  expect(joined(strip({ cut: 'whitespace' })).tokens).toHaveLength(5);
  expect(joined(strip({ tokens: ['a', '\u202e', 'c', 'd', 'e'] })).tokens).toEqual(['a', '\u202e', 'c', 'de']);
});

test('no token is lost, and no colour moves further than the eye sees', () => {
  const token = fc.constantFrom('a', ' ', 'the', '\u202e', '<b>');
  fc.assert(
    fc.property(fc.array(fc.tuple(token, fc.double({ min: -1, max: 1, noNaN: true }), fc.boolean())), (given) => {
      const carriers = given.flatMap(([, , carries], position) => (carries ? [position] : []));
      const own = strip({ tokens: given.map(([each]) => each), coordinates: given.map(([, each]) => each), carriers });
      const short = joined(own);
      expect(short.tokens.join('')).toBe(own.tokens.join(''));
      expect(short.carriers.map((place) => short.tokens[place])).toEqual(carriers.map((place) => own.tokens[place]));
      // Character by character, the colour that it is drawn in.
      const drawn = (of: Strip) =>
        of.tokens.flatMap((each, place) => Array.from(each, () => Number(of.coordinates[place])));
      const [was, is] = [drawn(own), drawn(short)];
      const moved = was.map((value, place) => Math.abs((is[place] ?? 9) - value));
      expect(Math.max(0, ...moved)).toBeLessThanOrEqual(0.025 + 1e-12);
    }),
    { seed: 7 },
  );
});
