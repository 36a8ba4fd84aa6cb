import { expect, it } from 'vitest';
import { replicationRung } from '../../../runner/ladder/replication.ts';

const matches = (...passed: boolean[]) =>
  passed.map((each, index) => ({
    seed: index + 1,
    neuron: 0,
    correlation: 0.5,
    random: 0.1,
    passed: each,
    localAuc: 0.7,
  }));

it('a claim is replicated when three of five seeds grow such a neuron, the first included', () => {
  const rung = replicationRung(true, matches(true, true, false, false));
  expect(rung.status).toBe('passed');
  expect(rung.measured).toMatchObject({ seeds: 5, replicated: 3, share: 0.6 });
  // SciPy: binomtest(3, 5).proportion_ci(method='exact').
  expect(rung.measured?.interval[0]).toBeCloseTo(0.14663, 5);
  expect(rung.measured?.interval[1]).toBeCloseTo(0.94726, 5);
});

it('it is not when only two do, and fewer than five seeds cannot tell', () => {
  expect(replicationRung(false, matches(true, true, false, false))).toMatchObject({
    status: 'failed',
    reason: 'only 2 of 5 seeds grow a neuron that passes E1 to E4',
  });
  const few = replicationRung(true, matches(true, true));
  expect(few).toMatchObject({ status: 'not testable', measured: { seeds: 3, replicated: 3 } });
});
