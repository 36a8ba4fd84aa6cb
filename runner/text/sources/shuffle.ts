/**
 * Two kinds of brackets, each balanced by itself and mixed with the other: ([)]. Two counts are kept at once, neither of
 * which says anything of the other (the shuffle of two Dyck languages, Suzgun et al. 2019).
 */
import { generated } from './generate.ts';

const kinds = ['()', '[]'] as const;
/** Of the times that nothing is open. */
const endShare = 0.2;

export const shuffled = generated({
  name: 'shuffle',
  about: 'brackets of two kinds, each balanced by itself, up to four open of each',
  seed: 0x73687566,
  unit: 'character',
  longest: { usual: 4, of: 'brackets of a kind that are open at once' },
  line: ({ uniform, below }, longest) => {
    const open = [0, 0];
    let text = '';
    while (text === '' || open.some((count) => count > 0) || uniform() >= endShare) {
      const kind = below(kinds.length);
      const [opens = '', closes = ''] = kinds[kind] ?? '';
      const count = open[kind] ?? 0;
      const isClosing = uniform() < count / longest;
      text += isClosing ? closes : opens;
      open[kind] = count + (isClosing ? -1 : 1);
    }
    return text;
  },
});
