/**
 * Words, among which one of eight opens a mode and one of eight others closes it; within the mode, words that are rare
 * elsewhere are frequent. No mark tells where the mode is: what opened it must be known as one of a class, and remembered.
 */
import { generated, type Language } from './generate.ts';
import { drawnMirrored } from './mirrored.ts';

export const openers = ['begin', 'start', 'enter', 'open', 'dawn', 'rise', 'sow', 'wake'] as const;
export const closers = ['cease', 'stop', 'leave', 'shut', 'dusk', 'fall', 'reap', 'sleep'] as const;
const words = ['bread', 'river', 'stone', 'cloud', 'lamp', 'horse'] as const;
/** Of the words: how likely one opens the mode, or closes it where it is open. */
const turnShare = 0.12;

const line: Language['line'] = (random, longest) => {
  const { uniform, below } = random;
  const text: string[] = [];
  let within = false;
  for (let index = 0; index < longest; index++) {
    if (uniform() < turnShare) {
      const turns = within ? closers : openers;
      text.push(turns[below(turns.length)] ?? '');
      within = !within;
      continue;
    }
    text.push(drawnMirrored(words, random, within));
  }
  return text.join(' ');
};

export const mode = generated({
  name: 'mode',
  about: 'words that are others after one of eight words, until one of eight others',
  seed: 0x6d6f6465,
  unit: 'word',
  longest: { usual: 24, of: 'words of a line' },
  line,
});
