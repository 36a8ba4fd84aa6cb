/**
 * A text seen through a class of its tokens: words among spaces, or the occurrences of frequent tokens. Pure.
 *
 * The swap test needs documents of equal length, and the class is in each segment as often as it is. So the members of a
 * segment are laid out evenly over as many places as the richest segment has members: none is lost, some stand twice. To
 * leave the other tokens in the text with a score of 0 will not do: a document's own labels then meet members only and
 * those of another document a good many 0s, so that the test finds something in nothing.
 */
import type { TestedText } from './tested-text.ts';
import { type View, viewed } from './view.ts';

export interface ReferenceText {
  /** The members alone, as a text of documents of equal length. */
  text: TestedText;
  /** The members in the whole text, nowhere in a segment without any; null: they are the whole text. */
  view: View | null;
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
  if (lists.every((list) => list.length === length)) return { text: whole, view: null };
  const positions = new Int32Array(lists.length * most).fill(-1);
  lists.forEach((list, segment) => {
    if (list.length === 0) return;
    for (let g = 0; g < most; g++) positions[segment * most + g] = list[Math.floor((g * list.length) / most)];
  });
  const view = { positions, length: most };
  const types = viewed(whole.types, view, -1);
  return { text: { length: most, segments: whole.segments, sources: whole.sources, types }, view };
}
