/** Line ends of a plain text that is older or newer than LF: CR alone, or Unicode's own separators. Pure. */

/** A text in which so many characters hold no LF has none, or lines longer than any. */
const looked = 1 << 16;

/** Pieces of the text, with LF in the place of CR, U+2028 and U+2029 where those are its only line ends; else as it is. */
export async function* withLineFeeds(text: AsyncIterable<string>): AsyncGenerator<string> {
  let head: string | null = '';
  let others = false;
  const written = (piece: string) => (others ? piece.replace(/[\r\u2028\u2029]/g, '\n') : piece);
  for await (const piece of text) {
    if (head === null) {
      yield written(piece);
      continue;
    }
    head += piece;
    others = !head.includes('\n');
    if (others && head.length < looked) continue;
    yield written(head);
    head = null;
  }
  if (head) yield written(head);
}
