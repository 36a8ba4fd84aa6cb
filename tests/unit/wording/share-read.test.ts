import { expect, it } from 'vitest';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { shareRead } from '../../../runner/wording/share-read.ts';

const observation: Result['observation'] = {
  source: 'held-out',
  exposure: 'held out',
  documents: 128,
  segments: 256,
  loss: null,
  perplexity: null,
  tokens: 65_536,
};

it.each([
  [{ textTokens: 80_084 }, '82% of what is held out'],
  [{ textTokens: 1_310_720 }, '5% of what is held out'],
  [{ textTokens: 13_107_200 }, '0.5% of what is held out'],
  [{ textTokens: 65_536 }, 'all of what is held out'],
  [{ textTokens: 131_072, source: 'novel.txt' }, '50% of the file'],
  [{}, null],
])('of a text of %j is read: %s', (changes, words) => {
  expect(shareRead({ ...observation, ...changes })).toBe(words);
});
