import { describe, expect, it } from 'vitest';
import { heldOut } from '../../../../../runner/analysis/findings/rungs/held-out.ts';
import { claimOn, inventedBench, knower, noise, taskOf, tokenReader } from './invented.ts';

describe('the rung heldOut', () => {
  it('passes what holds on the other documents, and fails what does not', async () => {
    const [knows, guesses] = await heldOut.compute(taskOf(inventedBench(), [claimOn(knower), claimOn(noise)]));
    expect(knows?.status).toBe('passed');
    expect(knows?.measured?.claims).toBe(2);
    expect(guesses?.status).toBe('failed');
  });

  it('fails a neuron that knew the state only where it was chosen', async () => {
    const [found] = await heldOut.compute(taskOf(inventedBench({ knows: 3, knowsLater: 0 }), [claimOn(knower)]));
    expect(found?.status).toBe('failed');
    expect(found?.measured?.discoveryAuc).toBeGreaterThan(0.9);
  });

  it('is one-sided: a claim of the other sign fails', async () => {
    const [found] = await heldOut.compute(taskOf(inventedBench(), [claimOn(knower, -1)]));
    expect(found?.status).toBe('failed');
    expect(found?.measured?.adjustedP).toBeGreaterThan(0.9);
  });

  it('compares equal tokens: a neuron that reads the token alone tells the state, and fails', async () => {
    const [found] = await heldOut.compute(taskOf(inventedBench(), [claimOn(tokenReader)]));
    expect(found).toMatchObject({ status: 'failed', reason: { code: 'no more than the token' } });
    expect(found?.measured).toMatchObject({ equalTokens: true, claims: 1 });
  });

  it('compares all tokens where the token decides the feature, or too few equal ones differ in it', async () => {
    const decided = inventedBench({ feature: { decidedByToken: true } });
    // Each token is another.
    const { text } = inventedBench().input;
    const alone = <Half extends { types: Int32Array }>(half: Half) => ({ ...half, types: half.types.map((_, t) => t) });
    const rare = inventedBench({
      input: { text: { discovery: alone(text.discovery), confirmation: alone(text.confirmation) } },
    });
    for (const bench of [decided, rare]) {
      const [found] = await heldOut.compute(taskOf(bench, [claimOn(knower)]));
      expect(found?.status).toBe('passed');
      expect(found?.measured?.equalTokens).toBe(false);
    }
  });

  it('is not run where the text may have been trained on', async () => {
    const bench = inventedBench({ input: { exposed: true } });
    const [found] = await heldOut.compute(taskOf(bench, [claimOn(knower)]));
    expect(found).toEqual({ status: 'not run', reason: { code: 'not shown to be held out' }, measured: null });
  });
});
