/**
 * Strings of n times a, then n times b, one a line, n from 1 to 20. From the first b on, all that is to come is certain to
 * whoever has counted (Weiss, Goldberg & Yahav 2018: LSTMs count, in single neurons of the cell).
 *
 * The least mean loss is that of n alone: ln 20 nats a line of 2 x 10.5 + 1 tokens, 0.1362 nats a token. With
 * n up to 12 two of seven trained networks shared the count out among neurons that each know a few values of it, and no
 * neuron alone was shown to count; with n up to 20 none of 24 did.
 */
import { generated } from './generate.ts';

/** Lines of the pairs are up to three times as long as those that are trained on. */
const usual = 20;
const stretches = [1, 2, 3];

/** After as many b's the line must end, and after one less it must not. */
const pairs = () =>
  stretches.flatMap((stretch) =>
    Array.from({ length: usual }, (_, index) => usual * (stretch - 1) + index + 1).flatMap((n) => {
      const length = `${usual * (stretch - 1) + 1} to ${usual * stretch}`;
      const line = (owed: number) => 'a'.repeat(n) + 'b'.repeat(n - owed);
      return [
        { text: line(0), right: '\n', wrong: 'b', length, owed: '0', n: String(n) },
        { text: line(1), right: 'b', wrong: '\n', length, owed: '1', n: String(n) },
      ];
    }),
  );

export const counter = generated({
  name: 'counter',
  about: 'lines of n times a, then n times b',
  seed: 0x636f756e,
  unit: 'character',
  longest: { usual, of: "a's of a line" },
  pairs,
  line: ({ below }, longest) => {
    const count = 1 + below(longest);
    return 'a'.repeat(count) + 'b'.repeat(count);
  },
});
