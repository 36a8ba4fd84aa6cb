import { describe, expect, it } from 'vitest';
import { effect } from '../../../../runner/ladder/rungs/effect.ts';
import type { Halves } from '../../../../runner/stats/halves.ts';
import { claimOn, inventedBench, knower, noise, taskOf } from './invented.ts';

describe('the rung effect', () => {
  it('passes a neuron that knows the state, and fails one that does not', async () => {
    const [knows, guesses] = await effect.compute(taskOf(inventedBench(), [claimOn(knower), claimOn(noise)]));
    expect(knows?.status).toBe('passed');
    expect(knows?.measured?.localAuc).toBeGreaterThan(0.85);
    expect(guesses?.status).toBe('failed');
  });

  it('fails a neuron that goes the other way than it did where it was chosen', async () => {
    const [found] = await effect.compute(taskOf(inventedBench(), [claimOn(knower, -1)]));
    expect(found?.status).toBe('failed');
    expect(found?.reason?.code).toBe('other direction');
  });

  it('fails a neuron that knew the state only on the documents on which it was chosen', async () => {
    const [found] = await effect.compute(taskOf(inventedBench({ knows: 3, knowsLater: 0 }), [claimOn(knower)]));
    expect(found?.status).toBe('failed');
  });

  it('measures about the area that two normal distributions so far apart have', async () => {
    // Two standard deviations apart: Phi(2 / sqrt 2) = .921.
    const [found] = await effect.compute(taskOf(inventedBench({ knows: 2 }), [claimOn(knower)]));
    expect(found?.measured?.localAuc).toBeCloseTo(0.921, 1);
  });

  it('cannot be tested where the feature never occurs', async () => {
    const bench = inventedBench({
      feature: { masks: { discovery: new Uint8Array(32 * 68), confirmation: new Uint8Array(32 * 68) } },
    });
    const [found] = await effect.compute(taskOf(bench, [claimOn(knower)]));
    expect(found?.status).toBe('not testable');
  });

  it('compares with the reference class alone', async () => {
    const first = inventedBench();
    const none = { discovery: new Uint8Array(0), confirmation: new Uint8Array(0) };
    const members = (first.input.features[0]?.masks ?? none) as Halves<Uint8Array>;
    // Among tokens that all carry the feature nothing is left to be compared with.
    const [found] = await effect.compute(taskOf(inventedBench({ feature: { members } }), [claimOn(knower)]));
    expect(found?.status).toBe('not testable');
  });
});
