/**
 * Sets of tokens that are like a feature's tokens but for the feature: the control task of E4. Pure, with the random
 * numbers passed in.
 * Source: Hewitt & Liang 2019, 'Designing and interpreting probes with control tasks'.
 */
import type { Random } from '../core/random.ts';

/** What a token looks like: the classes that are kept when token sets are matched and when rhythms are regressed. */
export const tokenClasses = ['word', 'space', 'line break', 'other'] as const;
export type TokenClass = (typeof tokenClasses)[number];

const wordLike = /^[\p{L}\p{N}_]/u;
const white = /^\s+$/u;

/** The class of one token; '<unk>' stands for a word. */
export function tokenClass(token: string): TokenClass {
  if (token === '<unk>' || wordLike.test(token)) return 'word';
  if (token.includes('\n')) return 'line break';
  return white.test(token) ? 'space' : 'other';
}

/** The classes of a vocabulary as numbers, indices of `tokenClasses`, [types]. */
export const classesOf = (tokens: readonly string[]): Uint8Array =>
  Uint8Array.from(tokens, (token) => tokenClasses.indexOf(tokenClass(token)));

/** Frequencies within this factor are alike. */
const factor = 2;
/** The whole set occurs as often as the feature, within this share. */
const tolerance = 0.2;
/** Draws for each set that is wanted; what has not been found by then is hardly there. */
const attempts = 20;

export interface TokenSetTask {
  /** [types] Class of each token type, as a number. */
  classes: Uint8Array;
  /** [types] How often each occurs in the text. */
  counts: Int32Array;
  /** [types] 1 where the type carries the feature. */
  featureTypes: Uint8Array;
  /** How many sets are wanted. */
  sets: number;
  random: Random;
}

/**
 * Each feature type that occurs is replaced by a random type without the feature, of the same class and of a frequency
 * within a factor of 2, none twice. A set counts when its tokens are as many as the feature's within 20 % and no
 * earlier set is the same; a type that has no like one left is left out, which the 20 % must allow for.
 * @returns the sets, each the ids of its types in order; fewer than wanted when there are no more to be found.
 */
export function matchedTokenSets({ classes, counts, featureTypes, sets, random }: TokenSetTask): Int32Array[] {
  const types = Array.from(counts.keys());
  const count = (type: number): number => counts[type] ?? 0;
  const carriers = types.filter((type) => featureTypes[type] === 1 && count(type) > 0);
  const others = types.filter((type) => featureTypes[type] !== 1 && count(type) > 0);
  // The frequent first: they have the fewest like them, and would find those taken.
  carriers.sort((a, b) => count(b) - count(a) || a - b);
  const candidates = carriers.map((carrier) =>
    others.filter(
      (type) =>
        classes[type] === classes[carrier] &&
        count(type) <= factor * count(carrier) &&
        factor * count(type) >= count(carrier),
    ),
  );
  const wanted = carriers.reduce((sum, type) => sum + count(type), 0);
  const found = new Map<string, Int32Array>();
  for (let attempt = 0; attempt < attempts * sets && found.size < sets; attempt++) {
    const set = draw(candidates, random);
    const total = set.reduce((sum, type) => sum + count(type), 0);
    if (set.length === 0 || Math.abs(total - wanted) > tolerance * wanted) continue;
    found.set(set.join(), set);
  }
  return [...found.values()];
}

/** One type for each list of candidates, none twice, in order of their ids. */
function draw(candidates: readonly number[][], random: Random): Int32Array {
  const taken = new Set<number>();
  for (const like of candidates) {
    const chosen = drawFree(like, taken, random);
    if (chosen !== undefined) taken.add(chosen);
  }
  return Int32Array.from(taken).sort();
}

/** Draws before the free ones are listed: most are free. */
const tries = 8;

/** One of the list that is not taken, each as likely; undefined when all are. */
function drawFree(like: readonly number[], taken: ReadonlySet<number>, random: Random): number | undefined {
  for (let attempt = 0; attempt < tries && like.length > 0; attempt++) {
    const chosen = like[random.below(like.length)];
    if (chosen !== undefined && !taken.has(chosen)) return chosen;
  }
  const free = like.filter((type) => !taken.has(type));
  return free[random.below(free.length)];
}
