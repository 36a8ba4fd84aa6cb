/**
 * Float32 values from the lowest to the highest, all together or within stretches, by a radix sort of their bits: a
 * fraction of the time of a sort that compares. Pure. Its memory is kept between calls.
 *
 * Stretches are not sorted one by one, which costs the adding up of all digits' counts for a few hundred values: all values
 * are sorted together, once, and then dealt out to stretches of any length, in their order.
 */

/** Three digits of 11 bits make up the 32 of a value. */
const digitBits = 11;
const digits = 2 ** digitBits;
const digitMask = digits - 1;

export interface SortOrder {
  /** Indices of the values, stretch after stretch, each with its lowest first; equal ones in their own order. */
  order: Uint32Array;
  /** Whole numbers that rise with the values, and are equal where these are, in that order. */
  keys: Uint32Array;
}

const memoryFor = (length: number): SortOrder => ({ order: new Uint32Array(length), keys: new Uint32Array(length) });
let memory = [memoryFor(0), memoryFor(0), memoryFor(0)] as const;
/** Of each digit, from the lowest: how many keys have a smaller one, and then where the next of its keys goes. */
const nexts = [new Uint32Array(digits), new Uint32Array(digits), new Uint32Array(digits)] as const;

/**
 * @returns of at least as many places as there are values; overwritten by the next call.
 * @throws RangeError when a value is not a number, by its index.
 */
export function sortedAll(values: Float32Array): SortOrder {
  const size = values.length;
  if (memory[0].order.length < size) memory = [memoryFor(size), memoryFor(size), memoryFor(size)];
  const [first, second] = memory;
  fillKeys(values, first);
  for (const next of nexts) addUp(next);
  scatter(first, second, size, { next: nexts[0], shift: 0 });
  scatter(second, first, size, { next: nexts[1], shift: digitBits });
  scatter(first, second, size, { next: nexts[2], shift: 2 * digitBits });
  return second;
}

/**
 * @param sorted so many values, as from `sortedAll`: its order stays, and can be dealt out again.
 * @param length of a stretch; the last may be shorter.
 * @returns overwritten by the next call.
 */
export function dealRoundRobin(sorted: SortOrder, size: number, length: number): SortOrder {
  if (length >= size) return sorted;
  dealOut(sorted, memory[2], size, length);
  return memory[2];
}

/** Indices of an array from its lowest value to its highest; equal ones, and both zeros, in their own order. */
export const risingOrder = (values: Float32Array): Uint32Array => sortedAll(values).order.slice(0, values.length);

export const notANumber = (index: number): RangeError => new RangeError(`activation ${index} is not a number`);

const sign = 0x8000_0000;
const infinity = 0x7f80_0000;

/** The bits of a positive float, read as a whole number, rise with it; those of a negative one fall. Counts digits, too. */
function fillKeys(values: Float32Array, { order, keys }: SortOrder): void {
  const [low, middle, high] = nexts;
  for (const counts of nexts) counts.fill(0);
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let index = 0; index < bits.length; index++) {
    const own = bits[index];
    if ((own & ~sign) > infinity) throw notANumber(index);
    // The bits of -0 are those of the sign alone: it is made equal to 0.
    const key = (own > sign ? ~own : own | sign) >>> 0;
    keys[index] = key;
    order[index] = index;
    const [a, b, c] = [key & digitMask, (key >>> digitBits) & digitMask, key >>> (2 * digitBits)];
    low[a] += 1;
    middle[b] += 1;
    high[c] += 1;
  }
}

/** From how many keys have each digit to how many have a smaller one. */
function addUp(counts: Uint32Array): void {
  let sum = 0;
  for (let digit = 0; digit < digits; digit++) {
    const own = counts[digit];
    counts[digit] = sum;
    sum += own;
  }
}

/** One pass: into the order of a digit, equal ones as they were. */
function scatter(
  { keys, order }: SortOrder,
  { keys: toKeys, order: toOrder }: SortOrder,
  size: number,
  { next, shift }: { next: Uint32Array; shift: number },
): void {
  for (let index = 0; index < size; index++) {
    const key = keys[index];
    const digit = (key >>> shift) & digitMask;
    const place = next[digit];
    next[digit] = place + 1;
    toKeys[place] = key;
    toOrder[place] = order[index];
  }
}

/** From one order of all values to an order within each stretch. */
function dealOut(
  { keys, order }: SortOrder,
  { keys: toKeys, order: toOrder }: SortOrder,
  size: number,
  length: number,
): void {
  const next = Uint32Array.from({ length: Math.ceil(size / length) }, (_, stretch) => stretch * length);
  for (let index = 0; index < size; index++) {
    const value = order[index];
    const stretch = (value / length) | 0;
    const place = next[stretch];
    next[stretch] = place + 1;
    toKeys[place] = keys[index];
    toOrder[place] = value;
  }
}
