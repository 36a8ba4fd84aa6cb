/**
 * Is it this, or something that goes with it? A network of known truth: neurons that carry a state, another, a number, and labels
 * that only go with them. That the network reads a neuron or does not decides nothing here.
 */
import { describe, expect, it } from 'vitest';
import { type Bench, inHalves, type LadderFeature } from '../../../../runner/analysis/findings/bench.ts';
import { choose } from '../../../../runner/analysis/findings/choice.ts';
import { rivals } from '../../../../runner/analysis/findings/rivals.ts';
import { judged } from '../../../../runner/analysis/findings/rungs/rung.ts';
import { judgeSpecific, specific } from '../../../../runner/analysis/findings/rungs/specific.ts';
import type { Disagreement } from '../../../../runner/analysis/findings/rungs-schema.ts';
import type { HalfName } from '../../../../runner/analysis/stats/tested-text.ts';
import { at, item } from '../../../../runner/core/at.ts';
import { type Random, random } from '../../../../runner/core/random.ts';
import { areNumbers, type FeatureValues } from '../../../../runner/core/values.ts';
import { benchOfHalves } from './text-bench.ts';

const documents = 40;
const length = 300;
const tokens = documents * length;

/** A state that lasts some twenty tokens, each document by itself. */
function runs({ uniform }: Random, leave = 0.05, enter = 0.05): Uint8Array {
  const state = new Uint8Array(tokens);
  for (let t = 0; t < tokens; t++) {
    const before = t % length === 0 ? Number(uniform() < enter / (enter + leave)) : at(state, t - 1);
    state[t] = uniform() < (before === 1 ? leave : enter) ? 1 - before : before;
  }
  return state;
}
/** Turned round in runs that nobody can know, in such a share of the tokens. */
const decoy = (state: Uint8Array, share: number, source: Random): Uint8Array => {
  const turned = runs(source, 0.1, (0.1 * share) / (1 - share));
  return state.map((each, t) => each ^ at(turned, t));
};
const late = (state: Uint8Array, by: number): Uint8Array =>
  state.map((each, t) => at(state, Math.floor((t - by) / length) === Math.floor(t / length) ? t - by : t) ?? each);
const marks = (a: Uint8Array, b: Uint8Array, is: (a: number, b: number) => boolean): Uint8Array =>
  a.map((each, t) => Number(is(each, at(b, t))));
/** How far into the state a token is, up to 12: 0 outside. */
const depth = (state: Uint8Array): Float32Array => {
  let now = 0;
  return Float32Array.from(state, (each, t) => {
    now = t % length === 0 ? each : Math.max(0, Math.min(12, now + (each === 1 ? 1 : -1)));
    return now;
  });
};

interface HalfMade {
  labels: Record<string, FeatureValues>;
  neurons: Record<string, Float32Array>;
  types: Int32Array;
}

const known = new Map<string, HalfMade>();
/** Six kinds of tokens at random, and a mark where s begins or ends. */
function made(half: HalfName, seed: number): HalfMade {
  const key = `${half} ${seed}`;
  const own = known.get(key) ?? makeHalf(half, seed);
  known.set(key, own);
  return own;
}

function makeHalf(half: HalfName, seed: number): HalfMade {
  const source = random(seed, half.length);
  const { normal, uniform } = source;
  const [s, m] = [runs(source), runs(source)];
  const number = depth(s);
  const [first, second] = [decoy(s, 0.02, source), decoy(s, 0.02, source)];
  const decoys = [0.08, 0.15, 0.3].map((share) => decoy(s, share, source));
  const [decoy08 = s, decoy15 = s, decoy30 = s] = decoys;
  const isBorder = (t: number): boolean => t % length > 0 && s[t] !== s[t - 1];
  const from = (of: (t: number) => number) => Float32Array.from({ length: tokens }, (_, t) => of(t));
  return {
    labels: {
      ...{ s, m, decoy08, decoy15, decoy30, first, second },
      ...{ lead1: late(s, -1), lead2: late(s, -2), shift1: late(s, 1), shift2: late(s, 2) },
      union: marks(s, m, (a, b) => a + b > 0),
      inter: marks(s, m, (a, b) => a + b === 2),
      'decoy of a decoy': decoy(decoy15, 0.15, source),
      // A rival that goes with s at r = .95, and is known to another neuron.
      near: decoy(s, 0.025, source),
      deep: Uint8Array.from(number, (each) => Number(each >= 5)),
      number,
    },
    neurons: {
      s: from((t) => at(s, t) + 0.1 * normal()),
      m: from((t) => at(m, t) + 0.1 * normal()),
      counter: from((t) => at(number, t) + 0.3 * normal()),
      switch: from((t) => Number(at(number, t) >= 5) + 0.1 * normal()),
      noise: from(() => normal()),
    },
    types: Int32Array.from({ length: tokens }, (_, t) => (isBorder(t) ? 6 : Math.floor(6 * uniform()))),
  };
}

interface Asked {
  neuron: string;
  label: string;
  beside?: readonly string[];
  rivals?: readonly string[];
  /** The number of which the label is a range. */
  number?: string;
  decidedByToken?: boolean;
  /** More neurons that follow labels. */
  following?: readonly string[];
  seed?: number;
}

function benchFor({
  label,
  beside = [],
  rivals: further = [],
  number,
  decidedByToken = false,
  following = [],
  seed = 1,
}: Asked): Bench {
  const halfMade = inHalves((half) => made(half, seed));
  const members = inHalves(() => new Uint8Array(tokens).fill(1));
  const valuesOf = (name: string) => inHalves((half) => halfMade[half].labels[name] ?? new Uint8Array(0));
  const numbersOf = (name: string) =>
    inHalves((half) => {
      const values = halfMade[half].labels[name];
      if (values === undefined || !areNumbers(values)) throw new Error(name);
      return values;
    });
  const feature = (name: string): LadderFeature => ({
    ...{ name, says: { whether: name, event: null }, decidedByToken, among: 'all', byHand: [] },
    ...{ masks: valuesOf(name), members },
    ...(number !== undefined && name === label && { number: { says: number, masks: numbersOf(number), members } }),
  });
  const read = inHalves((half) => {
    const { normal } = random(seed, 99, half.length);
    const own = halfMade[half];
    const followers = following.map((name) =>
      Float32Array.from(own.labels[name] ?? [], (each) => each + 0.1 * normal()),
    );
    return { types: own.types, neurons: [...Object.values(own.neurons), ...followers] };
  });
  const input = { rivals: further.map(feature), seed, vocabulary: ['a', 'b', 'c', 'd', 'e', 'f', '"'] };
  return benchOfHalves(read, [label, ...beside].map(feature), { sources: Array(documents).fill(0), ...input });
}

const learned = judged(
  { networks: 5, claim: 0.4, best: [], mean: 0, sd: 0, limit: 0, shuffled: null, p: 0, adjustedP: 0, labels: null },
  null,
);
const names = Object.keys(made('discovery', 1).neurons);

async function outcomeOf(asked: Asked) {
  const bench = benchFor(asked);
  const neuron = names.indexOf(asked.neuron);
  const claims = [{ feature: 0, neuron, sign: 1, chosen: 'by hand' } as const];
  const found = { choice: { claims, chance: [] }, learned: [learned] };
  const task = { bench, readings: {} };
  const beside = await rivals.compute({ ...task, found });
  const [told] = await specific.compute({ ...task, found: { ...found, rivals: beside } });
  if (told === undefined) throw new Error('no outcome');
  return told;
}

const falseLabels = ['decoy08', 'decoy15', 'decoy30', 'lead1', 'lead2', 'shift1', 'shift2', 'union', 'inter'] as const;

describe('the rung specific, where nothing is held', () => {
  it.each(['s', 'm'])('passes a neuron that carries %s, whatever else goes with it', async (own) => {
    const beside = [...falseLabels, ...['s', 'm'].filter((name) => name !== own)];
    const told = await outcomeOf({ neuron: own, label: own, beside });
    expect(told).toMatchObject({ status: 'passed', reason: null });
    for (const rival of told.measured?.rivals ?? []) {
      expect(rival.label, JSON.stringify(rival.of)).toBeGreaterThan(0.95);
      expect(rival.rival, JSON.stringify(rival.of)).toBeLessThan(0.65);
    }
  });

  it.each(falseLabels)('fails %s, and names what the neuron follows', async (label) => {
    const told = await outcomeOf({
      neuron: 's',
      label,
      beside: ['s', 'm', ...falseLabels.filter((name) => name !== label)],
    });
    expect(told.status).toBe('failed');
    expect(told.reason).toMatchObject({ code: 'rival', feature: 's' });
    const [nearest] = told.measured?.rivals ?? [];
    expect(nearest?.rival).toBeGreaterThan(0.95);
    expect(nearest?.label).toBeLessThan(0.55);
    expect(nearest?.below).toBeLessThan(1e-6);
  });

  it.each([
    ['lead1', 1],
    ['lead2', 2],
    ['shift1', -1],
    ['shift2', -2],
  ] as const)('fails %s by itself alone: the label so moved is its own rival', async (label, tokens) => {
    const told = await outcomeOf({ neuron: 's', label });
    expect(told).toMatchObject({ status: 'failed', reason: { code: 'shifted', tokens } });
  });

  it.each(['union', 'inter'])('fails the %s where only what the neuron does not carry is named', async (label) => {
    const told = await outcomeOf({ neuron: 's', label, beside: ['m'], following: ['m'] });
    expect(told.status).not.toBe('passed');
  });

  it.each(['decoy08', 'decoy15', 'decoy30', 'union', 'inter'])(
    'cannot tell %s where nothing else is named: a neuron that errs so often is not said to know it',
    async (label) => {
      expect(await outcomeOf({ neuron: 's', label })).toMatchObject({
        status: 'not testable',
        reason: { code: 'nothing speaks for it' },
      });
    },
  );

  it('is not spoken for by a noisier copy of the label, which no neuron follows', async () => {
    const told = await outcomeOf({ neuron: 's', label: 'decoy15', rivals: ['decoy of a decoy'] });
    const own = told.measured?.rivals.find(({ of }) => 'feature' in of);
    expect(own).toMatchObject({ alive: false });
    expect(own?.above).toBeLessThan(0.05);
    expect(told.status).toBe('not testable');
  });

  it('nor by another noisy label of the same state, though neurons tell that within its cells', async () => {
    const told = await outcomeOf({ neuron: 's', label: 'decoy08', rivals: ['decoy30'], following: ['s'] });
    expect(told.measured?.rivals.find(({ of }) => 'feature' in of)?.alive).not.toBe(true);
    expect(told.status).toBe('not testable');
  });

  it('is spoken for by a rival that another neuron follows', async () => {
    const asked = { neuron: 's', label: 'first', rivals: ['decoy30'] };
    const [dead, alive] = [await outcomeOf(asked), await outcomeOf({ ...asked, following: ['decoy30'] })];
    const own = [dead, alive].map(({ measured }) => measured?.rivals.find(({ of }) => 'feature' in of)?.alive);
    expect(own).toEqual([false, true]);
  });

  it.each([1, 2, 3])(
    'does not fail a true state for a rival of r = .95 that another neuron follows (%d)',
    async (seed) => {
      const told = await outcomeOf({ neuron: 's', label: 's', rivals: ['near'], following: ['near'], seed });
      const own = told.measured?.rivals.find(({ of }) => 'feature' in of);
      expect(own?.correlation).toBeGreaterThan(0.93);
      expect(told.status).toBe('passed');
    },
  );

  it.each([1, 2, 3, 4, 5])('fails neither of two annotators of one state who err as seldom (%d)', async (seed) => {
    for (const [label, other] of [
      ['first', 'second'],
      ['second', 'first'],
    ] as const) {
      expect((await outcomeOf({ neuron: 's', label, beside: [other], seed })).status).toBe('passed');
    }
  });

  it('fails a threshold of a counter, whose number comes by itself, and not a switch at that threshold', async () => {
    const asked = { label: 'deep', number: 'number' };
    expect(await outcomeOf({ ...asked, neuron: 'counter' })).toMatchObject({
      status: 'failed',
      reason: { code: 'number behind', says: 'number' },
    });
    expect((await outcomeOf({ ...asked, neuron: 'switch' })).status).toBe('passed');
  });

  it('passes a counter for the number itself', async () => {
    expect((await outcomeOf({ neuron: 'counter', label: 'number', beside: ['deep', 's'] })).status).toBe('passed');
  });

  it('takes activations as they are where the token decides the feature', async () => {
    const told = await outcomeOf({ neuron: 's', label: 'decoy15', beside: ['s'], decidedByToken: true });
    expect(told).toMatchObject({ status: 'failed', reason: { feature: 's' } });
    expect((await outcomeOf({ neuron: 's', label: 's', beside: ['decoy15'], decidedByToken: true })).status).toBe(
      'passed',
    );
  });
});

describe('a claim turned round', () => {
  it('is offered to the feature that the neuron follows on discovery', async () => {
    const bench = benchFor({ neuron: 's', label: 'decoy15', beside: ['s'] });
    const { claims } = await choose({
      ...bench,
      input: { ...bench.input, count: 0 },
      features: [{ ...item(bench.features, 0), byHand: [0] }, item(bench.features, 1)],
    });
    expect(claims).toEqual([
      { feature: 0, neuron: 0, sign: 1, chosen: 'by hand' },
      { feature: 1, neuron: 0, sign: 1, chosen: 'rival' },
    ]);
  });

  it('is none where it follows its own', async () => {
    const bench = benchFor({ neuron: 's', label: 's', beside: ['decoy15', 'm'] });
    const { claims } = await choose(bench);
    expect(claims.filter(({ chosen }) => chosen === 'rival')).toEqual([]);
  });
});

describe('where the neuron was held too', () => {
  const beside = { disagree: { all: 0.1, side: 0.1 }, rivals: [] };
  const disagreement: Disagreement = { tokens: 60, documents: 20, difference: 0.1, interval: [0, 0.2], t: 2, p: 0.02 };
  it.each([
    ['the network is better off with the label', 0.02, 0.98, 'passed'],
    ['it is better off with the neuron', 0.99, 0.01, 'failed'],
    ['it is neither', 0.4, 0.6, 'not testable'],
  ] as const)('%s', (_, above, below, status) => {
    expect(judgeSpecific({ ...beside, disagreement }, { above, below }).status).toBe(status);
  });
  it.each([
    [0.04, 0.15, 'passed'],
    [0.06, 0.15, 'not testable'],
    // Of a rare feature a neuron that never fires misses little, and all of it.
    [0.04, 1, 'not testable'],
  ] as const)(
    'a neuron that is on the other side at %d of the tokens, and at %d of one side: %s',
    (all, side, status) => {
      const measured = { disagree: { all, side }, rivals: [], disagreement: null };
      expect(judgeSpecific(measured, { above: 1, below: 1 }).status).toBe(status);
    },
  );
  it('is not spoken for twice: a rival that speaks against a claim is not outvoted', () => {
    const against = {
      ...{ of: { feature: 'other' }, correlation: 0.6, label: 0.5, rival: 0.9, difference: -0.4 },
      ...{ interval: [-0.5, -0.3] as [number, number], above: 1, below: 1e-9, flat: true, alive: null },
    };
    const told = judgeSpecific(
      { disagree: { all: 0.01, side: 0.01 }, disagreement, rivals: [against] },
      { above: 1e-9, below: 1 },
    );
    expect(told).toMatchObject({
      status: 'failed',
      reason: { code: 'rival', feature: 'other', label: 0.5, rival: 0.9 },
    });
  });
});
