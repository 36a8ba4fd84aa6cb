import { expect, it } from 'vitest';
import { readResult } from '../../../../../runner/experiment/results/read.ts';
import { fallsSentence } from '../../../../../runner/words/falls.ts';
import { factsOf } from '../../../../../site/words/write-up/facts.ts';

const result = await readResult('public/results/agreement');
const { claims, falls, auc, correlation, verdict } = factsOf(result)({ file: 'a.mdx', tag: '{...}' });

it('a claim that an author names is told in words as it is, with what it need not have', () => {
  const { evidence } = result;
  const all = evidence?.claims ?? [];
  const place = all.filter(({ feature }) => feature === 'subject is plural').findIndex((claim) => claim.falls);
  const own = all.filter(({ feature }) => feature === 'subject is plural')[place];
  const asked = claims('subject is plural')[place];
  if (!own?.falls || own.rungs.used.measured === null || asked === undefined) throw new Error('no such claim');
  // An author is told of a mistake; the program's words ask for what only numbers have.
  expect(() => (asked.says as Record<string, unknown>).numbers).toThrow('has no "numbers"');
  expect(falls(asked)).toBe(fallsSentence(own.falls, own.rungs.used.measured.flip, own.says));
  expect(auc(asked)).toBe(own.effect?.localAuc);
  expect(correlation(asked)).toBeNull();
  expect(verdict(asked)).toMatch(/\w/);
});
