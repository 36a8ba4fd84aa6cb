/** Texts and experiments with planted neurons, and a network whose loss is known, for the tests of evidence. Nothing is fixed but the seed. */
import {
  type Bench,
  benchOf,
  type ClaimTestInput,
  mapHalves,
  type TestedFeature,
} from '../../../../runner/analysis/findings/bench.ts';
import type { Choice } from '../../../../runner/analysis/findings/choice.ts';
import type { FrozenClaim } from '../../../../runner/analysis/findings/claim-schema.ts';
import type { ClampedRun, Readings } from '../../../../runner/analysis/findings/finding.ts';
import { judged } from '../../../../runner/analysis/findings/rungs/rung.ts';
import type { RivalTold, Rungs } from '../../../../runner/analysis/findings/rungs-schema.ts';
import type { Activations, Halves, TestedText } from '../../../../runner/analysis/stats/tested-text.ts';
import { type Random, random } from '../../../../runner/core/random.ts';

/**
 * Documents of one segment in four sources. Even places are spaces (type 0), odd ones words, rarer the higher.
 * @returns `inside`: [tokens] whether the token is inside quotes, of which types know nothing.
 */
export function inventText(seed: number, documents = 40, length = 120, vocabulary = 60) {
  const source = random(seed);
  const tokens = documents * length;
  const types = Int32Array.from({ length: tokens }, (_, t) =>
    t % 2 === 0 ? 0 : 1 + Math.floor(source.uniform() ** 1.5 * (vocabulary - 1)),
  );
  const inside: Uint8Array = new Uint8Array(tokens);
  for (let t = 0; t < tokens; t++) {
    const before = t % length === 0 ? Number(source.uniform() < 0.3) : (inside[t - 1] as number);
    inside[t] = source.uniform() < (before === 1 ? 0.1 : 0.05) ? 1 - before : before;
  }
  const sources = Int32Array.from({ length: documents }, (_, document) => document % 4);
  const text: TestedText = { length, segments: 1, sources, types };
  return { text, inside, random: source };
}

/** Noise [tokens] with a memory: each value keeps .8 of the last. */
export function noise({ normal }: Random, tokens: number): Float32Array {
  const values = new Float32Array(tokens);
  for (let t = 0; t < tokens; t++) values[t] = 0.8 * (values[t - 1] ?? 0) + 0.6 * normal();
  return values;
}

/** `size` times the mask, plus noise. */
export const following = (mask: ArrayLike<number>, size: number, source: Random): Float32Array =>
  noise(source, mask.length).map((value, t) => value + size * (mask[t] as number));

/** A feature of tokens that do not decide it, which is compared with all of them. */
export const aFeature = (masks: TestedFeature['masks'], more: Partial<TestedFeature> = {}): TestedFeature => ({
  name: 'inside',
  says: { whether: 'it is inside', event: null },
  decidedByToken: false,
  among: 'all',
  byHand: [],
  masks,
  members: mapHalves((half) => new Uint8Array(masks[half].length).fill(1)),
  ...more,
});

/** A half as it is read, a segment a document: [read tokens], and [neurons] each [read tokens]. */
type MadeHalf = { types: Int32Array; neurons: readonly Float32Array[] };

type MadeOf = { sources: readonly number[]; warmUp?: number };
/** @param more with how many tokens of a segment come before those that are scored, and of which source the documents are. */
export function benchOfHalves(
  made: Halves<MadeHalf>,
  features: readonly TestedFeature[],
  { sources, warmUp = 0, ...more }: MadeOf & Partial<Omit<ClaimTestInput, 'sources' | 'features'>>,
): Bench {
  const read = made.discovery.types.length / sources.length;
  const scored = <A extends Float32Array | Int32Array>(values: A): A =>
    values.filter((_, t) => t % read >= warmUp) as A;
  return benchOf({
    text: mapHalves((half) => ({
      length: read - warmUp,
      segments: 1,
      warmUp,
      sources: Int32Array.from(sources),
      types: scored(made[half].types),
      readTypes: made[half].types,
    })),
    activations: mapHalves((half) => made[half].neurons.map(scored)),
    arrays: [{ layer: 1, component: 'hidden', units: made.discovery.neurons.length }],
    features,
    count: 1,
    permutations: 199,
    seed: 1,
    vocabulary: ['a', 'b', 'c', 'd', 'e', 'f'],
    sources: [...new Set(sources)].map(String),
    ...more,
  });
}

/**
 * The two halves are one and the same text: for tests of what is done on a half alone.
 * @param features [features] each [tokens], 1 where a token carries the feature; each is compared with all tokens.
 */
export function benchOfText(
  text: TestedText,
  activations: Activations,
  features: readonly Uint8Array[],
  { permutations = 199, seed = 1 }: Partial<Pick<ClaimTestInput, 'permutations' | 'seed'>> = {},
): Bench {
  const twice = <T>(half: T) => mapHalves(() => half);
  return benchOf({
    text: twice({ ...text, warmUp: 0, readTypes: text.types }),
    activations: twice(activations),
    arrays: [{ layer: 1, component: 'hidden', units: activations.length }],
    features: features.map((mask, index) => aFeature(twice(mask), { name: `feature ${index}` })),
    count: 1,
    permutations,
    seed,
    vocabulary: [],
    sources: [...new Set(text.sources)].map(String),
  });
}

export const documents = 32;
export const length = 64;
const warmUp = 4;
const read = warmUp + length;
const kinds = 6;

/** A small experiment: a state that lasts. Neuron 0 knows it; 1 knows the token alone; 2 and 3 are noise. */
export const knower = 0;
export const tokenReader = 1;
export const mute = 2;

/** States of runs; the type of a token leans on the state a little, so that a reader of tokens has some of it. */
function half(seed: number, knows: number) {
  const { uniform, normal } = random(seed, 11);
  const tokens = documents * read;
  const [types, states] = [new Int32Array(tokens), new Uint8Array(tokens)];
  const neurons = [0, 1, 2, 3].map(() => new Float32Array(tokens));
  let state = 0;
  for (let t = 0; t < tokens; t++) {
    if (t % read === 0) state = uniform() < 0.5 ? 1 : 0;
    else if (uniform() < 0.1) state = 1 - state;
    states[t] = state;
    const type = Math.floor(uniform() * kinds * (state === 1 ? 1 : 0.6));
    types[t] = type;
    const says = [knows * state, type, 0, 0];
    for (const [neuron, row] of neurons.entries()) row[t] = normal() + (says[neuron] ?? 0);
  }
  return { types, states, neurons };
}

export interface Invented {
  seed?: number;
  /** Standard deviations that the state adds to the knower on discovery, and on confirmation. */
  knows?: number;
  knowsLater?: number;
  feature?: Partial<TestedFeature>;
  input?: Partial<Omit<ClaimTestInput, 'sources'>>;
}

export function inventedBench({ seed = 1, knows = 2, knowsLater = knows, ...more }: Invented = {}): Bench {
  const made = { discovery: half(seed, knows), confirmation: half(seed + 1000, knowsLater) };
  const masks = mapHalves((name) => made[name].states);
  const sources = Array.from({ length: documents }, (_, d) => d % 2);
  return benchOfHalves(made, [aFeature(masks, more.feature)], { sources, warmUp, seed, ...more.input });
}

export const claimOn = (neuron: number, sign: 1 | -1 = 1): FrozenClaim => ({
  feature: 0,
  neuron,
  sign,
  chosen: 'by hand',
});

/** A claim that is more than untrained networks have. */
export const passedLearned = judged(
  { networks: 5, claim: 0.4, best: [], mean: 0, sd: 0, limit: 0, shuffled: null, p: 0, adjustedP: 0, labels: null },
  null,
) satisfies Rungs['learned'];

/** What a network loses at a token where neurons are held, or not, of which the first feature says this. */
type LossAt = (held: (neuron: number) => number | undefined, truth: number) => number;

/** A network of which nothing is known but what it loses, and a little noise. */
export function networkOf(bench: Bench, lossAt: LossAt): Readings {
  const never = () => Promise.reject(new Error('not asked for in this test'));
  return {
    async losses(half, readings) {
      const truth = bench.input.features[0]?.masks[half] ?? [];
      const noisy = random(5, 3);
      return readings.map(({ places, clamp }: ClampedRun) =>
        Float32Array.from(places, (place) => {
          const held = (neuron: number) => clamp.find((each) => each.neuron === neuron)?.values[place];
          return lossAt(held, truth[place] ?? 0) + 0.1 * noisy.normal();
        }),
      );
    },
    predictions: never,
    steps: never,
    changes: never,
    recorded: never,
    shuffled: async () => [],
    untrained: async () => [],
    seeds: () => ({ code: 'one seed', seeds: 5, trained: true }),
    async *epochs() {},
  };
}

/**
 * A network that reads off one neuron whether it is inside: its loss is 1 and what it pays, by the true state, for every
 * step that the held value is away from the other state's. Other neurons cost it nothing.
 */
export const inventedNetwork = (bench: Bench, { reads, pays = 1 }: { reads: number; pays?: number }): Readings =>
  networkOf(bench, (held, truth) => 1 - pays * (2 * truth - 1) * Math.tanh((held(reads) ?? 1) - 1));

/** What a rung is given, with what findings before it found. */
export const taskOf = <More extends object>(
  bench: Bench,
  claims: FrozenClaim[],
  more?: More,
  readings: Readings = inventedNetwork(bench, { reads: knower }),
) => ({
  bench,
  readings,
  found: {
    choice: { claims, chance: claims.map(() => ({ code: 'never changes' })) } as Choice,
    ...(more ?? ({} as More)),
  },
});

/** Something that goes with a feature, and of which nothing is told. */
export const aRival = (own: Partial<RivalTold>): RivalTold => ({
  of: { feature: 'comma' },
  correlation: 0.5,
  label: 0.6,
  rival: 0.7,
  difference: -0.1,
  interval: [-0.2, 0],
  above: 1,
  below: 1,
  flat: false,
  alive: null,
  ...own,
});
