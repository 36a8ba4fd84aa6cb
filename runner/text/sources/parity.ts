/**
 * Lines of zeros and ones, a colon, and whether there were as many ones as make an odd number (o) or an even one (e). Whoever
 * predicts the letter keeps one bit that every one turns over: the smallest memory without end, which no bounded stretch of
 * the text can stand for.
 *
 * With n from 1 to 20 bits the least mean loss is 10.5 ln 2 + ln 20 = 10.27 nats a line of 13.5 tokens, .761 nats a token.
 */
import { generated } from './generate.ts';

export const parity = generated({
  name: 'parity',
  about: 'lines of zeros and ones, with a letter that says whether the ones are odd or even in number',
  seed: 0x70617269,
  unit: 'character',
  longest: { usual: 20, of: 'zeros and ones of a line' },
  line: ({ below }, longest) => {
    const bits = Array.from({ length: 1 + below(longest) }, () => below(2));
    const ones = bits.reduce((sum, bit) => sum + bit, 0);
    return `${bits.join('')}:${ones % 2 === 1 ? 'o' : 'e'}`;
  },
});
