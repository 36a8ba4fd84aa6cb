/** Numbers as a few levels, and what a neuron's activation adds in each. Pure. */
import { viewed } from './view.ts';

/** Levels of a label, and states, at most. */
export const mostLevels = 5;

/**
 * Where numbers are cut into as many parts, about equally full; fewer where equal numbers would lie in two of them.
 * @param numbers those that tell; NaN is passed over.
 * @returns rising, the largest number of each part but the last.
 */
export function cutsOf(numbers: Float32Array, parts: number): Float32Array {
  const sorted = numbers.filter((number) => !Number.isNaN(number)).sort();
  const last = sorted[sorted.length - 1];
  const cuts = Array.from({ length: parts - 1 }, (_, k) => sorted[Math.ceil(((k + 1) * sorted.length) / parts) - 1]);
  return Float32Array.from(new Set(cuts.filter((cut) => cut < last)));
}

/** The part that a number lies in, from 0; -1 of NaN. */
export function levelOf(number: number, cuts: Float32Array): number {
  if (Number.isNaN(number)) return -1;
  let level = 0;
  while (level < cuts.length && number > cuts[level]) level++;
  return level;
}

export interface StateLevels {
  /** Of a token type, also of one that was not seen: then the mean of all. */
  level(type: number): number;
  /** [states] What each adds, and which of them there are. */
  added: Float64Array;
  seen: readonly number[];
  /** What being outside, and inside, the state adds: the first and the last of them. */
  outside: number;
  inside: number;
}

/** A type counts as though it had been seen so many times more, at the mean. */
const shrinkage = 3;
const rounds = 30;
/** A round that changes the states' levels by less than this share of the spread is the last. */
const settled = 1e-7;

export interface StateText {
  /** [taking part] Where each stands in the text, its type, and its state. */
  positions: Int32Array;
  types: Int32Array;
  state: Uint8Array;
  /** [types] How often each takes part. */
  counts: Uint32Array;
}

/**
 * @param types [tokens].
 * @param state [tokens] 0 outside to 4 inside; any other number: the token takes no part.
 */
export function stateText(types: Int32Array, state: Int8Array): StateText {
  const positions = takingPart(state);
  const own = viewed(types, { positions }, -1);
  const counts = new Uint32Array(own.reduce((most, type) => Math.max(most, type), -1) + 1);
  for (const type of own) counts[type] += 1;
  return { positions, types: own, state: Uint8Array.from(positions, (t) => state[t]), counts };
}

function takingPart(state: Int8Array): Int32Array {
  const places = new Int32Array(state.length);
  let count = 0;
  for (let t = 0; t < state.length; t++) if (state[t] >= 0 && state[t] < mostLevels) places[count++] = t;
  return places.slice(0, count);
}

/**
 * A neuron's activation as a sum of what the token says and what a state says: mu[type] + delta[state].
 * Source: two-way layout by alternating means (backfitting, Buja, Hastie & Tibshirani 1989); the types' means are shrunk
 * towards the mean of all, as empirical Bayes would, so that a type seen once says little.
 * @param activation [tokens] of one neuron.
 */
export function levelMeans(activation: Float32Array, text: StateText): StateLevels {
  const values = viewed(activation, text);
  const { mean, spread } = meanAndSpread(values);
  const levels = new Float64Array(text.counts.length).fill(mean);
  let delta = new Float64Array(mostLevels);
  for (let round = 0; round < rounds; round++) {
    fitTypes(levels, values, text, { mean, delta });
    const next = fittedStates(values, text, levels);
    let change = 0;
    for (let state = 0; state < mostLevels; state++) change += Math.abs(next[state] - delta[state]);
    delta = next;
    if (change <= settled * spread) break;
  }
  const seen = [...new Set(text.state)];
  return {
    level: (type) => levels[type] ?? mean,
    added: delta,
    seen,
    outside: delta[0],
    inside: delta[mostLevels - 1],
  };
}

function meanAndSpread(values: Float32Array): { mean: number; spread: number } {
  const n = Math.max(1, values.length);
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / n;
  let away = 0;
  for (const value of values) away += Math.abs(value - mean);
  return { mean, spread: away / n };
}

/** Each type's level given the states', into `levels`; a type that takes no part keeps the mean. */
function fitTypes(
  levels: Float64Array,
  values: Float32Array,
  { types, state, counts }: StateText,
  { mean, delta }: { mean: number; delta: Float64Array },
): void {
  const sums = new Float64Array(levels.length);
  for (let i = 0; i < values.length; i++) {
    sums[types[i]] += values[i] - mean - delta[state[i]];
  }
  for (let type = 0; type < levels.length; type++) {
    const count = counts[type];
    if (count > 0) levels[type] = mean + sums[type] / (count + shrinkage);
  }
}

function fittedStates(
  values: Float32Array,
  { types, state }: StateText,
  levels: Float64Array,
): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(mostLevels);
  const counts = new Uint32Array(mostLevels);
  for (let i = 0; i < values.length; i++) {
    const now = state[i];
    sums[now] = sums[now] + values[i] - levels[types[i]];
    counts[now]++;
  }
  return sums.map((sum, now) => (counts[now] === 0 ? 0 : sum / counts[now]));
}
