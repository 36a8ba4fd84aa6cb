import { describe, expect, it } from 'vitest';
import { at, item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { lagProfileOf } from '../../../../runner/ladder/lags.ts';
import { specific } from '../../../../runner/ladder/rungs/specific.ts';
import { verdictLevelOf } from '../../../../runner/ladder/verdict.ts';
import type { Rungs } from '../../../../runner/results/rungs-schema.ts';
import type { Halves } from '../../../../runner/stats/halves.ts';
import { claimOn, documents, inventedBench, inventedNetwork, knower, length, noise, taskOf } from './invented.ts';

const read = 4 + length;
const passed = { status: 'passed' as const, reason: null, measured: null };
const unasked = { status: 'not run' as const, reason: { code: 'not yet' as const }, measured: null };

/** A network that reads the true state off the neuron, asked of a label that is the state but for so much of the text. */
function taskFor(mixed: number) {
  const plain = inventedBench({ knows: 4 });
  const truth = item(plain.input.features, 0).masks as Halves<Uint8Array>;
  const { uniform } = random(4, 8);
  const label = (state: Uint8Array) => {
    let turned = 0;
    return state.map((each, t) => {
      if (t % read === 0 || uniform() < 0.15) turned = Number(uniform() < mixed);
      return each ^ turned;
    });
  };
  const masks = { discovery: label(truth.discovery), confirmation: label(truth.confirmation) };
  const bench = inventedBench({ knows: 4, feature: { masks } });
  // Its loss is by the truth, whatever the label says.
  const network = inventedNetwork(plain, { reads: knower });
  const claims = [claimOn(knower), claimOn(noise)];
  const lagProfile = claims.map((claim) => lagProfileOf(bench, claim, true));
  const used: Rungs['used'][] = [passed, { ...unasked, status: 'failed', reason: { code: 'other states as well' } }];
  return taskOf(bench, claims, { used, lagProfile }, network);
}

describe('the rung specific', () => {
  it('passes what the network uses and the label says, and asks nothing of what is not used', async () => {
    const [own, unused] = await specific.compute(taskFor(0));
    expect(own?.status).toBe('passed');
    expect(own?.measured?.disagreement?.difference).toBeGreaterThan(0);
    expect(unused).toMatchObject({ status: 'not run', measured: null });
    expect(documents).toBeGreaterThan(10);
  });

  it('fails a label that is the state mixed with runs that nobody can know', async () => {
    const [own] = await specific.compute(taskFor(0.25));
    expect(own?.status).toBe('failed');
    expect(own?.reason).toEqual({ code: 'other than the label' });
    expect(at([own?.measured?.adjustedP ?? 1], 0)).toBeLessThan(0.001);
  });

  it('is undecided where a twentieth of the tokens disagree and the losses tell for neither side', async () => {
    const outcomes = await Promise.all(
      [0, 0.03, 0.06, 0.12, 0.25].map(async (mixed) => item(await specific.compute(taskFor(mixed)), 0)),
    );
    for (const { status, reason, measured } of outcomes) {
      const { share, interval } = measured?.disagreement ?? { share: 0, interval: [1, 1] };
      const undecided = status === 'not testable' && reason?.code === 'undecided';
      const expected = share >= 0.05 && at(interval, 0) <= 0;
      expect(undecided || status === 'failed').toBe(expected);
    }
    expect(outcomes.some(({ reason }) => reason?.code === 'undecided')).toBe(true);
    expect(outcomes.map(({ status }) => status)).toContain('passed');
  });

  it('gives a claim that fails it, and one that is undecided, a verdict of its own', () => {
    const rungs = (
      status: 'passed' | 'failed' | 'not testable',
      reason: Rungs['specific']['reason'] = null,
    ): Rungs => ({
      effect: passed,
      chance: passed,
      heldOut: passed,
      learned: passed,
      context: passed,
      used: passed,
      specific: { ...passed, status, reason },
      replicated: unasked,
    });
    const level = (...how: Parameters<typeof rungs>) =>
      verdictLevelOf({ rungs: rungs(...how), decidedByToken: false, role: 'remembers' });
    expect(level('passed')).toBe('used');
    expect(level('failed')).toBe('goes with it');
    expect(level('not testable', { code: 'few disagree', tokens: 30, documents: 10 })).toBe('used');
    expect(level('not testable', { code: 'undecided' })).toBe('remembers');
  });
});
