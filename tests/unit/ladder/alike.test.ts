import { describe, expect, it } from 'vitest';
import { item } from '../../../runner/core/at.ts';
import { random } from '../../../runner/core/random.ts';
import { alikeCriteria, flipAmongAlike, neuronsAlike } from '../../../runner/ladder/alike.ts';
import { type Bench, effectsOn } from '../../../runner/ladder/bench.ts';
import { claimOn, inventedBench, inventedNetwork, knower } from './rungs/invented.ts';

/** The invented bench with more neurons of noise behind its own four: each [standard deviation, outgoing weight]. */
function benchWith(more: readonly (readonly [number, number])[]) {
  const bench = inventedBench({ knows: 3 });
  const grown = (rows: readonly Float32Array[], half: number) => [
    ...rows,
    ...more.map(([deviation], index) => {
      const { normal } = random(7, half, index);
      return Float32Array.from(rows[0] ?? [], () => deviation * normal());
    }),
  ];
  const { discovery, confirmation } = bench.input.activations;
  return inventedBench({
    knows: 3,
    input: {
      activations: { discovery: grown(discovery, 0), confirmation: grown(confirmation, 1) },
      outgoing: [Float32Array.from([1, 1, 1, 1, ...more.map(([, weight]) => weight)])],
    },
  });
}

const plenty = Array.from({ length: 12 }, () => [1, 1] as const);
const anyone = () => true;
const known = (bench: Bench, limit: number) => ({ effects: item(effectsOn(bench, 'discovery'), 0), limit });

describe('neurons alike', () => {
  it('are those nearest in spread and in outgoing weights, never the neuron itself', () => {
    // 4 swings as the knower does and is heard as it is; 5 swings a hundred times as widely; 6 is heard a hundred times more.
    const bench = benchWith([
      [1.8, 1],
      [180, 1],
      [1.8, 100],
    ]);
    const order = neuronsAlike(bench, knower, anyone);
    expect(order).not.toContain(knower);
    expect(order.indexOf(4)).toBeLessThan(order.indexOf(5));
    expect(order.indexOf(4)).toBeLessThan(order.indexOf(6));
  });

  it('are near in memory: one that keeps its value is unlike one that does not', () => {
    const bench = benchWith(plenty);
    const [row] = bench.input.activations.discovery;
    if (row === undefined) throw new Error('no neuron');
    // A copy of the knower is as slow as it is, and stands first.
    const copied = {
      ...bench,
      input: {
        ...bench.input,
        activations: {
          ...bench.input.activations,
          discovery: bench.input.activations.discovery.with(9, Float32Array.from(row)),
        },
      },
    };
    expect(neuronsAlike(copied, knower, anyone)[0]).toBe(9);
  });
});

describe('the flip among them', () => {
  it('is first of all for the neuron that the network reads, and not for one that it does not read', async () => {
    const bench = benchWith(plenty);
    const readings = inventedNetwork(bench, { reads: knower });
    const where = { after: null };
    const own = await flipAmongAlike(bench, { claim: claimOn(knower), where }, known(bench, 0.3), { readings });
    expect(own?.rank).toBe(1);
    expect(own?.neurons).toBeGreaterThanOrEqual(alikeCriteria.least);
    expect(own?.flip).toBeGreaterThan(10 * Math.abs(own?.largest ?? 1));
    const other = await flipAmongAlike(bench, { claim: claimOn(7), where }, known(bench, 1), { readings });
    expect(other?.rank).toBeGreaterThan(1);
  });

  it('leaves out those that know the feature themselves', async () => {
    const bench = benchWith(plenty);
    const readings = inventedNetwork(bench, { reads: knower });
    const found = await flipAmongAlike(bench, { claim: claimOn(7), where: { after: null } }, known(bench, 0.3), {
      readings,
    });
    // The knower is not among them: none flips much.
    expect(found?.largest).toBeLessThan(0.1);
  });

  it('is not told where too few neurons are left', async () => {
    const bench = inventedBench();
    const readings = inventedNetwork(bench, { reads: knower });
    expect(
      await flipAmongAlike(bench, { claim: claimOn(knower), where: { after: null } }, known(bench, 0.3), { readings }),
    ).toBeNull();
  });
});
