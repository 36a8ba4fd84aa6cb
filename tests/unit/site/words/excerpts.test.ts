import { expect, test } from 'vitest';
import { thresholdSentence } from '../../../../site/words/excerpts.ts';

const examples = { highest: [], lowest: [], quantiles: [], random: [] };

test('a line at the threshold: what it finds, what it leaves out, and of which others', () => {
  const shares = { threshold: -0.0764, sensitivity: 0.962, specificity: 0.881 };
  expect(thresholdSentence({ among: 'text' }, { ...examples, ...shares, precision: 0.84 })).toBe(
    'Underlined tokens carry the feature. A threshold of −0.0764, chosen on the discovery half, finds 96% of them and leaves out 88% of the others (white space not counted); 84% of the tokens that it finds carry the feature.',
  );
  expect(thresholdSentence({ among: 'words' }, { ...examples, ...shares, precision: null })).toMatch(
    /88% of the other words\.$/,
  );
  expect(thresholdSentence({ among: 'all' }, { ...examples, ...shares, precision: 1 })).toContain(
    '88% of the others; 100% of',
  );
});
