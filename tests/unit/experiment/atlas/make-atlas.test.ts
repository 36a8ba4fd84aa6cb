import { expect, it } from 'vitest';
import { roomFor } from '../../../../runner/experiment/atlas/make-atlas.ts';

const lstm = (units: number, embedding: number, vocabulary: number) =>
  ({ cell: 'lstm', layers: 1, units, embedding, vocabulary }) as const;

it('asks of small networks about many places, of large ones about two, with the last 60 tokens of each', () => {
  expect(roomFor(lstm(64, 32, 200))).toEqual({ count: 24, tokens: 60 });
  // As large as models/stories-lstm.
  expect(roomFor(lstm(672, 300, 4843))).toEqual({ count: 2, tokens: 60 });
});

it('of a network for which two places take longer it replaces fewer tokens, and never fewer than 16', () => {
  const wide = roomFor({ cell: 'rnn', layers: 1, units: 3072, embedding: 32, vocabulary: 206 });
  expect(wide.count).toBe(2);
  // Eight readings from each token to the last, of about as many multiplications and additions as weights.
  const weights = 3072 ** 2 + 3072 * 32;
  const cost = (tokens: number) => wide.count * 8 * ((tokens * (tokens + 1)) / 2) * 2 * weights;
  expect(cost(wide.tokens)).toBeLessThan(2.6e11);
  expect(cost(wide.tokens + 2)).toBeGreaterThan(2.5e11);
  expect(roomFor(lstm(8192, 1024, 50_000))).toEqual({ count: 2, tokens: 16 });
});
