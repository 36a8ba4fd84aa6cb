/**
 * A text seen through a class of its tokens: words among spaces, or the occurrences of frequent tokens. Pure.
 *
 * The swap test needs documents of equal length, and the class is in each segment as often as it is. So the members of a
 * segment are laid out evenly over as many places as the richest segment has members: none is lost, some stand twice. To
 * leave the other tokens in the text with a score of 0 will not do: a document's own labels then meet members only and
 * those of another document a good many 0s, so that the test finds something in nothing.
 */
import { at, float32At, int32At } from '../core/at.ts';
import type { TestedText } from './tested-text.ts';

export interface ReferenceText {
  /** The members alone, as a text of documents of equal length. */
  text: TestedText;
  /** [tokens of that text] Where each stands in the whole text; -1 in a segment without members; null: the whole text. */
  places: Int32Array | null;
}

/** @param members [tokens] 1 where a token is of the class. */
export function referenceText(whole: TestedText, members: Uint8Array): ReferenceText {
  const { length } = whole;
  const lists: number[][] = [];
  for (let start = 0; start < members.length; start += length) {
    const list: number[] = [];
    for (let t = start; t < start + length; t++) if (members[t] === 1) list.push(t);
    lists.push(list);
  }
  const most = lists.reduce((largest, list) => Math.max(largest, list.length), 1);
  if (lists.every((list) => list.length === length)) return { text: whole, places: null };
  const places = new Int32Array(lists.length * most).fill(-1);
  lists.forEach((list, segment) => {
    if (list.length === 0) return;
    for (let g = 0; g < most; g++) places[segment * most + g] = at(list, Math.floor((g * list.length) / most));
  });
  const types = gather(whole.types, { places }, -1);
  return { text: { length: most, segments: whole.segments, sources: whole.sources, types }, places };
}

/**
 * What stands at the members.
 * @param values [tokens of the whole text].
 * @param outside for the places of a segment without members.
 */
export function gather<A extends Float32Array | Int32Array | Uint8Array>(
  values: A,
  { places }: Pick<ReferenceText, 'places'>,
  outside: number,
): A {
  if (places === null) return values;
  const shape = values.constructor as new (length: number) => A;
  const gathered = new shape(places.length);
  // Activations are gathered a thousand times as often as masks: they have a loop that is compiled for them alone.
  if (values instanceof Float32Array) gatherFloats(gathered, values, places, outside);
  else {
    for (let g = 0; g < places.length; g++) {
      const place = int32At(places, g);
      gathered[g] = place < 0 ? outside : at(values, place);
    }
  }
  return gathered;
}

function gatherFloats(
  gathered: Float32Array | Int32Array | Uint8Array,
  values: Float32Array,
  places: Int32Array,
  outside: number,
): void {
  const [float32, int32] = [float32At, int32At];
  for (let g = 0; g < places.length; g++) {
    const place = int32(places, g);
    gathered[g] = place < 0 ? outside : float32(values, place);
  }
}
