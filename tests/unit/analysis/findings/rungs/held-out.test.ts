import { expect, it } from 'vitest';
import { type Bench, mapHalves } from '../../../../../runner/analysis/findings/bench.ts';
import type { FrozenClaim } from '../../../../../runner/analysis/findings/claim-schema.ts';
import { heldOut } from '../../../../../runner/analysis/findings/rungs/held-out.ts';
import { claimOn, inventedBench, knower, mute, taskOf, tokenReader } from '../invented.ts';

const judge = (bench: Bench, ...claims: FrozenClaim[]) => heldOut.compute(taskOf(bench, claims));
const bench = inventedBench();

it('passes what holds on the other documents, and fails what does not', async () => {
  const measured = { claims: 2, equalTokens: true };
  const [holds, not] = await judge(bench, claimOn(knower), claimOn(mute));
  expect([holds, not]).toMatchObject([
    { status: 'passed', measured },
    { status: 'failed', measured },
  ]);
});

it.each([
  ['one that knew the state only where it was chosen', inventedBench({ knows: 3, knowsLater: 0 }), claimOn(knower), {}],
  ['one that is claimed with the other sign', bench, claimOn(knower, -1), {}],
  [
    'a reader of the token alone, which tells the state',
    bench,
    claimOn(tokenReader),
    { code: 'no more than the token' },
  ],
])('fails %s', async (_, of, claim, reason) => {
  const [found] = await judge(of, claim);
  expect(found).toMatchObject({ status: 'failed', reason, measured: { equalTokens: true, claims: 1 } });
  if (claim.sign === -1) expect(found?.measured?.adjustedP).toBeGreaterThan(0.9);
  if (of !== bench) expect(found?.measured?.discoveryAuc).toBeGreaterThan(0.9);
});

it('compares all tokens where the token decides the feature, or too few equal ones differ in it', async () => {
  const { text } = bench.input;
  // Each token is another.
  const rare = mapHalves((half) => ({ ...text[half], types: text[half].types.map((_, t) => t) }));
  for (const other of [inventedBench({ feature: { decidedByToken: true } }), inventedBench({ input: { text: rare } })])
    expect(await judge(other, claimOn(knower))).toMatchObject([{ status: 'passed', measured: { equalTokens: false } }]);
});

it('is not run where the text may have been trained on', async () => {
  const found = await judge(inventedBench({ input: { exposed: true } }), claimOn(knower));
  expect(found).toEqual([{ status: 'not run', reason: { code: 'not shown to be held out' }, measured: null }]);
});
