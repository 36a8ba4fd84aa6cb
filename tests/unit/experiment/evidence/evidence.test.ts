import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Bench, mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import type { Finding, Readings } from '../../../../runner/analysis/findings/finding.ts';
import { findings, findingsOf } from '../../../../runner/analysis/findings/findings.ts';
import { effectsOfNetworks } from '../../../../runner/analysis/findings/untrained.ts';
import { at, item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import type { EvidenceContext } from '../../../../runner/experiment/context.ts';
import { catalogueEvidence, findingKey, gather } from '../../../../runner/experiment/evidence/evidence.ts';
import type { Claim, Evidence } from '../../../../runner/experiment/results/evidence-schema.ts';
import { benchFor } from '../../../calibration/claims-on.ts';
import { simulate } from '../../../calibration/simulate.ts';
import { inventedBench, inventedNetwork, knower } from '../../analysis/findings/invented.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const { path: run } = temporaryFolder();

const reads = { untrained: [1] };
const grounds = { base: 'a', grounds: reads };

const numbered = (own: Pick<Finding, 'name' | 'criteria' | 'inputs' | 'reads' | 'bounds' | 'compute'>): Finding => ({
  title: own.name,
  published: 'inner',
  schema: z.number(),
  ...own,
});
const share = numbered({
  name: 'share',
  criteria: { least: 0.5 },
  inputs: [],
  reads: [],
  compute: async () => 3,
});
const half = numbered({
  name: 'half',
  criteria: { of: 2 },
  bounds: [{ most: 9 }],
  inputs: [share],
  reads: ['untrained'],
  compute: async ({ found }) => Number(Object.values(found)[0]) / 2,
});

it('the key of what was found depends on all that the finding declares, and on nothing else', () => {
  const key = (own: Partial<Finding>, found: object = { share: 3 }, other: Partial<typeof grounds> = {}) =>
    findingKey({ ...grounds, ...other }, { ...half, ...own }, found as Record<string, unknown>);
  const first = key({});
  expect(key({ title: 'taking half' })).toBe(first);
  expect(key({}, { share: 3, other: 1 })).toBe(first);
  expect(key({}, { share: 3 }, { grounds: { ...reads, seeds: [5] } as typeof reads })).toBe(first);
  const others = [
    key({ criteria: { of: 3 } }),
    key({ criteria: { of: 2, most: 9 } }),
    key({ bounds: [{ most: 8 }] }),
    key({ inputs: [] }),
    key({ reads: [] }),
    key({}, { share: 4 }),
    key({}, { share: 3 }, { base: 'b' }),
    key({}, { share: 3 }, { grounds: { untrained: [2] } }),
  ];
  expect(new Set([first, ...others]).size).toBe(1 + others.length);
});

it.each([
  [
    'quick',
    [
      [4, 1, 1],
      [4, 1, 0],
      [4, 1, 0],
    ],
  ],
] as const)('%s evidence sorts neurons so often: in each sweep [neurons, classes, tests]', async (level, expected) => {
  const bench = inventedBench();
  const swept: number[][] = [];
  const sweep: Bench['sweep'] = (job, onProgress) => {
    swept.push([job.activations.length, job.classes.length, job.tests.length]);
    return bench.sweep(job, onProgress);
  };
  const readings = inventedNetwork(bench, { reads: knower });
  await gather(findingsOf(level), { bench: { ...bench, sweep }, readings, ...grounds, folder: join(run, level) });
  expect(swept).toEqual(expected);
});

it('what has another criterion and what follows from it is computed again, and the rest is taken from where it was kept', async () => {
  const bench = inventedBench();
  const readings = inventedNetwork(bench, { reads: knower });
  /** What was found, and which findings were computed for it. */
  async function gathered(list: readonly Finding[]) {
    const computed: string[] = [];
    const compute = (own: Finding, task: Parameters<Finding['compute']>[0]) => {
      computed.push(own.name);
      return own.compute(task);
    };
    const watched = list.map((own): Finding => ({ ...own, compute: (task) => compute(own, task) }));
    return { found: await gather(watched, { bench, readings, ...grounds, folder: join(run, 'gathered') }), computed };
  }
  const list = findings.slice(0, 4);
  const first = await gathered(list);
  expect(first.computed).toEqual(['choice', 'chance', 'effect', 'heldOut']);
  expect(first.found.heldOut?.[0]?.status).toBe('passed');
  expect(await gathered(list)).toEqual({ found: first.found, computed: [] });
  const stricter = list.map(
    (own): Finding => (own.name === 'heldOut' ? { ...own, criteria: { ...own.criteria, adjustedP: 0.01 } } : own),
  );
  expect((await gathered(stricter)).computed).toEqual(['heldOut']);
  expect((await gathered(stricter)).computed).toEqual([]);
  expect((await gathered([share, half])).found).toEqual({ share: 3, half: 1.5 });
  const fewer: Finding = { ...share, criteria: { least: 0.4 }, compute: async () => 5 };
  expect(await gathered([fewer, half])).toEqual({ found: { share: 5, half: 2.5 }, computed: ['share', 'half'] });
});

const state = { frequency: 0.3, run: 12 } as const;
/** The experiment's own, then those of the catalogue: carried by a high neuron, by a low one, by three, and by none. */
const [own, high, low, three, decoy] = [0, 1, 2, 3, 4];
const carried = (feature: number, neuron: number, size: number) => ({ neuron, feature, size, spread: 0 });
const made = simulate(
  {
    documents: 48,
    sources: 2,
    segments: 1,
    length: 120,
    neurons: 24,
    vocabulary: 80,
    untrained: 5,
    tokenReading: 0.3,
    features: [state, state, state, state, { frequency: 0.25, run: 10 }],
    effects: [
      carried(own, 0, 4),
      carried(high, 3, 3),
      carried(low, 5, -3),
      carried(three, 8, 1.5),
      carried(three, 9, -3),
      carried(three, 10, 4),
    ],
  },
  random(12),
);

const benchOn = (features: readonly number[]): Bench => {
  const text = mapHalves((half) => ({
    ...made[half],
    masks: features.map((feature) => item(made[half].masks, feature)),
  }));
  const bench = benchFor(text, { count: 2 }, random(3));
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
  losses: never,
  predictions: never,
  steps: never,
  changes: never,
  epochs: never,
  recorded: never,
  seeds: never,
  untrained: async (networks) => (await untrained).slice(0, networks),
  shuffled: async () => [],
};

describe('the best neurons of each feature of the catalogue', () => {
  let found: NonNullable<Evidence['catalogue']>;
  const gathered = (base: string, given = readings) => {
    const context = { marked: [{}], manifest: { evidence: { level: 'full', catalogue: 2 } }, paths: { run } };
    const gathering = { bench: benchOn([high, low, three, decoy]), readings: given, base, grounds: {} };
    return catalogueEvidence(context as unknown as EvidenceContext, gathering);
  };
  const about = (feature: number): Claim[] =>
    found.claims.filter((claim) => claim.feature === `feature ${feature - 1}`);

  beforeAll(async () => {
    found = await gathered('one');
  });

  it('are found where they were planted, whichever way they go, and pass', () => {
    const rungs = { heldOut: { status: 'passed' }, learned: { status: 'passed' } };
    const lead = (feature: number) => about(feature).find((claim) => claim.lead);
    expect(lead(high)).toMatchObject({ neuron: 3, sign: 1, chosen: 'effect', rungs });
    expect(lead(low)).toMatchObject({ neuron: 5, sign: -1, chosen: 'effect', rungs });
    expect(lead(high)?.effect?.localAuc).toBeGreaterThan(0.8);
    expect(lead(low)?.effect?.localAuc).toBeLessThan(0.2);
  });

  it('are two, those that are best on discovery, and none is claimed for its relevance', () => {
    expect(new Set(about(three).map(({ neuron }) => neuron))).toEqual(new Set([10, 9]));
    expect(found.claims.every(({ chosen }) => chosen === 'effect')).toBe(true);
    expect(found).toMatchObject({ neurons: 2, features: 4 });
    // Of a feature that no neuron carries they are none, or do not hold.
    expect(about(decoy).filter(({ rungs }) => rungs.heldOut.status === 'passed')).toEqual([]);
  });

  it('are corrected for over the whole catalogue, and held nowhere: what that would tell is not asked', () => {
    for (const { rungs, chance } of found.claims) {
      expect(rungs.heldOut.measured?.claims).toBe(found.claims.length);
      expect(chance?.tests).toBe(24 * 4);
      expect(rungs.specific.status === 'not run').toBe(rungs.learned.status !== 'passed');
      for (const name of ['used', 'replicated'] as const)
        expect(rungs[name]).toEqual({ status: 'not run', reason: { code: 'catalogue' }, measured: null });
    }
  });

  it('are compared with what untrained networks have of the same feature, not of the experiment’s own', async () => {
    const networks = (await untrained).slice(0, 3);
    for (const feature of [high, low]) {
      const best = networks.map(({ discovery, confirmation }) => {
        const [on, there] = [item(discovery, feature), item(confirmation, feature)];
        const neuron = on.reduce((far, value, n) => (Math.abs(value) > Math.abs(at(on, far)) ? n : far), 0);
        return Math.sign(at(on, neuron)) * at(there, neuron);
      });
      expect(about(feature)[0]?.rungs.learned.measured?.best).toEqual(best);
    }
  });

  it('are kept beside the findings on the experiment’s own features, until what they depend on changes', async () => {
    expect(await readdir(join(run, 'catalogue'))).toContain('heldOut.json');
    const noMore = { ...readings, untrained: never };
    expect(await gathered('one', noMore)).toEqual(found);
    await expect(gathered('two', noMore)).rejects.toThrow('no neuron is held');
  });
});
