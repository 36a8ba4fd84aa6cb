/**
 * A neuron's activation as a sum of what the token says and what a state says: mu[type] + delta[state]. Pure.
 * Source: two-way layout by alternating means (backfitting, Buja, Hastie & Tibshirani 1989); the types' means are shrunk
 * towards the mean of all, as empirical Bayes would, so that a type seen once says little.
 */
import { at } from '../core/at.ts';

export interface StateLevels {
  /** Of a token type, also of one that was not seen: then the mean of all. */
  level(type: number): number;
  /** What being outside, and inside, the state adds. */
  outside: number;
  inside: number;
}

/** A type counts as though it had been seen so many times more, at the mean. */
const shrinkage = 3;
const rounds = 30;
/** A round that changes the states' levels by less than this share of the spread is the last. */
const settled = 1e-7;

/**
 * @param activation [tokens].
 * @param types [tokens].
 * @param state [tokens] 1 inside, 0 outside, any other number: the token takes no part.
 */
export function stateLevels(activation: Float32Array, types: Int32Array, state: Int8Array): StateLevels {
  const places = [...state.keys()].filter((t) => state[t] === 0 || state[t] === 1);
  const mean = places.reduce((sum, t) => sum + at(activation, t), 0) / Math.max(1, places.length);
  const spread = places.reduce((sum, t) => sum + Math.abs(at(activation, t) - mean), 0) / Math.max(1, places.length);
  const levels = new Map<number, number>();
  let delta: [outside: number, inside: number] = [0, 0];
  const level = (type: number): number => levels.get(type) ?? mean;
  for (let round = 0; round < rounds; round++) {
    const sums = new Map<number, { sum: number; count: number }>();
    for (const t of places) {
      const type = at(types, t);
      const known = sums.get(type) ?? { sum: 0, count: 0 };
      known.sum += at(activation, t) - mean - at(delta, at(state, t));
      known.count++;
      sums.set(type, known);
    }
    for (const [type, { sum, count }] of sums) levels.set(type, mean + sum / (count + shrinkage));
    const residual = [0, 0];
    const counts = [0, 0];
    for (const t of places) {
      const s = at(state, t);
      residual[s] = at(residual, s) + at(activation, t) - level(at(types, t));
      counts[s] = at(counts, s) + 1;
    }
    const next: typeof delta = [
      at(counts, 0) === 0 ? 0 : at(residual, 0) / at(counts, 0),
      at(counts, 1) === 0 ? 0 : at(residual, 1) / at(counts, 1),
    ];
    const change = Math.abs(next[0] - delta[0]) + Math.abs(next[1] - delta[1]);
    delta = next;
    if (change <= settled * spread) break;
  }
  return { level, outside: delta[0], inside: delta[1] };
}
