/**
 * Balanced brackets of one kind (the Dyck language D1) with letters among them that say nothing. How likely the next
 * bracket closes is the depth's share of the greatest depth, so that a network must tell each depth from the next to predict
 * well, and no two of them alone (as with a limit that is only felt when it is reached).
 */
import { generated } from './generate.ts';

const letters = ['x', 'y', 'z'];
const letterShare = 0.5;
/** Of the times that no bracket is open. */
const endShare = 0.2;

export const brackets = generated({
  name: 'brackets',
  about: 'balanced brackets up to six deep, with letters among them',
  seed: 0x64796b31,
  unit: 'character',
  longest: { usual: 6, of: 'brackets within each other' },
  line: ({ uniform, below }, longest) => {
    let text = '';
    for (let depth = 0; ; ) {
      if (uniform() < letterShare) text += letters[below(letters.length)];
      else if (depth === 0 && text !== '' && uniform() < endShare) return text;
      else if (uniform() < depth / longest) {
        text += ')';
        depth--;
      } else {
        text += '(';
        depth++;
      }
    }
  },
});
