import { expect, test } from 'vitest';
import {
  byVerdict,
  claimAnchor,
  claimsOn,
  claimTitle,
  leadClaim,
  roleSentence,
} from '../../../../site/words/claims.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

test('each feature has its own claims, and none without evidence', () => {
  const { result, evidence } = madeEvidence('gru-2-layers');
  expect(evidence.claims.length).toBe(8);
  expect(claimsOn(result, { name: 'commas' }).map(({ feature }) => feature)).toEqual(Array(4).fill('commas'));
  expect(claimsOn({ evidence: null }, { name: 'commas' })).toEqual([]);
});

test('the claim that leads speaks for the feature, wherever it stands', () => {
  const { claim } = madeEvidence('lstm-dots');
  expect(leadClaim([claim(1), claim(0), claim(2)])).toBe(claim(0));
  expect(leadClaim([claim(3), claim(1)])).toBe(claim(3));
  expect(leadClaim([])).toBeUndefined();
});

test('the highest verdict comes first, then the largest effect, and no claim last', () => {
  const { claim } = madeEvidence('lstm-dots');
  const larger = structuredClone(claim(2));
  if (larger.effect) larger.effect.localAuc = 0.9;
  const sorted = [undefined, claim(2), claim(1), larger, claim(0)].sort(byVerdict);
  // JavaScript puts undefined last whatever the comparison says, so it is compared by itself too.
  expect(sorted).toEqual([claim(0), claim(1), larger, claim(2), undefined]);
  expect(byVerdict(undefined, claim(2))).toBeGreaterThan(0);
});

test('a claim has an address, says in which direction it goes and among which tokens', () => {
  expect(claimAnchor(2, { neuron: 455 })).toBe('feature-2-neuron-455');
  expect(claimTitle({ component: 'output', sign: -1, among: 'all' })).toBe('output gate, lower at the feature');
  expect(claimTitle({ component: 'hidden', sign: 1, among: 'words' })).toBe(
    'hidden state, higher at the feature, among words',
  );
});

test('when a neuron reacts is told only where that was shown', () => {
  expect(roleSentence({ role: null })).toBeNull();
  expect(roleSentence({ role: 'remembers' })).toMatch(/^It remembers the feature/);
});
