import { expect, test } from 'vitest';
import { openSources } from '../../../../runner/text/sources/index.ts';
import { inOrder, isMade, variedBy } from '../../../../site/words/gallery-entry.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

test('what holds furthest comes first, of equal ones the largest effect, then what was not tested, then made languages', () => {
  const { result, evidence } = madeEvidence('lstm-dots');
  type Claims = typeof evidence.claims;
  const own = (id: string, level: Claims[number]['verdict']['level'] | null, localAuc = 0.6, credit = 'a book') => ({
    id,
    result: {
      ...result,
      title: id,
      corpus: { ...result.corpus, sources: [{ name: 'a', credit }] },
      evidence: level && {
        ...evidence,
        claims: evidence.claims.map((claim) => ({
          ...claim,
          verdict: { ...claim.verdict, level },
          effect: claim.effect && { ...claim.effect, localAuc },
        })),
      },
    } as typeof result,
  });
  const all = [
    own('made', 'replicated', 1, 'Generated: by a rule'),
    own('untested', null),
    own('small', 'used', 0.7),
    own('large', 'used', 0.1),
    own('large too', 'used', 0.1),
    own('further', 'replicated', 0.6),
  ];
  expect(inOrder(all).map(({ id }) => id)).toEqual(['further', 'large', 'large too', 'small', 'untested', 'made']);
});

test('a variant asks the same network for the same in another component, and is named after the first', () => {
  const { result } = madeEvidence('lstm-dots');
  const own = (id: string, component: string, hash = 'f'.repeat(64)) => ({
    id,
    result: {
      ...result,
      record: { ...result.record, component },
      provenance: { ...result.provenance, trainingHash: hash },
    } as typeof result,
  });
  const all = [own('dots', 'output'), ...['dots-cell', 'other-cell'].map((id) => own(id, 'cell'))];
  all.push(own('dots-hidden', 'hidden', '0'.repeat(64)));
  expect(all.map((each) => variedBy(each, all)?.id ?? null)).toEqual([null, 'dots', null, null]);
});

test('a language that a rule makes is known by its credit', async () => {
  const { result } = madeEvidence('lstm-dots');
  const of = (...sources: { name: string; credit: string | null }[]) =>
    isMade({ ...result, corpus: { ...result.corpus, sources } });
  const languages = await openSources(['agreement', 'brackets', 'counter', 'quoted'], { cwd: '.' });
  const [book] = await openSources(['alice'], { cwd: '.' });
  for (const { name, credit } of languages) expect(of({ name, credit })).toBe(true);
  const [made] = languages;
  if (made === undefined || book === undefined) throw new Error('both come with the program');
  const mixed = [made, book].map(({ name, credit }) => ({ name, credit }));
  expect([of({ name: 'a.txt', credit: null }), of(...mixed), of()]).toEqual([false, false, false]);
});
