/**
 * Continuations of one text, row by row, with a neuron held at one value after another: drawn with noise of the row's own, so that they
 * differ only where the chances do; and where in each a state ends. Pure.
 */
import { at, item } from '../../core/at.ts';

/** A number that is as good as random, [0, 2^32): a finalizer of MurmurHash3 (Appleby, public domain). */
function mixed(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** [tokens] What each token's waiting time at a step is made of, in (0, 1): noise that is the row's own, whatever the chances are. */
export function gumbelNoise(tokens: number, row: number, step: number): Float64Array {
  const start = mixed(mixed(row + 1) + Math.imul(step + 1, 0x9e3779b1));
  const noise = new Float64Array(tokens);
  for (let id = 0; id < tokens; id++) noise[id] = (mixed(start + Math.imul(id + 1, 0x85ebca77)) + 0.5) / 2 ** 32;
  return noise;
}

/**
 * A token drawn with these chances: of exponential waiting times with the chances as rates, the shortest (the Gumbel-max trick, on
 * the other scale). Where two runs give nearly the same chances, they nearly always draw the same with the same noise.
 * Source: Efraimidis and Spirakis 2006.
 * @param noise as `gumbelNoise` makes it.
 */
export function drawn(chances: Float32Array | Float64Array, noise: Float64Array, never: readonly number[]): number {
  let [best, token] = [Number.POSITIVE_INFINITY, -1];
  for (let id = 0; id < chances.length; id++) {
    const chance = chances[id];
    const left = noise[id];
    // The waiting time, -log(1 - left) / chance, is at least left / chance: few need their logarithm.
    if (!(left < best * chance) || never.includes(id)) continue;
    const waits = -Math.log1p(-left) / chance;
    if (waits < best) [best, token] = [waits, id];
  }
  return token;
}

/** The written token at which a state ends that held at the beginning's last, or its number falls; -1: it lasts. */
export function endOf(values: ArrayLike<number>, beginning: number): number {
  const held = at(values, beginning - 1);
  for (let t = beginning; t < values.length; t++) if (at(values, t) < held) return t - beginning;
  return -1;
}

/**
 * The row to be read first: it ends the state late as it is, and not with the neuron held against it, where fewest rows end it.
 * @param ends [runs][rows] left alone first.
 */
export function leadOf(ends: readonly (readonly number[])[]): number {
  const alone = item(ends, 0);
  const lasting = ends.map((run) => run.filter((end) => end < 0).length);
  const against = lasting.indexOf(Math.max(...lasting));
  const score = (row: number): number => {
    const end = item(alone, row);
    if (end < 0 || item(item(ends, against), row) >= 0) return -1;
    // Something is read before it ends, and something after.
    return Math.min(end, 12) * ends.filter((run) => item(run, row) >= 0).length;
  };
  return [...alone.keys()].reduce((best, row) => (score(row) > score(best) ? row : best), 0);
}
