/** Search over the documentation: sections in which every word of the query begins some word. Pure. */

/** What stands between two headings. */
export interface Section {
  /** Of the page, as everything here. */
  page: string;
  heading: string;
  /** The address relative to the site's root. */
  address: string;
  text: string;
}

export interface Found {
  section: Section;
  /** The words around the first match, and the match itself between them. */
  excerpt: readonly [before: string, match: string, after: string];
}

const most = 12;
const around = 70;
/** What a match counts for, by where it stands. */
const worth = { heading: 12, page: 5, text: 1 } as const;
/** Matches in the text beyond this many say nothing more about it. */
const mostInText = 5;

/** A word in either case, without the flag for that: it would blur what begins with a capital. */
const asPattern = (word: string): string =>
  [...word]
    .map((letter) => {
      const [small, large] = [letter.toLowerCase(), letter.toUpperCase()];
      return small === large ? letter.replace(/[.*+?^${}()|[\]\\/]/, '\\$&') : `(?:${small}|${large})`;
    })
    .join('');

/** Begins a word, or a part of one: `heldOut` is found by `out` as well as `held`. */
const beginsWord = (word: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${asPattern(word)}|(?<=\\p{Ll})(?=\\p{Lu})${asPattern(word)}`, 'gu');

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

/** A heading of few words says more by one of them. */
const headingWorth = (heading: string): number => worth.heading / Math.sqrt(heading.split(/[\s-]+/).length);

function score(section: Section, patterns: readonly RegExp[]): number {
  let all = 0;
  for (const pattern of patterns) {
    const one =
      headingWorth(section.heading) * Math.min(1, count(section.heading, pattern)) +
      worth.page * Math.min(1, count(section.page, pattern)) +
      worth.text * Math.min(mostInText, count(section.text, pattern));
    if (one === 0) return 0;
    all += one;
  }
  return all;
}

function excerptOf({ text }: Section, patterns: readonly RegExp[]): Found['excerpt'] {
  const places = patterns.flatMap((pattern) => [...text.matchAll(pattern)].slice(0, 1));
  const [first] = places.sort((a, b) => a.index - b.index);
  if (first === undefined) return [text.slice(0, 2 * around), '', ''];
  const end = first.index + first[0].length;
  const from = Math.max(0, first.index - around);
  const before = text.slice(from, first.index);
  const after = text.slice(end, end + around);
  // Words that the excerpt would cut are left out.
  return [
    from === 0 ? before : `… ${before.replace(/^\S*\s/, '')}`,
    first[0],
    end + around >= text.length ? after : `${after.replace(/\s\S*$/, '')} …`,
  ];
}

/** @returns the best sections, best first; none for a query without words. */
export function search(sections: readonly Section[], query: string): Found[] {
  // Marks around a word say nothing: an error's code is typed with its brackets.
  const words = query
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter(Boolean);
  if (words.length === 0) return [];
  const patterns = words.map(beginsWord);
  return sections
    .map((section) => ({ section, score: score(section, patterns) }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ section }) => ({ section, excerpt: excerptOf(section, patterns) }));
}
