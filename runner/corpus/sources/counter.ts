/**
 * Strings of n times a, then n times b, one a line, n from 1 to 20. From the first b on, all that is to come is certain to
 * whoever has counted (Weiss, Goldberg & Yahav 2018: LSTMs count, in single neurons of the cell).
 *
 * The least mean loss is that of n alone: ln 20 nats a line of 2 x 10.5 + 1 tokens, 0.1362 nats a token. With
 * n up to 12 two of seven trained networks shared the count out among neurons that each know a few values of it, and no
 * neuron alone was shown to count; with n up to 20 none of 24 did.
 */
import { generated } from './generate.ts';

export const counter = generated({
  name: 'counter',
  about: 'lines of n times a, then n times b',
  seed: 0x636f756e,
  unit: 'character',
  longest: { usual: 20, of: "a's of a line" },
  line: ({ below }, longest) => {
    const count = 1 + below(longest);
    return 'a'.repeat(count) + 'b'.repeat(count);
  },
});
