import { expect, it } from 'vitest';
import { matchAcrossSeeds } from '../../../../runner/analysis/findings/rungs/replicated.ts';

const both = <T>(discovery: T, confirmation: T) => ({ discovery, confirmation });
const list = (...values: number[]) => Float32Array.from(values);

it('the match is the neuron that goes with the claimed one, or against it, most closely on discovery', () => {
  const claimed = both(list(1, 2, 3, 4), list(1, 2, 3, 4));
  const others = both(
    [list(1, 2, 4, 3), list(-2, -4, -6, -8.1), list(5, 5, 5, 5)],
    [list(1, 2, 3, 4), list(4, 3, 1, 2), list(1, 0, 0, 1)],
  );
  const match = matchAcrossSeeds(claimed, others);
  expect(match.neuron).toBe(1);
  // NumPy: corrcoef([1,2,3,4],[4,3,1,2])[0,1] = -.8, of the sign that it had on discovery.
  expect(match.correlation).toBeCloseTo(0.8, 6);
  // |1|, |-.8| and |0| on confirmation.
  expect(match.random).toBeCloseTo(0.6, 6);
});

it('a correlation that turns round on confirmation is below 0', () => {
  const claimed = both(list(1, 2, 3), list(1, 2, 3));
  expect(matchAcrossSeeds(claimed, both([list(1, 2, 3)], [list(3, 2, 1)])).correlation).toBeCloseTo(-1, 6);
});
