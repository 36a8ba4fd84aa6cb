import { describe, expect, it } from 'vitest';
import { item } from '../../../runner/core/at.ts';
import { random } from '../../../runner/core/random.ts';
import { alikeCriteria, flipAmongAlike, judgeAlike, neuronsAlike } from '../../../runner/ladder/alike.ts';
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
      arrays: [
        {
          ...item(bench.input.arrays, 0),
          units: discovery.length + more.length,
          outgoing: [Float32Array.from([1, 1, 1, 1, ...more.map(([, weight]) => weight)])],
        },
      ],
    },
  });
}

const plenty = Array.from({ length: 20 }, () => [1, 1] as const);
const anyone = () => true;
const known = async (bench: Bench, limit: number) => ({ effects: item(await effectsOn(bench, 'discovery'), 0), limit });

/** The bench with other rows of discovery in the places given. */
function withRows(bench: Bench, rows: Readonly<Record<number, Float32Array>>): Bench {
  const { activations } = bench.input;
  const discovery = activations.discovery.map((row, neuron) => rows[neuron] ?? row);
  return { ...bench, input: { ...bench.input, activations: { ...activations, discovery } } };
}

describe('neurons alike', () => {
  it('are those nearest in spread, never the neuron itself', () => {
    // 4 swings as the knower does; 5 swings a hundred times as widely.
    const bench = benchWith([
      [1.8, 1],
      [180, 1],
    ]);
    const order = neuronsAlike(bench, knower, anyone);
    expect(order).not.toContain(knower);
    expect(order.indexOf(4)).toBeLessThan(order.indexOf(5));
  });

  it('are near in outgoing weights: a copy that is heard a hundred times more stands last', () => {
    const bench = benchWith([[1.8, 1], [1.8, 100], ...plenty]);
    const own = item(bench.input.activations.discovery, knower);
    expect(neuronsAlike(withRows(bench, { 5: own }), knower, anyone).at(-1)).toBe(5);
  });

  it('are near in memory: one that keeps its value is unlike one that has the same values in any order', () => {
    const bench = benchWith(plenty);
    const own = item(bench.input.activations.discovery, knower);
    // 9 is as slow as the knower and a little wider; 10 has just its spread and no memory.
    const wider = own.map((value) => 1.05 * value);
    const { uniform } = random(11);
    const mixed = Array.from(own, (value) => [value, uniform()] as const)
      .sort(([, a], [, b]) => a - b)
      .map(([value]) => value);
    const order = neuronsAlike(withRows(bench, { 9: wider, 10: Float32Array.from(mixed) }), knower, anyone);
    expect(order[0]).toBe(9);
  });
});

describe('the flip among them', () => {
  it('is first of all for the neuron that the network reads, and not for one that it does not read', async () => {
    const bench = benchWith(plenty);
    const readings = inventedNetwork(bench, { reads: knower });
    const where = { after: null };
    const own = await flipAmongAlike(bench, { claim: claimOn(knower), where }, await known(bench, 0.3), { readings });
    expect(own).toMatchObject({ status: 'passed', reason: null, measured: { rank: 1 } });
    expect(own.measured?.neurons).toBeGreaterThanOrEqual(alikeCriteria.least);
    expect(own.measured?.flip).toBeGreaterThan(10 * Math.abs(own.measured?.largest ?? 1));
    const other = await flipAmongAlike(bench, { claim: claimOn(7), where }, await known(bench, 1), { readings });
    const { rank = 0, neurons = 0 } = other.measured ?? {};
    expect(rank).toBeGreaterThan(1);
    expect(other.status).toBe(rank / (neurons + 1) <= 0.05 ? 'passed' : 'failed');
  });

  it('passes where one in twenty or fewer flip as much, itself among them', () => {
    const judgedAt = (rank: number, neurons: number) => judgeAlike({ neurons, flip: 0.01, largest: 0.02, rank });
    expect(judgedAt(2, 39).status).toBe('passed');
    expect(judgedAt(3, 39)).toMatchObject({
      status: 'failed',
      reason: { code: 'others cost as much', others: 2, neurons: 39 },
    });
    expect([judgedAt(1, 19).status, judgedAt(2, 19).status]).toEqual(['passed', 'failed']);
  });

  it('reads the others only while the neuron can still be among the highest', async () => {
    const bench = benchWith(Array.from({ length: 40 }, () => [1, 1] as const));
    const network = inventedNetwork(bench, { reads: knower });
    const readOf = async (neuron: number, limit: number) => {
      let read = 0;
      const readings = {
        losses: (...asked: Parameters<typeof network.losses>) => {
          read += asked[1].length;
          return network.losses(...asked);
        },
      };
      const where = { after: null };
      const found = await flipAmongAlike(bench, { claim: claimOn(neuron), where }, await known(bench, limit), {
        readings,
      });
      return { read, found };
    };
    const { read, found } = await readOf(knower, 0.3);
    expect([read, found.measured?.neurons, found.status]).toEqual([2 * 40, alikeCriteria.neurons, 'passed']);
    const noise = await readOf(7, 0.3);
    expect([noise.read, noise.found.measured?.neurons, noise.found.status]).toEqual([2 * 20, 19, 'failed']);
  });

  it('leaves out those that know the feature themselves', async () => {
    const bench = benchWith(plenty);
    const readings = inventedNetwork(bench, { reads: knower });
    const found = await flipAmongAlike(bench, { claim: claimOn(7), where: { after: null } }, await known(bench, 0.3), {
      readings,
    });
    // The knower is not among them: none flips much.
    expect(found.measured?.largest).toBeLessThan(0.1);
  });

  it('is not told where too few neurons are left', async () => {
    const bench = inventedBench();
    const readings = inventedNetwork(bench, { reads: knower });
    expect(
      await flipAmongAlike(bench, { claim: claimOn(knower), where: { after: null } }, await known(bench, 0.3), {
        readings,
      }),
    ).toEqual({ status: 'not testable', reason: { code: 'few alike', found: 3, needed: 19 }, measured: null });
  });
});
