/** Whether what is read of pairs, with the right side behind it, stands in a text word for word: then it may have been learned by heart. Pure. */
import { int32At, item } from '../../core/at.ts';
import type { Pair } from './encode.ts';

/**
 * Looks for exactly these tokens, anywhere in a document. Runs of each length are summed as they roll on, and those of equal sum compared.
 * Source: Karp & Rabin 1987.
 * @param documents token ids of each.
 * @param unknownId a pair with such a token in its text is counted as not found: it stands for any word.
 * @returns [pairs] 1 where it is found.
 */
export function seenIn(
  pairs: readonly Pick<Pair, 'text' | 'right'>[],
  documents: Iterable<Int32Array>,
  unknownId?: number,
): Uint8Array {
  const wanted = pairs.map(({ text, right }) => Int32Array.of(...text, ...right));
  const seen = new Uint8Array(pairs.length);
  const asked = [...wanted.keys()].filter((pair) => unknownId === undefined || !item(wanted, pair).includes(unknownId));
  const byLength = [...Map.groupBy(asked, (pair) => item(wanted, pair).length)].map(([length, own]) => ({
    length,
    bySum: Map.groupBy(own, (pair) => rolling(item(wanted, pair), length).next().value ?? 0),
  }));
  for (const ids of documents) {
    for (const { length, bySum } of byLength) {
      let start = 0;
      for (const sum of rolling(ids, length)) {
        for (const pair of bySum.get(sum) ?? [])
          if (item(wanted, pair).every((id, place) => ids[start + place] === id)) seen[pair] = 1;
        start++;
      }
    }
  }
  return seen;
}

const base = 0x01000193;

/** A sum, modulo 2^32, of each run of so many ids. */
function* rolling(ids: Int32Array, length: number): Generator<number, undefined> {
  let [sum, highest] = [0, 1];
  for (let place = 1; place < length; place++) highest = Math.imul(highest, base);
  for (let place = 0; place < ids.length; place++) {
    if (place >= length) sum = (sum - Math.imul(int32At(ids, place - length) + 1, highest)) | 0;
    sum = (Math.imul(sum, base) + int32At(ids, place) + 1) | 0;
    if (place >= length - 1) yield sum;
  }
}
