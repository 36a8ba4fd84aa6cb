import { expect, it } from 'vitest';
import { effect } from '../../../../../runner/analysis/findings/effect.ts';
import { learned } from '../../../../../runner/analysis/findings/rungs/learned.ts';
import { untrainedLimits } from '../../../../../runner/analysis/findings/untrained.ts';
import { predictionInterval } from '../../../../../runner/analysis/stats/moderated.ts';
import { told } from '../../stats/reference.ts';
import { claimOn, inventedBench, knower, taskOf } from '../invented.ts';

const bench = inventedBench();
/** The claim is .42. @param best of the feature in each untrained network, `further` of other features. */
type More = { sign?: 1 | -1; labels?: number[]; shuffled?: number[]; further?: number[][] };
async function judge(best: number[], { sign = 1, labels, shuffled = [], further = [] }: More = {}) {
  const claims = [claimOn(knower, sign)];
  const [found] = await learned.compute(
    taskOf(bench, claims, {
      effect: await effect.compute(taskOf(bench, claims)),
      untrained: best.map((each, network) => [each, ...further.map((other) => other[network] ?? 0)]),
      shuffled: shuffled.map((each) => [each]),
      labels: [labels === undefined ? null : { count: labels.length, tokens: 2, best: labels }],
    }),
  );
  return told(found);
}
const far = [0.1, 0.12, 0.08, 0.11, 0.09];
const asGood = [0.4, 0.43, 0.41, 0.42, 0.4];

it.each([
  ['passes a neuron far above the best of untrained networks', far, {}, 'passed'],
  ['fails one that the network has with its own weights in another order', far, { shuffled: asGood }, 'failed'],
  ['passes one beyond both', far, { shuffled: [0.2, 0.22, 0.21, 0.2, 0.23] }, 'passed'],
  ['takes nothing away from what untrained ones say for what shuffled ones do', asGood, { shuffled: far }, 'failed'],
  // Mean .38, spread .05.
  ['fails one above their mean, where one more might lie', [0.3, 0.36, 0.39, 0.41, 0.43], {}, 'failed'],
  ['fails one that goes the other way than was claimed, however far', far, { sign: -1 }, 'failed'],
  ['passes one that is more than the largest of the control labels', far, { labels: [0.3, 0.1] }, 'passed'],
  ['is not run where no network was read', [], {}, 'not run'],
] as const)('%s', async (_, untrained, more, status) => {
  const { measured, ...found } = await judge([...untrained], more as More);
  expect(found.status).toBe(status);
  if (measured === null) return;
  expect(measured.claim).toBeCloseTo('sign' in more ? -0.42 : 0.42, 1);
  if ('shuffled' in more && status === 'failed' && untrained === far) expect(measured.p).toBe(measured.shuffled?.p);
  else if (status === 'failed' && measured.claim > 0) expect(measured.limit).toBeGreaterThan(measured.claim);
});

it.each([[far], [[0.4, 0.43, 0.41]], [[]]])('fails one below a control label, beside: %j', async (untrained) => {
  const found = await judge(untrained, { labels: [0.45, 0.1] });
  expect(found).toMatchObject({ status: 'failed', reason: { code: 'control labels' } });
  expect(found.measured).toMatchObject({ networks: untrained.length, best: untrained });
  expect(found.measured?.limit === null).toBe(untrained.length === 0);
});

it('judges by the spread of all features that the networks were asked for, not by the feature’s own alone', async () => {
  // The feature's own three happen to lie together; elsewhere the same networks differ.
  const own = [0.38, 0.381, 0.382];
  const further = [0.05, 0.1, 0.2].map((first, feature) => [first, 0.2 + 0.05 * feature, 0.4 - 0.1 * (feature % 2)]);
  const [alone, found] = [await judge(own), await judge(own, { further })];
  expect([alone.status, found.status]).toEqual(['passed', 'failed']);
  expect(found.measured).toMatchObject({ best: alone.measured?.best, sd: alone.measured?.sd });
});

it('judges on the logit, where five of areas of about .8 do not reach beyond an area of 1', () => {
  // By hand: x = logit(.5 + best); t.ppf(.95, 4) * x.std(ddof=1) * sqrt(1.2) + x.mean(), and t.sf.
  const best = [0.2, 0.25, 0.3, 0.35, 0.4];
  const [only] = untrainedLimits(best.map((each) => [each]));
  expect(only).toMatchObject({ mean: expect.closeTo(0.3, 10), sd: expect.closeTo(0.0790569, 6) });
  expect(only?.limit(0.95)).toBeCloseTo(0.436677, 5);
  expect(only?.p(0.49)).toBeCloseTo(0.0028522, 6);
  expect(predictionInterval(best, 0.49, 0.95).p).toBeGreaterThan(0.04);
});

it('tells no claim from networks that tell all there is to tell', () => {
  const [all] = untrainedLimits([[0.4997], [0.49999], [0.4998], [0.5], [0.4996]]);
  expect([all?.limit(0.95), all?.p(0.5)]).toEqual([0.5, 1]);
  const [most] = untrainedLimits([[0.3], [0.45], [0.48], [0.499], [0.4999]]);
  expect(most?.limit(0.95)).toBe(0.5);
});
