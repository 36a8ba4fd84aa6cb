import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Bench } from '../../../../runner/analysis/findings/bench.ts';
import { type Finding, finding, type Readings } from '../../../../runner/analysis/findings/finding.ts';
import { findings } from '../../../../runner/analysis/findings/findings.ts';
import { effectsOfNetworks } from '../../../../runner/analysis/findings/untrained.ts';
import { item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import type { EvidenceContext } from '../../../../runner/experiment/context.ts';
import { catalogueEvidence, findingKey, gather } from '../../../../runner/experiment/evidence/evidence.ts';
import type { Claim, Evidence } from '../../../../runner/experiment/results/evidence-schema.ts';
import { benchFor } from '../../../calibration/claims-on.ts';
import { type SimulatedText, simulate } from '../../../calibration/simulate.ts';
import { inventedBench, inventedNetwork, knower } from '../../analysis/findings/rungs/invented.ts';

let run: string;
beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), 'gather-'));
});
afterEach(() => rm(run, { recursive: true, force: true }));

const reads = { untrained: [1] };
const grounds = { base: 'a', grounds: reads };

const share = finding({
  name: 'share',
  title: 'counting',
  published: 'inner',
  criteria: { least: 0.5 },
  inputs: [],
  reads: [],
  schema: z.number(),
  compute: async () => 3,
});

const half = finding({
  name: 'half',
  title: 'halving',
  published: 'inner',
  criteria: { of: 2 },
  bounds: [{ most: 9 }],
  inputs: [share],
  reads: ['untrained'],
  schema: z.number(),
  compute: async ({ found }) => found.share / 2,
});

describe('the key of what was found', () => {
  it('depends on all that the finding declares, and on nothing else', () => {
    const key = (own: Finding, found: object = { share: 3 }, other: Parameters<typeof findingKey>[0] = grounds) =>
      findingKey(other, own, found as Record<string, unknown>);
    const first = key(half);
    expect(key({ ...half, title: 'taking half' })).toBe(first);
    expect(key(half, { share: 3, other: 1 })).toBe(first);
    expect(key(half, { share: 3 }, { base: 'a', grounds: { ...reads, seeds: [5] } })).toBe(first);
    const others = [
      key({ ...half, criteria: { of: 3 } }),
      key({ ...half, criteria: { of: 2, most: 9 } }),
      key({ ...half, bounds: [{ most: 8 }] }),
      key({ ...half, inputs: [] }),
      key({ ...half, reads: [] }),
      key(half, { share: 4 }),
      key(half, { share: 3 }, { base: 'b', grounds: reads }),
      key(half, { share: 3 }, { base: 'a', grounds: { ...reads, untrained: [2] } }),
    ];
    expect(new Set([first, ...others]).size).toBe(1 + others.length);
  });
});

describe('gathering findings', () => {
  const bench = inventedBench();
  const readings = inventedNetwork(bench, { reads: knower });
  /** @returns what was found, and which findings were computed for it. */
  async function gathered(list: readonly Finding[]) {
    const computed: string[] = [];
    const watched = list.map(
      (own): Finding => ({
        ...own,
        compute(task) {
          computed.push(own.name);
          return own.compute(task);
        },
      }),
    );
    const found = await gather(watched, { bench, readings, ...grounds, folder: run });
    return { found, computed };
  }

  it('computes again what has another criterion and what follows from it, and takes the rest from where it was kept', async () => {
    const list = findings.slice(0, 4);
    const names = list.map(({ name }) => name);
    expect(names).toEqual(['choice', 'chance', 'effect', 'heldOut']);
    const first = await gathered(list);
    expect(first.computed).toEqual(names);
    expect(first.found.heldOut?.[0]?.status).toBe('passed');
    const again = await gathered(list);
    expect(again.computed).toEqual([]);
    expect(again.found).toEqual(first.found);
    const stricter = list.map(
      (own): Finding => (own.name === 'heldOut' ? { ...own, criteria: { ...own.criteria, adjustedP: 0.01 } } : own),
    );
    expect((await gathered(stricter)).computed).toEqual(['heldOut']);
    expect((await gathered(stricter)).computed).toEqual([]);
    expect((await gathered([share, half])).found).toEqual({ share: 3, half: 1.5 });
    const fewer: Finding = { ...share, criteria: { least: 0.4 }, compute: async () => 5 };
    expect(await gathered([fewer, half])).toEqual({ found: { share: 5, half: 2.5 }, computed: ['share', 'half'] });
  });
});

const state = { frequency: 0.3, run: 12 } as const;
/** The experiment's own, then those of the catalogue: carried by a high neuron, by a low one, by three, and by none. */
const [own, high, low, three, decoy] = [0, 1, 2, 3, 4];
const made = simulate(
  {
    ...{
      documents: 48,
      sources: 2,
      segments: 1,
      length: 120,
      neurons: 24,
      vocabulary: 80,
      untrained: 5,
      tokenReading: 0.3,
    },
    features: [state, state, state, state, { frequency: 0.25, run: 10 }],
    effects: [
      { neuron: 0, feature: own, size: 4, spread: 0 },
      { neuron: 3, feature: high, size: 3, spread: 0 },
      { neuron: 5, feature: low, size: -3, spread: 0 },
      { neuron: 8, feature: three, size: 1.5, spread: 0 },
      { neuron: 9, feature: three, size: -3, spread: 0 },
      { neuron: 10, feature: three, size: 4, spread: 0 },
    ],
  },
  random(12),
);

function of({ discovery, confirmation }: SimulatedText, features: readonly number[]): SimulatedText {
  const half = (all: SimulatedText['discovery']) => ({
    ...all,
    masks: features.map((feature) => item(all.masks, feature)),
  });
  return { discovery: half(discovery), confirmation: half(confirmation) };
}

const benchOn = (features: readonly number[]): Bench => {
  const bench = benchFor(of(made, features), { count: 2 }, random(3));
  return { ...bench, input: { ...bench.input, beside: 'nobody' } };
};
const whole = benchOn([own, high, low, three, decoy]);

/** Untrained networks are read once for all features, the experiment's own first, as in an experiment. */
const untrained = effectsOfNetworks(
  [{ bench: whole }],
  (async function* () {
    for (const [network, half] of made.discovery.untrained.entries())
      yield { discovery: half(), confirmation: item(made.confirmation.untrained, network)() };
  })(),
);
const never = (): never => {
  throw new Error('no neuron is held for the catalogue');
};
const readings: Readings = {
  ...{ losses: never, predictions: never, steps: never, changes: never, epochs: never, recorded: never, seeds: never },
  untrained: async (networks) => (await untrained).slice(0, networks),
  shuffled: async () => [],
};

describe('the best neurons of each feature of the catalogue', () => {
  let run: string;
  let found: NonNullable<Evidence['catalogue']>;
  const gathered = (base: string, given = readings) =>
    catalogueEvidence(
      {
        marked: [{}] as unknown as EvidenceContext['marked'],
        manifest: { evidence: { level: 'full', catalogue: 2 } } as EvidenceContext['manifest'],
        paths: { run } as EvidenceContext['paths'],
      },
      {
        bench: benchOn([high, low, three, decoy]),
        readings: given,
        ...{ base, grounds: {} },
      },
    );
  const about = (feature: number): Claim[] =>
    found.claims.filter((claim) => claim.feature === `feature ${feature - 1}`);
  const statuses = ({ rungs }: Claim) => [rungs.heldOut.status, rungs.learned.status];

  beforeAll(async () => {
    run = await mkdtemp(join(tmpdir(), 'catalogue-'));
    found = await gathered('one');
  });
  afterAll(() => rm(run, { recursive: true }));

  it('are found where they were planted, whichever way they go, and pass', () => {
    const passed = ['passed', 'passed'];
    const lead = (feature: number) => about(feature).find((claim) => claim.lead);
    expect(lead(high)).toMatchObject({ neuron: 3, sign: 1, chosen: 'effect' });
    expect(lead(low)).toMatchObject({ neuron: 5, sign: -1, chosen: 'effect' });
    for (const claim of [lead(high), lead(low)]) expect(claim && statuses(claim)).toEqual(passed);
    expect(lead(high)?.effect?.localAuc).toBeGreaterThan(0.8);
    expect(lead(low)?.effect?.localAuc).toBeLessThan(0.2);
  });

  it('are two, those that are best on discovery, and none is claimed for its relevance', () => {
    expect(
      about(three)
        .map(({ neuron }) => neuron)
        .sort(),
    ).toEqual([10, 9]);
    expect(found.claims.every(({ chosen }) => chosen === 'effect')).toBe(true);
    expect(found).toMatchObject({ neurons: 2, features: 4 });
  });

  it('of a feature that no neuron carries are none, or do not hold', () => {
    expect(about(decoy).filter(({ rungs }) => rungs.heldOut.status === 'passed')).toEqual([]);
  });

  it('are corrected for over the whole catalogue', () => {
    for (const { rungs, chance } of found.claims) {
      expect(rungs.heldOut.measured?.claims).toBe(found.claims.length);
      expect(chance?.tests).toBe(24 * 4);
    }
  });

  it('are compared with what untrained networks have of the same feature, not of the experiment’s own', async () => {
    const networks = (await untrained).slice(0, 3);
    for (const [feature, expected] of [high, low].entries()) {
      const best = networks.map(({ discovery, confirmation }) => {
        const on = item(discovery, expected);
        const neuron = on.reduce((far, value, n) => (Math.abs(value) > Math.abs(item([...on], far)) ? n : far), 0);
        const there = item([...item(confirmation, expected)], neuron);
        return item([...on], neuron) < 0 ? -there : there;
      });
      const claim = found.claims.find((each) => each.feature === `feature ${feature}`);
      expect(claim?.rungs.learned.measured?.best).toEqual(best);
    }
  });

  it('are held nowhere: what that would tell is not asked', () => {
    for (const { rungs } of found.claims) {
      expect(rungs.specific.status === 'not run').toBe(rungs.learned.status !== 'passed');
      for (const name of ['used', 'replicated'] as const)
        expect(rungs[name]).toEqual({ status: 'not run', reason: { code: 'catalogue' }, measured: null });
    }
  });

  it('are kept beside the findings on the experiment’s own features, until what they depend on changes', async () => {
    expect(await readdir(run)).toEqual(['catalogue']);
    const files = join(run, 'catalogue');
    expect((await readdir(files)).sort()).toContain('heldOut.json');
    const noMore = { ...readings, untrained: never };
    expect(await gathered('one', noMore)).toEqual(found);
    await expect(gathered('two', noMore)).rejects.toThrow('no neuron is held');
  });
});
