import { expect, test } from 'vitest';
import { thresholdSentence } from '../../../../site/words/excerpts.ts';

const examples = { highest: [], lowest: [], quantiles: [], random: [] };

test('a line at the threshold: what it finds, what it leaves out, and of which others', () => {
  const shares = { threshold: -0.0764, sensitivity: 0.962, specificity: 0.881 };
  const told = (among: 'text' | 'words' | 'all', precision: number | null) =>
    thresholdSentence({ among }, { ...examples, ...shares, precision });
  expect([told('text', 0.84), told('words', null), told('all', 1)]).toMatchSnapshot();
});
