import { expect, test } from 'vitest';
import { report } from '../../../../../site/browser/live/report.ts';

const typed = (...ids: (number | null)[]) => ids.map((id) => ({ token: 'x', id, known: id !== null && id !== 0 }));

test('what was read, written and unknown is counted', () => {
  expect(report({ tokens: typed(3), total: 1 }, 0, 500)).toBe('Read 1 token.');
  expect(report({ tokens: typed(3, 0, 0, 4), total: 4 }, 50, 500)).toBe(
    'Read 4 tokens and wrote 50. 2 unknown, read as <unk>.',
  );
  expect(report({ tokens: typed(3, null, 4), total: 3 }, 0, 500)).toBe('Read 2 tokens. 1 unknown, left out.');
});

test('what was read otherwise than it was typed is told', () => {
  const respelt = '’ read as straight apostrophes.';
  expect(report({ tokens: typed(3, 0), total: 2, respelt }, 0, 500)).toBe(
    'Read 2 tokens. ’ read as straight apostrophes. 1 unknown, read as <unk>.',
  );
});

test('the limit is told when it is reached', () => {
  expect(report({ tokens: typed(1, 2), total: 5 }, 0, 2)).toBe(
    'Read 2 tokens. The page holds 2 tokens at most; your text has 5, and the rest was left out.',
  );
  expect(report({ tokens: typed(1), total: 1 }, 1, 2)).toBe(
    'Read 1 token and wrote 1. The page holds 2 tokens at most.',
  );
});

test('a reading that takes long says how long', () => {
  expect(report({ tokens: typed(1, 2), total: 2 }, 0, 9, 0.49)).toBe('Read 2 tokens.');
  expect(report({ tokens: typed(1, 2), total: 2 }, 0, 9, 1.94)).toBe('Read 2 tokens in 1.9 s.');
});
