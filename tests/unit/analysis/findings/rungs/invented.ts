/** A small made-up experiment: a state that lasts, neurons that know it or do not, and a network whose loss is known. */

import {
  type Bench,
  inHalves,
  type LadderFeature,
  type LadderInput,
} from '../../../../../runner/analysis/findings/bench.ts';
import type { Choice } from '../../../../../runner/analysis/findings/choice.ts';
import type { FrozenClaim } from '../../../../../runner/analysis/findings/claim-schema.ts';
import type { HeldReading, Readings } from '../../../../../runner/analysis/findings/finding.ts';
import { judged } from '../../../../../runner/analysis/findings/rungs/rung.ts';
import type { Rungs } from '../../../../../runner/analysis/findings/rungs-schema.ts';
import { random } from '../../../../../runner/core/random.ts';
import { aFeature, benchOfHalves } from '../text-bench.ts';

export const documents = 32;
export const length = 64;
const warmUp = 4;
const read = warmUp + length;
const kinds = 6;

/** Neuron 0 knows the state; 1 knows the token alone; 2 and 3 are noise. */
export const knower = 0;
export const tokenReader = 1;
export const noise = 2;

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
  feature?: Partial<LadderFeature>;
  input?: Partial<Omit<LadderInput, 'sources'>>;
}

export function inventedBench({ seed = 1, knows = 2, knowsLater = knows, ...more }: Invented = {}): Bench {
  const made = { discovery: half(seed, knows), confirmation: half(seed + 1000, knowsLater) };
  const masks = inHalves((name) => made[name].states);
  const sources = Array.from({ length: documents }, (_, d) => d % 2);
  return benchOfHalves(made, [aFeature(masks, more.feature)], { sources, warmUp, seed, ...more.input });
}

export const claimOn = (neuron: number, sign: 1 | -1 = 1): FrozenClaim => ({
  ...{ feature: 0, neuron, sign, chosen: 'by hand' },
});

/** A claim that is more than untrained networks have. */
export const passedLearned = judged(
  { networks: 5, claim: 0.4, best: [], mean: 0, sd: 0, limit: 0, shuffled: null, p: 0, adjustedP: 0, labels: null },
  null,
) satisfies Rungs['learned'];

/**
 * A network that reads off one neuron whether it is inside: its loss is 1 and what it pays, by the true state, for every
 * step that the held value is away from the other state's. Other neurons cost it nothing.
 */
export function inventedNetwork(bench: Bench, { reads, pays = 1 }: { reads: number; pays?: number }): Readings {
  const never = () => Promise.reject(new Error('not asked for in this test'));
  return {
    async losses(half, readings) {
      const truth = bench.input.features[0]?.masks[half] ?? new Uint8Array(0);
      const noisy = random(5, 3);
      return readings.map((reading: HeldReading) =>
        Float32Array.from(reading.places, (place) => {
          const held = reading.hold.find(({ neuron }) => neuron === reads);
          const side = truth[place] === 1 ? 1 : -1;
          const says = held === undefined ? 0 : Math.tanh((held.values[place] ?? 0) - 1);
          return 1 - pays * side * says + 0.1 * noisy.normal();
        }),
      );
    },
    ...{ predictions: never, steps: never, changes: never, recorded: never },
    ...{ shuffled: async () => [], untrained: async () => [] },
    seeds: () => ({ code: 'one seed', seeds: 5, trained: true }),
    async *epochs() {},
  };
}

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
