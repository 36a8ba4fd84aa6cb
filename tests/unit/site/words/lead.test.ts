import { expect, test } from 'vitest';
import { claimsOn, leadClaim } from '../../../../site/words/claims.ts';
import { leadNeuron, sideBySide } from '../../../../site/words/lead.ts';
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

test('a leading neuron outside the windows comes first, between those beside it', () => {
  const far = { ...feature, windows: windows([7, 8, 9]) };
  expect(sideBySide(result, far, 9)).toEqual([
    { neuron: lead.neuron - 1, chosen: false },
    { neuron: lead.neuron, chosen: true },
    { neuron: lead.neuron + 1, chosen: false },
    { neuron: 7, chosen: false },
    { neuron: 8, chosen: true },
    { neuron: 9, chosen: false },
  ]);
});

test('at the edge of the layer there is a neighbour on one side alone', () => {
  const untested = { ...result, evidence: null };
  expect(sideBySide(untested, { ...feature, windows: [] }, 9).map(({ neuron }) => neuron)).toEqual([0, 1]);
});

test('where there is no room for all, the leading neuron stays', () => {
  const wide = { ...feature, windows: windows(Array.from({ length: 40 }, (_, index) => lead.neuron - 30 + index)) };
  const shown = sideBySide(result, wide, 5).map(({ neuron }) => neuron);
  expect(shown).toEqual([-1, 0, 1, 2, 3].map((offset) => lead.neuron + offset));
});
