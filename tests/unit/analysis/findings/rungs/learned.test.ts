import { describe, expect, it } from 'vitest';
import { effect } from '../../../../../runner/analysis/findings/effect.ts';
import { learned } from '../../../../../runner/analysis/findings/rungs/learned.ts';
import { untrainedLimits } from '../../../../../runner/analysis/findings/untrained.ts';
import { predictionInterval } from '../../../../../runner/analysis/stats/moderated.ts';
import { claimOn, inventedBench, knower, taskOf } from './invented.ts';

const bench = inventedBench();
const claims = [claimOn(knower)];
const judge = async (
  best: number[],
  asked = claims,
  labels: number[] | null = null,
  shuffled: number[] = [],
  further: (network: number) => number[] = () => [],
) => {
  const seen = await effect.compute(taskOf(bench, asked));
  const [found] = await learned.compute(
    taskOf(bench, asked, {
      effect: seen,
      untrained: best.map((each, network) => [each, ...further(network)]),
      shuffled: shuffled.map((each) => [each]),
      labels: [labels === null ? null : { count: labels.length, tokens: 2, best: labels }],
    }),
  );
  return found;
};

describe('the rung learned', () => {
  it('passes a neuron far above the best of untrained networks', async () => {
    const found = await judge([0.1, 0.12, 0.08, 0.11, 0.09]);
    expect(found?.status).toBe('passed');
    expect(found?.measured?.claim).toBeCloseTo(0.42, 1);
  });

  it('fails one that the network has with its own weights in another order, and passes one beyond both', async () => {
    const untrained = [0.1, 0.12, 0.08, 0.11, 0.09];
    const failed = await judge(untrained, claims, null, [0.4, 0.43, 0.41, 0.42, 0.4]);
    expect(failed?.status).toBe('failed');
    expect(failed?.measured?.shuffled?.limit).toBeGreaterThan(0.4);
    expect(failed?.measured?.p).toBe(failed?.measured?.shuffled?.p);
    const passed = await judge(untrained, claims, null, [0.2, 0.22, 0.21, 0.2, 0.23]);
    expect(passed?.status).toBe('passed');
    // What shuffled networks say takes nothing away from what untrained ones say.
    const within = await judge([0.4, 0.43, 0.41, 0.42, 0.4], claims, null, untrained);
    expect(within?.status).toBe('failed');
  });

  it('fails one that lies above their mean but within where one more of them would lie', async () => {
    // Mean .38, spread .05: the claim of .42 is above the mean of five, and nothing beside a sixth.
    const found = await judge([0.3, 0.36, 0.39, 0.41, 0.43]);
    expect(found?.status).toBe('failed');
    expect(found?.measured?.limit).toBeGreaterThan(found?.measured?.claim ?? 1);
  });

  it('judges on the logit, where five of areas of about .8 do not reach beyond an area of 1', () => {
    // By hand: x = logit(.5 + best); t.ppf(.95, 4) * x.std(ddof=1) * sqrt(1.2) + x.mean(), and t.sf.
    const [only] = untrainedLimits([[0.2], [0.25], [0.3], [0.35], [0.4]]);
    expect(only?.mean).toBeCloseTo(0.3, 10);
    expect(only?.sd).toBeCloseTo(0.0790569, 6);
    expect(only?.limit(0.95)).toBeCloseTo(0.436677, 5);
    expect(only?.p(0.49)).toBeCloseTo(0.0028522, 6);
    expect(predictionInterval([0.2, 0.25, 0.3, 0.35, 0.4], 0.49, 0.95).p).toBeGreaterThan(0.04);
  });

  it('judges by the spread of all features that the networks were asked for, not by the feature’s own alone', async () => {
    // The feature's own three happen to lie together; elsewhere the same networks differ.
    const own = [0.38, 0.381, 0.382];
    const others = [
      [0.05, 0.2, 0.4],
      [0.1, 0.35, 0.2],
      [0.2, 0.3, 0.42],
    ];
    const alone = await judge(own);
    const found = await judge(own, claims, null, [], (network) => others.map((each) => each[network] ?? 0));
    expect([alone?.status, found?.status]).toEqual(['passed', 'failed']);
    expect(alone?.measured?.best).toEqual(found?.measured?.best);
    expect(alone?.measured?.sd).toBe(found?.measured?.sd);
  });

  it('tells no claim from networks that tell all there is to tell', () => {
    const [all] = untrainedLimits([[0.4997], [0.49999], [0.4998], [0.5], [0.4996]]);
    expect([all?.limit(0.95), all?.p(0.5)]).toEqual([0.5, 1]);
    const [most] = untrainedLimits([[0.3], [0.45], [0.48], [0.499], [0.4999]]);
    expect(most?.limit(0.95)).toBe(0.5);
  });

  it('fails one that goes the other way than was claimed, however far', async () => {
    const found = await judge([0.1, 0.12, 0.08, 0.11, 0.09], [claimOn(knower, -1)]);
    expect(found?.status).toBe('failed');
    expect(found?.measured?.claim).toBeCloseTo(-0.42, 1);
  });

  it('fails one that is no more than the largest of what the network makes of control labels', async () => {
    const far = [0.1, 0.12, 0.08, 0.11, 0.09];
    expect((await judge(far, claims, [0.3, 0.1]))?.status).toBe('passed');
    // Whatever untrained networks have, and where none was read for it.
    for (const untrained of [far, [0.4, 0.43, 0.41], []]) {
      const found = await judge(untrained, claims, [0.45, 0.1]);
      expect(found?.status).toBe('failed');
      expect(found?.reason?.code).toBe('control labels');
      expect(found?.measured).toMatchObject({ networks: untrained.length, best: untrained });
      expect(found?.measured?.limit === null).toBe(untrained.length === 0);
    }
  });

  it('is not run where no network was read', async () => {
    expect((await judge([]))?.status).toBe('not run');
  });
});
