/**
 * A state that means nothing: it begins and ends by a hash of the last few tokens, so that a network which reads can tell a little
 * of it, and goes from one token to the next as a feature does. Pure.
 */
import { addAt, at, float64At, item, uint32At } from '../../core/at.ts';

/**
 * How a state goes on from one token of the class to the next, inside or outside, or from level to level of a number: how often
 * it is as high as each level or higher, the highest first.
 */
export interface StateRates {
  /** [levels] Of the first token of a segment, from the highest level down. */
  first: number[];
  /** [levels] each [levels] After each level. */
  next: number[][];
}

/**
 * @param scored [scored tokens] the class, and the level of each token: 1 inside, 0 outside, or more of them.
 * @param length tokens of a segment.
 * @returns null where the state is never left or never entered, or no level ever is.
 */
export function ratesOf(
  { members, levels }: { members: Uint8Array; levels: Uint8Array },
  length: number,
): StateRates | null {
  const count = levels.reduce((most, level) => Math.max(most, level), 0) + 1;
  const occurs = new Float64Array(count);
  const steps = Array.from({ length: count }, () => new Float64Array(count));
  for (let start = 0; start < levels.length; start += length) {
    let before = -1;
    for (let t = start; t < start + length; t++) {
      if (members[t] !== 1) continue;
      const now = at(levels, t);
      addAt(occurs, now, 1);
      if (before >= 0) addAt(item(steps, before), now, 1);
      before = now;
    }
  }
  const sum = (values: Float64Array): number => values.reduce((total, each) => total + each, 0);
  const all = sum(occurs);
  const isLeft = steps.map((own, level) => at(own, level) < sum(own));
  // A state is left on both sides; of a number some levels may be as rare as the last token of a segment.
  if (count < 2 || !(count === 2 ? isLeft.every(Boolean) : isLeft.some(Boolean))) return null;
  const known = steps.map((own) => (sum(own) === 0 ? occurs : own));
  const falling = Array.from({ length: count }, (_, place) => count - 1 - place);
  return {
    first: falling.map((level) => sum(occurs.subarray(level)) / all),
    next: known.map((own, before) =>
      // Counted from the side on which the state is left.
      falling.map((level) =>
        level > before ? sum(own.subarray(level)) / sum(own) : 1 - sum(own.subarray(0, level)) / sum(own),
      ),
    ),
  };
}

/**
 * The last tokens of the class, the present one the last, as one number each: 32 bits by a hash.
 * @param types [tokens].
 * @param members [tokens] 1 where a token is of the class.
 * @param length tokens of a segment; each begins anew, as the network does.
 * @returns [tokens]; 0 where a token is not of the class.
 */
export function sequencesOf(types: Int32Array, members: Uint8Array, length: number, tokens: number): Uint32Array {
  const sequences = new Uint32Array(types.length);
  const last = new Int32Array(tokens);
  for (let t = 0; t < types.length; t++) {
    if (t % length === 0) last.fill(-1);
    if (members[t] !== 1) continue;
    last.copyWithin(0, 1);
    last[tokens - 1] = at(types, t);
    sequences[t] = last.reduce((hash, type) => mixed(hash ^ (type + 1)), tokens);
  }
  return sequences;
}

/** How many different sequences there are, each counted by its share: exp of their entropy. */
export function variety(sequences: Uint32Array, members: Uint8Array): number {
  const counts = new Map<number, number>();
  let all = 0;
  sequences.forEach((sequence, t) => {
    if (members[t] !== 1) return;
    counts.set(sequence, (counts.get(sequence) ?? 0) + 1);
    all++;
  });
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / all) * Math.log(count / all);
  return all === 0 ? 0 : Math.exp(entropy);
}

/**
 * @param sequences [tokens] as from `sequencesOf`.
 * @param members [tokens] 1 where a token is of the class.
 * @param length tokens of a segment.
 * @returns [tokens] 1 inside the state, or its level.
 */
export function drawLabel(
  sequences: Uint32Array,
  members: Uint8Array,
  length: number,
  { seed, rates: { first, next } }: { seed: number; rates: StateRates },
): Uint8Array {
  const label = new Uint8Array(sequences.length);
  const levels = first.length;
  // Begins, and what follows each level, one behind the other; drawn numbers are whole ones of 32 bits.
  const rates = Float64Array.from([first, ...next].flat(), (rate) => rate * 2 ** 32);
  let begin = 0;
  for (let t = 0; t < sequences.length; t++) {
    if (t % length === 0) begin = 0;
    if (members[t] !== 1) continue;
    const drawn = mixed(uint32At(sequences, t) ^ seed);
    let passed = 0;
    while (passed < levels - 1 && drawn >= float64At(rates, begin + passed)) passed++;
    const state = levels - 1 - passed;
    label[t] = state;
    begin = (1 + state) * levels;
  }
  return label;
}

/** 32 bits that change throughout when one changes (Steele, Lea & Flood 2014, with the constants of Wellons' lowbias32). */
function mixed(bits: number): number {
  let hash = (bits + 0x9e3779b9) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return (hash ^ (hash >>> 15)) >>> 0;
}
