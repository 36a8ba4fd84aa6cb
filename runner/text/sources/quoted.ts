/**
 * Words of letters, some within quotation marks, where the letters that are rare elsewhere are frequent. No letter tells
 * alone which it is; whoever remembers the mark predicts the letters better, and the mark that is due.
 */
import type { Random } from '../../core/random.ts';
import { generated } from './generate.ts';
import { drawnMirrored } from './mirrored.ts';

const letters = ['a', 'b', 'c', 'd', 'e', 'f'];
const longestWord = 5;
/** Of the words: how likely one begins a quotation, or ends the one that is open. */
const turnShare = 0.3;

export const quoted = generated({
  name: 'quoted',
  about: 'words of letters that are others within quotation marks',
  seed: 0x71756f74,
  unit: 'character',
  longest: { usual: 12, of: 'words of a line' },
  line: (random, longest) => {
    const words: string[] = [];
    let inside = false;
    for (let index = 1; index <= longest; index++) {
      const opens: boolean = !inside && random.uniform() < turnShare;
      if (opens) inside = true;
      const own = word(random, inside);
      const closes: boolean = inside && (index === longest || random.uniform() < turnShare);
      if (closes) inside = false;
      words.push(`${opens ? '"' : ''}${own}${closes ? '"' : ''}`);
    }
    return words.join(' ');
  },
});

const word = (random: Random, inside: boolean): string =>
  Array.from({ length: 1 + random.below(longestWord) }, () => drawnMirrored(letters, random, inside)).join('');
