import { expect, test } from 'vitest';
import type { Claim, Evidence } from '../../../../runner/experiment/results/evidence-schema.ts';
import { allClaims } from '../../../../site/words/claims.ts';
import { testedSentence } from '../../../../site/words/features/tested.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { cases } from '../../../fixtures/results/cases.ts';

const evidence = buildResult(cases[0] as (typeof cases)[number]).result.evidence as Evidence;
const [known] = evidence.claims;
if (known === undefined) throw new Error('the case has no claim');
const claim = (feature: string, neuron: number, level: Claim['verdict']['level']): Claim => ({
  ...known,
  ...{ feature, neuron, verdict: { level } },
});
const nouns = [claim('nouns', 7, 'marks'), claim('nouns', 9, 'not confirmed')];
const tested: Evidence = {
  ...evidence,
  catalogue: { neurons: 2, features: 38, claims: [...nouns, claim('verbs', 3, 'marks')] },
};

test('what was not tested says so, and of the catalogue that no neuron was more than chance', () => {
  expect(testedSentence(null, 'nouns', [])).toMatch(/^Not tested as a claim: /);
  expect(testedSentence(evidence, 'nouns', [])).toMatch(/^Not tested as a claim: /);
  expect(testedSentence(tested, 'commas', [])).toBe(
    'Tested: no neuron tells it by more than chance, over all features of the catalogue.',
  );
});

test('each neuron that was tested stands with its verdict, and for how many claims they were corrected', () => {
  const said = testedSentence(tested, 'nouns', nouns);
  expect(said).toContain('neuron 7 learned to mark the token; neuron 9 not confirmed.');
  expect(said).toContain('Corrected for all 3 claims on 38 features of the catalogue');
  // The experiment's own are corrected for among themselves.
  expect(testedSentence(tested, known.feature, [known])).not.toContain('catalogue');
});

test('the claims of a result are its own, then those of the catalogue', () => {
  expect(allClaims({ evidence: tested })).toEqual([...evidence.claims, ...(tested.catalogue?.claims ?? [])]);
  expect(allClaims({ evidence })).toEqual(evidence.claims);
  expect(allClaims({ evidence: null })).toEqual([]);
});
