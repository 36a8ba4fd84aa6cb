/**
 * Is it this, or something that goes with it? A network of known truth: neurons that carry a state, another, a number, and labels
 * that only go with them. That the network reads a neuron or does not decides nothing here.
 */
import { describe, expect, it } from 'vitest';
import { type Bench, mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import { choose } from '../../../../runner/analysis/findings/choice.ts';
import { againstOf, rivals } from '../../../../runner/analysis/findings/rivals.ts';
import { judgeSpecific, specific } from '../../../../runner/analysis/findings/rungs/specific.ts';
import type { RivalTold } from '../../../../runner/analysis/findings/rungs-schema.ts';
import type { HalfName } from '../../../../runner/analysis/stats/tested-text.ts';
import { at, item } from '../../../../runner/core/at.ts';
import { type Random, random } from '../../../../runner/core/random.ts';
import { aFeature, aRival, benchOfHalves, claimOn, passedLearned } from './invented.ts';

const [documents, length] = [40, 300];
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
  state.map((_, t) => at(state, Math.floor((t - by) / length) === Math.floor(t / length) ? t - by : t));
/** How far into the state a token is, up to 12: 0 outside. */
const depth = (state: Uint8Array): Float32Array => {
  let now = 0;
  return Float32Array.from(state, (each, t) => {
    now = t % length === 0 ? each : Math.max(0, Math.min(12, now + (each === 1 ? 1 : -1)));
    return now;
  });
};

/** Six kinds of tokens at random, and a mark where s begins or ends. */
function made(half: HalfName, seed: number) {
  const source = random(seed, half.length);
  const { normal, uniform } = source;
  const [s, m] = [runs(source), runs(source)];
  const number = depth(s);
  const [first, second] = [decoy(s, 0.02, source), decoy(s, 0.02, source)];
  const [decoy08, decoy15, decoy30] = [decoy(s, 0.08, source), decoy(s, 0.15, source), decoy(s, 0.3, source)];
  const masks = {
    s,
    m,
    decoy08,
    decoy15,
    decoy30,
    first,
    second,
    lead1: late(s, -1),
    lead2: late(s, -2),
    shift1: late(s, 1),
    shift2: late(s, 2),
    union: s.map((each, t) => each | at(m, t)),
    inter: s.map((each, t) => each & at(m, t)),
    'decoy of a decoy': decoy(decoy15, 0.15, source),
    // A rival that goes with s at r = .95, and is known to another neuron.
    near: decoy(s, 0.025, source),
    deep: Uint8Array.from(number, (each) => Number(each >= 5)),
  };
  const noisy = (label: ArrayLike<number>, sd: number) => Float32Array.from(label, (each) => each + sd * normal());
  const neurons = {
    s: noisy(s, 0.1),
    m: noisy(m, 0.1),
    counter: noisy(number, 0.3),
    switch: noisy(masks.deep, 0.1),
    noise: noisy(new Uint8Array(tokens), 1),
  };
  const isBorder = (t: number): boolean => t % length > 0 && s[t] !== s[t - 1];
  const types = Int32Array.from(s, (_, t) => (isBorder(t) ? 6 : Math.floor(6 * uniform())));
  return { labels: { ...masks, number } as Record<string, Uint8Array | Float32Array>, number, neurons, types };
}
const known = [1, 2, 3].map((seed) => mapHalves((half) => made(half, seed)));
const names = Object.keys(item(known, 0).discovery.neurons);

interface Asked {
  neuron: string;
  label: string;
  beside?: readonly string[];
  rivals?: readonly string[];
  /** The label is a range of the number. */
  ofNumber?: boolean;
  decidedByToken?: boolean;
  /** More neurons that follow labels. */
  following?: readonly string[];
  seed?: number;
}

function benchFor({ label, beside = [], ofNumber, following = [], seed = 1, ...more }: Asked): Bench {
  const halves = item(known, seed - 1);
  const { decidedByToken = false } = more;
  const members = mapHalves(() => new Uint8Array(tokens).fill(1));
  const number = { says: 'number', masks: mapHalves((half) => halves[half].number), members };
  const feature = (name: string) =>
    aFeature(
      mapHalves((half) => halves[half].labels[name] ?? new Uint8Array(0)),
      { name, says: { whether: name, event: null }, decidedByToken, ...(ofNumber && name === label && { number }) },
    );
  const read = mapHalves((half) => {
    const { normal } = random(seed, 99, half.length);
    const { types, neurons, labels } = halves[half];
    const followers = following.map((name) => Float32Array.from(labels[name] ?? [], (each) => each + 0.1 * normal()));
    return { types, neurons: [...Object.values(neurons), ...followers] };
  });
  const input = { rivals: (more.rivals ?? []).map(feature), seed, vocabulary: ['a', 'b', 'c', 'd', 'e', 'f', '"'] };
  return benchOfHalves(read, [label, ...beside].map(feature), { sources: Array(documents).fill(0), ...input });
}

type Told = Awaited<ReturnType<(typeof specific)['compute']>>[number];
/** What is told of claims that are learned, of one feature after the other, or all of one. */
async function outcomesOf(bench: Bench, neurons: readonly string[], all?: number) {
  const claims = neurons.map((name, feature) => ({ ...claimOn(names.indexOf(name)), feature: all ?? feature }));
  const found = { choice: { claims, chance: [] }, learned: claims.map(() => passedLearned) };
  const task = { bench, readings: {} };
  const beside = await rivals.compute({ ...task, found });
  const told: Told[] = await specific.compute({ ...task, found: { ...found, rivals: beside } });
  return told.map((own) => ({ ...own, rival: own.measured?.rivals.find(({ of }) => 'feature' in of) }));
}
const outcomeOf = async (asked: Asked) => item(await outcomesOf(benchFor(asked), [asked.neuron]), 0);

const falseLabels = ['decoy08', 'decoy15', 'decoy30', 'lead1', 'lead2', 'shift1', 'shift2', 'union', 'inter'];
const all = ['s', 'm', ...falseLabels];
/** Neuron s is claimed to carry each of them but m, among all the others. */
const claimed = all.map((label) => (label === 'm' ? 'm' : 's'));
const together = outcomesOf(benchFor({ neuron: 's', label: 's', beside: all.slice(1) }), claimed);

describe('the rung specific, where nothing is held', () => {
  it.each(['s', 'm'])('passes a neuron that carries %s, whatever else goes with it', async (own) => {
    const told = (await together)[all.indexOf(own)];
    expect(told).toMatchObject({ status: 'passed', reason: null });
    for (const { label, rival, of } of told?.measured?.rivals ?? []) {
      expect(label, JSON.stringify(of)).toBeGreaterThan(0.95);
      expect(rival, JSON.stringify(of)).toBeLessThan(0.65);
    }
  });

  it.each(falseLabels)('fails %s, and names what the neuron follows', async (label) => {
    const told = (await together)[all.indexOf(label)];
    expect(told).toMatchObject({ status: 'failed', reason: { code: 'rival', feature: 's' } });
    const [nearest] = told?.measured?.rivals ?? [];
    expect(nearest?.rival).toBeGreaterThan(0.95);
    expect(nearest?.label).toBeLessThan(0.55);
    expect(nearest?.below).toBeLessThan(1e-6);
  });

  const unspoken = { code: 'nothing speaks for it' };
  it.each([
    // The label so moved is its own rival.
    ['fails', { label: 'lead1' }, { code: 'shifted', tokens: 1 }],
    ['fails', { label: 'lead2' }, { code: 'shifted', tokens: 2 }],
    ['fails', { label: 'shift1' }, { code: 'shifted', tokens: -1 }],
    ['fails', { label: 'shift2' }, { code: 'shifted', tokens: -2 }],
    // A neuron that errs so often is not said to know it.
    ['cannot tell', { label: 'decoy08' }, unspoken],
    ['cannot tell', { label: 'decoy30' }, unspoken],
    ['cannot tell', { label: 'union' }, unspoken],
    ['cannot tell', { label: 'inter' }, unspoken],
    ['fails', { neuron: 'counter', label: 'deep', ofNumber: true }, { code: 'number behind', says: 'number' }],
    ['passes', { neuron: 'switch', label: 'deep', ofNumber: true }, null],
    ['passes', { neuron: 'counter', label: 'number', beside: ['deep', 's'] }, null],
    // Activations as they are.
    ['fails', { label: 'decoy15', beside: ['s'], decidedByToken: true }, { code: 'rival', feature: 's' }],
    ['passes', { label: 's', beside: ['decoy15'], decidedByToken: true }, null],
  ])('%s %j', async (_, asked, reason) => {
    const status = reason === null ? 'passed' : reason === unspoken ? 'not testable' : 'failed';
    expect(await outcomeOf({ neuron: 's', ...asked })).toMatchObject({ status, reason });
  });

  it.each<[string, Omit<Asked, 'neuron'>, RegExp, boolean?]>([
    ['does not pass the whole', { label: 'union', beside: ['m'], following: ['m'] }, /failed|not testable/],
    ['nor the part, where another part is named', { label: 'inter', beside: ['m'], following: ['m'] }, /failed|not te/],
    // It is told within the cells of the label, but no neuron follows it.
    ['is not spoken for by a noisier copy', { label: 'decoy15', rivals: ['decoy of a decoy'] }, /not testable/, false],
    ['nor by another copy', { label: 'decoy08', rivals: ['decoy30'], following: ['s'] }, /not testable/, false],
    ['nor by one that nothing follows', { label: 'first', rivals: ['decoy30'] }, /./, false],
    ['but by one that a neuron follows', { label: 'first', rivals: ['decoy30'], following: ['decoy30'] }, /./, true],
  ])('%s: %j', async (_, asked, told, alive) => {
    const { status, rival } = await outcomeOf({ neuron: 's', ...asked });
    expect(status).toMatch(told);
    if (alive !== undefined) expect(rival?.alive).toBe(alive);
    if (asked.label === 'decoy15') expect(rival?.above).toBeLessThan(0.05);
  });

  it.each([1, 2, 3])('does not fail a true state for a rival of r = .95 that is followed (%d)', async (seed) => {
    const told = await outcomeOf({ neuron: 's', label: 's', rivals: ['near'], following: ['near'], seed });
    expect(told).toMatchObject({ status: 'passed', rival: { correlation: expect.closeTo(0.95, 1) } });
  });

  it.each([1, 2, 3])('fails neither of two annotators of one state who err as seldom (%d)', async (seed) => {
    const told = await outcomesOf(benchFor({ neuron: 's', label: 'first', beside: ['second'], seed }), ['s', 's']);
    expect(told).toMatchObject([{ status: 'passed' }, { status: 'passed' }]);
  });
});

it('looks for the neuron that follows a rival once, whatever the number of claims', async () => {
  const bench = benchFor({ neuron: 's', label: 'first', rivals: ['decoy30'], following: ['decoy30'] });
  const { activations } = bench.input;
  const readFor = async (claims: number): Promise<number> => {
    let reads = 0;
    const discovery = new Proxy(activations.discovery, {
      get(neurons, key) {
        reads += Number(/^\d+$/.test(String(key)));
        return Reflect.get(neurons, key);
      },
    });
    const counting = { ...bench, input: { ...bench.input, activations: { ...activations, discovery } } };
    await outcomesOf(counting, Array(claims).fill('s'), 0);
    return reads;
  };
  const more = (await readFor(4)) - (await readFor(1));
  expect(more).toBeLessThanOrEqual(3);
  // With one it is looked for among all.
  expect(await readFor(1)).toBeGreaterThan(2 * activations.discovery.length);
});

it('a claim turned round is offered to the feature that the neuron follows on discovery', async () => {
  const { features, ...bench } = benchFor({ neuron: 's', label: 'decoy15', beside: ['s'] });
  const byHand = features.map((each) => ({ ...each, byHand: each.index === 0 ? [0] : [] }));
  const { claims } = await choose({ ...bench, input: { ...bench.input, count: 0 }, features: byHand });
  expect(claims).toEqual([claimOn(0), { ...claimOn(0), feature: 1, chosen: 'rival' }]);
  // And to none where it follows its own.
  const own = await choose(benchFor({ neuron: 's', label: 's', beside: ['decoy15', 'm'] }));
  expect(own.claims.filter(({ chosen }) => chosen === 'rival')).toEqual([]);
});

describe('where the neuron was held too', () => {
  const interval: [number, number] = [0, 0.2];
  const disagreement = { tokens: 60, documents: 20, difference: 0.1, interval, t: 2, p: 0.02 };
  const at10 = { all: 0.1, side: 0.1 };
  const held = { clampsNeurons: true };
  it.each([
    ['the network is better off with the label', at10, disagreement, [0.02, 0.98], 'passed'],
    ['it is better off with the neuron', at10, disagreement, [0.99, 0.01], 'failed'],
    ['it is neither', at10, disagreement, [0.4, 0.6], 'not testable'],
    ['the neuron is on the other side at few tokens', { all: 0.04, side: 0.15 }, null, [1, 1], 'passed'],
    ['it is at too many', { all: 0.06, side: 0.15 }, null, [1, 1], 'not testable'],
    // Of a rare feature a neuron that never fires misses little, and all of it.
    ['it is at all of one side', { all: 0.04, side: 1 }, null, [1, 1], 'not testable'],
  ] as const)('%s', (_, disagree, found, [above, below], status) => {
    expect(judgeSpecific({ disagree, disagreement: found, rivals: [] }, { above, below }, held).status).toBe(status);
  });

  it.each([
    // As with labels of which a tenth or a quarter are wrong.
    ['disagrees at a tenth', at10, 'not run'],
    ['disagrees at a quarter', { all: 0.25, side: 0.3 }, 'not run'],
    ['disagrees at all of one side', { all: 0.04, side: 1 }, 'not run'],
    ['is not known to agree', null, 'not run'],
    ['hardly disagrees', { all: 0.01, side: 0.02 }, 'passed'],
  ] as const)('a neuron that was not held and %s: though a rival is told apart', (_, disagree, status) => {
    const measured = { disagree, disagreement: null, rivals: [aRival({ alive: true })] };
    const judged = judgeSpecific(measured, { above: 1, below: 1 }, { clampsNeurons: false });
    expect(judged).toMatchObject({ status, reason: status === 'passed' ? null : { code: 'neuron not held' } });
    expect(judgeSpecific(measured, { above: 1, below: 1 }, held).status).toBe('passed');
  });

  const better = aRival({ below: 0.01 });
  const flat = aRival({ of: { feature: 'quote' }, flat: true });
  it.each<[string, RivalTold[], ReturnType<typeof againstOf>]>([
    ['nothing where no rival is told better', [aRival({})], null],
    ['a rival that is', [better], { code: 'rival', feature: 'comma', label: 0.6, rival: 0.7 }],
    ['one with a cell in which the label is not told', [aRival({}), flat], { code: 'only with', feature: 'quote' }],
    ['one that is told better rather than such a cell', [flat, better], againstOf({ rivals: [better] })],
    ['the label elsewhere', [{ ...better, of: { shift: 2 } }], { code: 'shifted', tokens: 2 }],
    ['its number', [{ ...flat, of: { number: 'depth' } }], { code: 'number behind', says: 'depth', rival: 0.7 }],
  ])('against a claim speaks %s, and is not outvoted', (_, rivals, reason) => {
    expect(againstOf({ rivals })).toEqual(reason);
    const measured = { disagree: { all: 0.01, side: 0.01 }, disagreement, rivals };
    const status = reason === null ? 'passed' : 'failed';
    expect(judgeSpecific(measured, { above: 1e-9, below: 1 }, held)).toMatchObject({ status, reason });
  });
});
