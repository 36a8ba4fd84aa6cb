/**
 * Balanced brackets of two kinds (the Dyck language D2) with letters among them that say nothing: which bracket closes next is
 * told by the one that was opened last, so that a network must keep an order, and a count is not enough.
 */
import { generated } from './generate.ts';

const kinds = ['()', '[]'] as const;
const letters = ['x', 'y', 'z'];
const letterShare = 0.5;
/** Of the times that no bracket is open. */
const endShare = 0.2;

export const brackets2 = generated({
  name: 'brackets-2',
  about: 'balanced brackets of two kinds, up to six deep, with letters among them',
  seed: 0x64796b32,
  unit: 'character',
  longest: { usual: 6, of: 'brackets within each other' },
  line: ({ uniform, below }, longest) => {
    let text = '';
    for (const open: string[] = []; ; ) {
      if (uniform() < letterShare) text += letters[below(letters.length)];
      else if (open.length === 0 && text !== '' && uniform() < endShare) return text;
      else if (uniform() < open.length / longest) text += open.pop();
      else {
        const [opens = '', closes = ''] = kinds[below(kinds.length)] ?? '';
        text += opens;
        open.push(closes);
      }
    }
  },
});
