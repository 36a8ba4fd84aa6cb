/** Features given by a stretch of a line that a pattern finds, over several tokens. Pure. */
import { z } from 'zod';
import { type Cut, cutOf, joinTokens, withSpaces } from '../../../core/cut.ts';
import { featureKind } from '../kind.ts';
import { checkPattern, patternFaults, patternTooSlow, stuckAt } from '../pattern.ts';

export const passage = featureKind({
  keys: {
    passage: z
      .string()
      .min(1)
      .describe(
        'Regular expression (flags us) that is looked for in each line: the tokens in what it matches, or in its group (?<inside>...)',
      ),
  },
  resolved: z.strictObject({ passage: z.string() }),
  parse: (written) => written,
  contradictions: ({ name, passage: pattern }) => patternFaults('passage', name, pattern),
  ofWords: false,
  mark: ({ name, passage: pattern }, tokens, tools) => markPassage(name, pattern, tokens, { cut: cutOf(tools) }),
  describe: ({ passage: pattern }) =>
    `tokens in a part of a line that /${pattern}/ matches${pattern.includes('(?<inside>') ? ' (its group inside)' : ''}`,
  says: () => null,
  decidedByToken: () => false,
  referenceClass: () => 'text',
});

/** A line may be a whole book. */
const millisecondsALine = 10_000;

/**
 * Marks the tokens whose first character lies in a match, or in its group `inside` where the pattern has one. Lines are
 * looked through one by one, without their line breaks.
 * @param name of the feature, for the error.
 * @param tokens from the start of a document.
 * @param cut at white space: a single space stands between tokens.
 * @param patience milliseconds for one line.
 * @returns [tokens], 1 where the token lies in a match.
 * @throws InputError when the pattern is not a regular expression, or does not come to an end.
 */
export function markPassage(
  name: string,
  pattern: string,
  tokens: readonly string[],
  { cut = 'word', patience = millisecondsALine }: { cut?: Cut; patience?: number } = {},
): Uint8Array {
  checkPattern(name, pattern);
  const wanted = new RegExp(pattern, 'dgus');
  const marks = new Uint8Array(tokens.length);
  const lines: [start: number, end: number][] = [];
  for (let start = 0; start < tokens.length; ) {
    const lineBreak = tokens.indexOf('\n', start);
    const end = lineBreak === -1 ? tokens.length : lineBreak;
    lines.push([start, end]);
    start = end + 1;
  }
  const found = new Map<number, readonly RegExpExecArray[]>();
  const stuck = stuckAt(
    lines,
    ([start, end]) => found.set(start, [...joinTokens(tokens.slice(start, end), cut).matchAll(wanted)]),
    patience,
  );
  if (stuck !== undefined) throw patternTooSlow(name, pattern, joinTokens(tokens.slice(...stuck), cut));
  for (const [start, end] of lines) {
    markLine(found.get(start) ?? [], tokens.slice(start, end), marks.subarray(start, end), cut);
  }
  return marks;
}

function markLine(found: readonly RegExpExecArray[], line: readonly string[], marks: Uint8Array, cut: Cut): void {
  const shown = withSpaces(line, cut);
  for (const { indices } of found) {
    const [from, to] = indices?.groups?.inside ?? indices?.[0] ?? [0, 0];
    let place = 0;
    for (const [position, text] of shown.entries()) {
      if (place >= to) break;
      if (place >= from) marks[position] = 1;
      place += text.length;
    }
  }
}
