/**
 * Lines of the letters a and b, a colon, and the number of a's modulo 5: a state that goes round in a ring of five, where
 * that of `parity` has two.
 *
 * With n from 1 to 20 letters the least mean loss is 10.5 ln 2 + ln 20 = 10.27 nats a line of 13.5 tokens, .761 nats a token.
 */
import { generated } from './generate.ts';

const ring = 5;

export const modulo = generated({
  name: 'modulo',
  about: "lines of a's and b's, with the number of a's modulo 5",
  seed: 0x6d6f6435,
  unit: 'character',
  longest: { usual: 20, of: 'letters of a line' },
  line: ({ below }, longest) => {
    const letters = Array.from({ length: 1 + below(longest) }, () => (below(2) === 1 ? 'a' : 'b'));
    return `${letters.join('')}:${letters.filter((letter) => letter === 'a').length % ring}`;
  },
});
