import { expect, test } from 'vitest';
import { claimAnchor, claimsOn, claimTitle, leadClaim } from '../../../../site/words/claims.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

test('each feature has its own claims, and none without evidence', () => {
  const { result, evidence } = madeEvidence('gru-2-layers');
  expect(evidence.claims.length).toBe(8);
  expect(claimsOn(result, { name: 'commas' }).map(({ feature }) => feature)).toEqual(Array(4).fill('commas'));
  expect(claimsOn({ evidence: null }, { name: 'commas' })).toEqual([]);
});

test('the claim that was chosen for its effect speaks for the feature, wherever it stands', () => {
  const { claim } = madeEvidence('lstm-dots');
  expect(leadClaim([claim(1), claim(3), claim(2)])).toBe(claim(2));
  expect(leadClaim([claim(3), claim(1)])).toBe(claim(3));
  expect(leadClaim([])).toBeUndefined();
});

test('a claim has an address and says in which direction it goes', () => {
  expect(claimAnchor(2, { neuron: 455 })).toBe('feature-2-neuron-455');
  expect(claimTitle({ component: 'output', sign: -1 })).toBe('output gate, lower at the feature');
});
