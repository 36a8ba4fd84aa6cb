/**
 * Control labels for a feature that the token decides: sets of token types drawn at random, of the same class and as frequent
 * as the feature. A network that has learned to read tells any set of words a little; a claim about a feature says
 * something of the feature only where it is more than that. Pure but for the random numbers, which are passed in.
 * Source: Hewitt & Liang 2019 (control tasks that are decided by the type).
 */
import { at, float64At, int32At, item, uint8At } from '../../core/at.ts';
import { type Random, shuffle } from '../../core/random.ts';
import { typeCounts } from '../stats/type-counts.ts';
import type { TokensByType } from '../stats/within-types.ts';

export const randomTypesCriteria = {
  /** Types in a set, at least: a single type is something that a network may well have learned. */
  fewest: 5,
  /** Each is drawn from so many types that are about as frequent as the one in whose place it stands. */
  near: 50,
} as const;

/**
 * A maker of sets: as many types as the feature has, but no fewer than `fewest`, each about as frequent as one of the
 * feature's (its types' tokens are shared out where it has fewer). Of the class on the discovery half. No type that ever carries the feature is in a set.
 * @returns null where the class has too few other types to draw from.
 */
export function randomTypeSets({
  types,
  members,
  mask,
}: Omit<TokensByType, 'mask'> & { mask: Uint8Array }): ((source: Random) => Set<number>) | null {
  const { counts, carriers } = typeCounts(types, mask, members);
  const carrying = [...counts.keys()].filter((type) => at(carriers, type) > 0);
  const others = [...counts.keys()].filter((type) => at(counts, type) > 0 && at(carriers, type) === 0);
  const tokens = carrying.reduce((sum, type) => sum + at(carriers, type), 0);
  const { fewest, near } = randomTypesCriteria;
  const wanted =
    carrying.length >= fewest
      ? carrying.map((type) => at(carriers, type))
      : Array.from({ length: fewest }, () => tokens / fewest);
  if (tokens === 0 || others.length < 2 * wanted.length) return null;
  const nearestTo = (count: number): Int32Array => {
    const distances = Float64Array.from(counts, (own) => Math.abs(Math.log(own / count)));
    const sorted = others.toSorted((a, b) => float64At(distances, a) - float64At(distances, b));
    return Int32Array.from(sorted.slice(0, Math.max(near, 2 * wanted.length)));
  };
  const nearest = new Map([...new Set(wanted)].map((count) => [count, nearestTo(count)]));
  return (source) => {
    const drawn = new Set<number>();
    const taken = new Uint8Array(counts.length);
    for (const count of wanted) {
      const type = drawFree(nearest.get(count) ?? new Int32Array(), taken, source);
      taken[type] = 1;
      drawn.add(type);
    }
    return drawn;
  };
}

/** One of the types that are not taken, each as likely. There may be a thousand, of which a thousand are drawn: no list is made. */
function drawFree(types: Int32Array, taken: Uint8Array, source: Random): number {
  let free = 0;
  for (let place = 0; place < types.length; place++) free += 1 - uint8At(taken, int32At(types, place));
  let rest = source.below(free);
  for (let place = 0; place < types.length; place++) {
    const type = int32At(types, place);
    if (uint8At(taken, type) === 0 && rest-- === 0) return type;
  }
  throw new RangeError('random types: none is left to draw');
}

/**
 * A maker of numbers of types: each type has that of another, drawn among so many that are about as frequent.
 * @returns null where the class has too few types; what is drawn gives the middle number of all to a type that is not in it.
 */
export function otherTypesNumbers({
  types,
  members,
  numbers,
}: Omit<TokensByType, 'mask'> & { numbers: Float32Array }): ((source: Random) => (type: number) => number) | null {
  const { counts } = typeCounts(types, new Uint8Array(types.length), members);
  const own = new Map<number, number>();
  for (let t = 0; t < types.length; t++) if (members[t] === 1) own.set(at(types, t), at(numbers, t));
  const byCount = [...own.keys()].sort((a, b) => at(counts, b) - at(counts, a) || a - b);
  const { fewest, near } = randomTypesCriteria;
  if (byCount.length < 2 * fewest) return null;
  const sorted = Float64Array.from(own.values()).sort();
  const middle = at(sorted, sorted.length >> 1);
  return (source) => {
    const drawn = new Map<number, number>();
    for (let first = 0; first < byCount.length; first += near) {
      const block = byCount.slice(first, first + near);
      const given = shuffle([...block], source);
      for (const [place, type] of block.entries()) drawn.set(type, own.get(item(given, place)) ?? middle);
    }
    return (type) => drawn.get(type) ?? middle;
  };
}
