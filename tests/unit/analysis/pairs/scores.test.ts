/** Pairs through the way in for programs, against NumPy (tests/fixtures/pairs/make.py), and the intervals against SciPy. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clustersOf, conditionsOf } from '../../../../runner/analysis/pairs/score.ts';
import { bootstrapMean, mean } from '../../../../runner/analysis/stats/summary.ts';
import { wilsonInterval } from '../../../../runner/analysis/stats/wilson.ts';
import type { Model } from '../../../../runner/library/model.ts';
import { open } from '../../../../runner/open.ts';
import { fixture } from '../../nn/engines/fixture.ts';
import { distance, made } from '../stats/reference.ts';

type Set = 'pairs' | 'sentences' | 'triples' | 'triplesAtTheWord';
interface Expected extends Record<Set, Record<'zero' | 'after', number[][]>> {
  before: string;
  holds: [array: string, neuron: number, value: number][][];
  wilson: [successes: number, trials: number, low: number, high: number][];
  bootstrap: { values: number[]; clusters: number[]; interval: [number, number] };
}
const expected = made<Expected>('pairs/expected');
const file = (name: string) => `tests/fixtures/pairs/${name}`;

describe('what a network prefers', () => {
  let model: Model;
  beforeAll(async () => {
    model = await open(fixture('lstm-2-layers'));
  });
  afterAll(() => model.close());

  const asked = {
    pairs: ['pairs.tsv', {}],
    sentences: ['sentences.jsonl', {}],
    triples: ['triple.text', {}],
    triplesAtTheWord: ['triple.gold', { compare: 'word' }],
  } as const;
  const all = (Object.keys(asked) as Set[]).flatMap((set) =>
    (['zero', 'after'] as const).flatMap((state) => expected.holds.map((hold, index) => ({ set, state, hold, index }))),
  );
  // One model for all of them: what was held does not stay so.
  it.each(all)("is NumPy's: $set, $state, with $hold held", async ({ set, state, hold, index }) => {
    const [name, options] = asked[set];
    const held = Object.fromEntries(hold.map(([array, neuron, value]) => [array, { [neuron]: value }]));
    const before = state === 'after' ? { before: expected.before } : {};
    const result = await model.pairs(file(name), { clamp: held, by: [], ...before, ...options });
    const margins = expected[set][state][index] ?? [];
    expect(distance(result.margins, margins)).toBeLessThan(1e-4);
    const accuracy = margins.filter((margin) => margin > 0).length / margins.length;
    expect(result).toMatchObject({ all: { margin: expect.closeTo(mean(margins), 4), accuracy }, skipped: 0 });
  });

  it('is told by condition', async () => {
    const { conditions, all } = await model.pairs(file('pairs.tsv'), { by: ['animal', 'length'], cluster: 'frame' });
    const rows = readFileSync(file('pairs.tsv'), 'utf8').trim().split('\n').slice(1);
    const margins = expected.pairs.zero[0] ?? [];
    const told = conditions.map(({ by }) => `${by.length} ${by.animal}`);
    expect(told).toEqual(['long cat', 'long dog', 'short cat', 'short dog']);
    for (const { by, pairs, accuracy, margin, interval } of conditions) {
      const own = margins.filter((_, row) => rows[row]?.includes(`\t${by.animal}\t${by.length}\t`));
      const right = own.filter((each) => each > 0).length / own.length;
      expect([pairs, accuracy, margin]).toEqual([own.length, expect.closeTo(right, 12), expect.closeTo(mean(own), 4)]);
      expect([(interval?.[0] ?? 0) < margin, (interval?.[1] ?? 0) > margin]).toEqual([true, true]);
    }
    expect(all.pairs).toBe(60);
  });

  it('refuses a value for each token', async () => {
    const asked = model.pairs(file('pairs.tsv'), { by: [], clamp: { 'cell.1': { 4: [1] } } });
    await expect(asked).rejects.toThrow('pairs are of different lengths');
  });
});

describe('intervals', () => {
  it.each(expected.wilson)("of %i of %i are SciPy's", (successes, trials, low, high) => {
    expect(distance(wilsonInterval(successes, trials), [low, high])).toBeLessThan(1e-10);
  });

  it('of a mean, drawing clusters, are those of as many draws of NumPy as one likes', () => {
    const { values, clusters, interval } = expected.bootstrap;
    expect(distance(bootstrapMean(values, clusters, { draws: 20_000, seed: 1 }) ?? [], interval)).toBeLessThan(0.05);
    // Drawn one by one, values that share a cluster would seem to say more.
    const [alone = 0, above = 0] = bootstrapMean(values, [...values.keys()], { draws: 20_000, seed: 1 }) ?? [];
    expect(above - alone).toBeLessThan(0.75 * (interval[1] - interval[0]));
    expect(bootstrapMean(values.slice(0, 3), clusters.slice(0, 3), { draws: 10, seed: 1 })).toBeNull();
  });

  it('draw twins together, through chains of them, or what a column says', () => {
    const pair = (twin: number | null, frame: string) => ({ twin, values: { frame } });
    const pairs = [pair(1, 'a'), pair(0, 'b'), pair(null, 'a'), pair(4, 'b'), pair(5, 'c'), pair(3, 'c')];
    const [a, b, c, ...rest] = clustersOf({ pairs });
    expect([a === b, new Set([a, c, rest[0]]).size, new Set(rest).size]).toEqual([true, 3, 1]);
    expect([...clustersOf({ pairs, cluster: 'frame' })]).toEqual([0, 1, 0, 1, 2, 2]);
    const places = conditionsOf({ pairs, by: ['frame'] }).map((condition) => condition.places.join(' '));
    expect(places).toEqual(['0 2', '1 3', '4 5']);
  });
});
