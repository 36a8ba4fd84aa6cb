import { expect, test } from 'vitest';
import { overPattern } from '../../../../../site/words/atlas/search.ts';
import { toldOfTokens } from '../../../../../site/words/atlas/table.ts';

const file = { path: 'a', bytes: 1 };
const search = {
  among: 'text' as const,
  segments: [10],
  tokens: 35_584,
  ranked: 31_387,
  least: 5,
  text: file,
  shards: [{ ...file, first: 0, count: 1 }],
};

test('what a search is over is said with its numbers, and what takes no part', () => {
  const said = overPattern({ search }, 226);
  expect(said).toContain('226 matching tokens');
  expect(said).toContain('among 35,584 tokens that are not white space');
  expect(said).toContain('fewer than 5 times');
  expect(overPattern({ search: { ...search, ranked: 35_584, among: 'all' } }, 2)).not.toMatch(/fewer|white space/);
});

test('a row about a pattern says nothing where nothing was compared', () => {
  const [first, second] = toldOfTokens('a|b', [0.75, Number.NaN]);
  expect(first).toMatchObject({ feature: { name: 'a|b', untrained: null }, effect: 0.75, beyond: null });
  expect(second).toBeNull();
});
