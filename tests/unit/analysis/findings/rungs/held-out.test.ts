/** The rung heldOut. */
import { expect, it } from 'vitest';
import { type Bench, inHalves } from '../../../../../runner/analysis/findings/bench.ts';
import type { FrozenClaim } from '../../../../../runner/analysis/findings/claim-schema.ts';
import { heldOut } from '../../../../../runner/analysis/findings/rungs/held-out.ts';
import { claimOn, inventedBench, knower, mute, taskOf, tokenReader } from '../invented.ts';

const judge = (bench: Bench, ...claims: FrozenClaim[]) => heldOut.compute(taskOf(bench, claims));
const bench = inventedBench();

it('passes what holds on the other documents, and fails what does not', async () => {
  const measured = { claims: 2, equalTokens: true };
  expect(await judge(bench, claimOn(knower), claimOn(mute))).toMatchObject([
    { status: 'passed', measured },
    { status: 'failed', measured },
  ]);
});

it('fails a neuron that knew the state only where it was chosen', async () => {
  const [found] = await judge(inventedBench({ knows: 3, knowsLater: 0 }), claimOn(knower));
  expect(found?.status).toBe('failed');
  expect(found?.measured?.discoveryAuc).toBeGreaterThan(0.9);
});

it('is one-sided: a claim of the other sign fails', async () => {
  const [found] = await judge(bench, claimOn(knower, -1));
  expect(found?.status).toBe('failed');
  expect(found?.measured?.adjustedP).toBeGreaterThan(0.9);
});

it('compares equal tokens: a neuron that reads the token alone tells the state, and fails', async () => {
  const failed = { status: 'failed', reason: { code: 'no more than the token' } };
  expect(await judge(bench, claimOn(tokenReader))).toMatchObject([
    { ...failed, measured: { equalTokens: true, claims: 1 } },
  ]);
});

it('compares all tokens where the token decides the feature, or too few equal ones differ in it', async () => {
  const { text } = bench.input;
  // Each token is another.
  const rare = inHalves((half) => ({ ...text[half], types: text[half].types.map((_, t) => t) }));
  for (const other of [inventedBench({ feature: { decidedByToken: true } }), inventedBench({ input: { text: rare } })])
    expect(await judge(other, claimOn(knower))).toMatchObject([{ status: 'passed', measured: { equalTokens: false } }]);
});

it('is not run where the text may have been trained on', async () => {
  const found = await judge(inventedBench({ input: { exposed: true } }), claimOn(knower));
  expect(found).toEqual([{ status: 'not run', reason: { code: 'not shown to be held out' }, measured: null }]);
});
