import { expect, test } from 'vitest';
import { featureVerdicts } from '../../../../site/words/page-features.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

/** A result with the same claim on each of these features, at the given verdicts. */
function tested(levels: Record<string, 'used' | 'remembers' | 'not confirmed' | null>) {
  const { result, evidence, claim } = madeEvidence('lstm-dots');
  const [feature] = result.features;
  if (feature === undefined) throw new Error('no feature');
  const claims = Object.entries(levels).flatMap(([name, level]) =>
    level === null ? [] : [{ ...claim(0), feature: name, lead: true, verdict: { ...claim(0).verdict, level } }],
  );
  return {
    features: Object.keys(levels).map((name) => ({ ...feature, name })),
    evidence: { ...evidence, claims },
    manifest: result.manifest,
  };
}

test('each feature has its own verdict, the furthest first; of many three are shown', () => {
  const { shown, more } = featureVerdicts(
    tested({ a: 'not confirmed', b: 'used', c: null, d: 'remembers', e: 'not confirmed', f: 'not confirmed' }),
  );
  expect(shown.map(({ name, lead }) => [name, lead.verdict.level])).toEqual([
    ['b', 'used'],
    ['d', 'remembers'],
    ['a', 'not confirmed'],
  ]);
  expect(more).toBe(2);
});

test('where nothing was tested there is no line', () => {
  expect(featureVerdicts({ ...tested({ a: null }), evidence: null })).toEqual({ shown: [], more: 0 });
});
