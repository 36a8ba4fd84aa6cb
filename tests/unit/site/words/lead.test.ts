import { expect, test } from 'vitest';
import { claimsOn, leadClaim } from '../../../../site/words/claims.ts';
import { leadNeuron } from '../../../../site/words/lead.ts';
import { firstNeuron } from '../../../../site/words/ranking.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { result } = madeEvidence('lstm-dots');
const feature = result.features[0] ?? expect.fail('no feature');
const lead = leadClaim(claimsOn(result, feature)) ?? expect.fail('no claim');
const windows = (...numbers: number[][]) =>
  numbers.map((group) => ({
    first: group[0] ?? 0,
    last: group.at(-1) ?? 0,
    neurons: group.map((neuron, index) => ({
      neuron,
      role: index === 1 ? ('detected' as const) : ('neighbour' as const),
      rank: null,
      score: null,
    })),
  }));

test('the neuron of the leading claim leads, whatever ranks first by relevance', () => {
  const ranked = { ...feature, windows: windows([7, 8, 9]) };
  expect(firstNeuron(ranked)).toBe(8);
  expect(leadNeuron(result, ranked)).toBe(lead.neuron);
});

test('the ranking leads where nothing was tested, where it is one of rhythms, or where another component was claimed', () => {
  const ranked = { ...feature, windows: windows([7, 8, 9]) };
  expect(leadNeuron({ ...result, evidence: null }, ranked)).toBe(8);
  expect(leadNeuron({ ...result, detection: { ...result.detection, by: 'fourier' } }, ranked)).toBe(8);
  expect(leadNeuron({ ...result, record: { ...result.record, component: 'hidden' } }, ranked)).toBe(8);
});
