import { expect, test } from 'vitest';
import {
  allClaims,
  byVerdict,
  claimAnchor,
  claimsOn,
  claimTitle,
  lagNotes,
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

test('the claims of a result are its own, then those of the catalogue', () => {
  const { evidence, claim } = madeEvidence('gru-2-layers');
  const catalogue = { neurons: 2, features: 38, claims: [{ ...claim(0), feature: 'nouns' }] };
  expect(allClaims({ evidence: { ...evidence, catalogue } })).toEqual([...evidence.claims, ...catalogue.claims]);
  expect(allClaims({ evidence })).toEqual(evidence.claims);
  expect(allClaims({ evidence: null })).toEqual([]);
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

test('the gaps of a lag profile are told with their reason, and where its sign turns', () => {
  const profile = {
    lags: [-1, 0, 1, 2],
    gaps: [null, { code: 'decided there' as const }, null, null],
    opposite: [2],
  };
  expect(lagNotes(profile)).toEqual([
    'Gap at 0: The token read there decides the feature.',
    'Among equal tokens the sign is the opposite at +2.',
  ]);
  const lags = Array.from({ length: 9 }, (_, index) => index - 8);
  const few = (carriers: number) => ({
    code: 'few equal tokens' as const,
    occurrences: 20,
    carriers,
    others: 90,
    needed: 30,
  });
  const gaps = lags.map((lag) => (lag < -4 ? few(20 + lag) : null));
  expect(lagNotes({ lags, gaps, opposite: [-4, -3, -2, 0] })).toEqual([
    expect.stringMatching(/^Gap at −8 to −5; at −5: .*\b15\b/),
    'Among equal tokens the sign is the opposite at −4 to −2 and 0.',
  ]);
  const same = lagNotes({ lags, gaps: lags.map((lag) => (lag < -6 ? few(3) : null)), opposite: [-1] });
  expect(same).toEqual([
    expect.stringMatching(/^Gap at −8 and −7: /),
    'Among equal tokens the sign is the opposite at −1.',
  ]);
  expect(roleSentence({ role: null })).toBeNull();
  expect(roleSentence({ role: 'remembers' })).toMatch(/^It remembers the feature/);
});
