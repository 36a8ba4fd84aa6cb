/** Features given by where a token stands in its sentence, line or document. Pure. */
import { z } from 'zod';
import { counted } from '../../../core/format.ts';
import { wholeNumber } from '../../../core/whole-number.ts';
import { regroup } from '../../regroup.ts';
import { sentences } from '../../sentences.ts';
import { backwards, type FeatureTools, featureKind, inBand, stateClause, unitWord } from '../kind.ts';

const places = z.enum(['sentence', 'line', 'document']);
type PositionRange = z.output<typeof places>;

export const position = featureKind({
  keys: {
    position: places.describe('Tokens by their position in the sentence, line or document, counted in tokens from 0'),
    from: wholeNumber().min(0).optional().describe('With position: the first position (0)'),
    to: wholeNumber().min(0).optional().describe('With position: the last position; left out: to the end'),
  },
  resolved: z.strictObject({ position: places, from: z.int(), to: z.int().nullable() }),
  check: ({ from, to }, { number }) =>
    from === undefined && to === undefined && !number
      ? 'must have from, to or number: true when it has position'
      : null,
  parse: ({ position: place, from = 0, to = null }) => ({ position: place, from, to }),
  contradictions: ({ name, from, to }) => backwards('to', name, [from, to]),
  ofWords: false,
  numbers: {
    of: ({ position: place }, tokens, tools) => positionsIn(place, tokens, tools),
    describe: ({ position: place }) => `the position of each token in its ${place}, from 0`,
    says: ({ position: place }, unit) => `how many ${unitWord(unit)}s into its ${place} it is`,
    ranges: { of: ({ from, to }) => [from, to], none: () => ({ from: 0, to: null }) },
  },
  describe: ({ position: place, from, to }) =>
    `tokens at ${from === to ? 'position' : 'positions'} ${inBand([from, to], 'and later')} of their ${place}`,
  says: ({ position: place, from, to }, unit) =>
    stateClause(`it is ${placeOf(from, to, unitWord(unit))} of its ${place}`),
  decidedByToken: () => false,
  referenceClass: () => 'text',
});

/** 'in the first 5 tokens', 'the first token', 'past the first 40 tokens', 'at token 2 to 10'. */
function placeOf(from: number, to: number | null, one: string): string {
  if (to === null) return from === 1 ? `past the first ${one}` : `past the first ${counted(from, one)}`;
  if (from === 0) return to === 0 ? `the first ${one}` : `in the first ${counted(to + 1, one)}`;
  return from === to ? `${one} number ${from + 1}` : `between the ${one}s number ${from + 1} and ${to + 1}`;
}

/** [tokens] Position in the sentence, line or document; NaN for line breaks and for white space between sentences. */
function positionsIn(
  place: PositionRange,
  tokens: readonly string[],
  tools: Pick<FeatureTools, 'unit' | 'tokens'>,
): Float32Array {
  if (place === 'document') return Float32Array.from(tokens.keys());
  const startsLater = place === 'line' ? linesOf(tokens) : sentencesOf(tokens, tools);
  let start = 0;
  return Float32Array.from(startsLater, (part, token) => {
    if (part !== startsLater[token - 1]) start = token;
    return part === -1 ? Number.NaN : token - start;
  });
}

/** [tokens] Number of the line that a token stands in; a line break stands in none. */
function linesOf(tokens: readonly string[]): Int32Array {
  let line = 0;
  return Int32Array.from(tokens, (token) => {
    if (token !== '\n') return line;
    line += 1;
    return -1;
  });
}

/** [tokens] Number of the sentence that a token stands in; -1 between sentences. */
function sentencesOf(
  tokens: readonly string[],
  { unit, tokens: tokenized }: Pick<FeatureTools, 'unit' | 'tokens'>,
): Int32Array {
  const { words, wordOf } = unit === 'word' ? { words: tokens, wordOf: null } : regroup(tokens, unit);
  const ofWord = new Int32Array(words.length).fill(-1);
  sentences(words, tokenized).forEach(([start, end], sentence) => {
    ofWord.fill(sentence, start, end);
  });
  return wordOf === null ? ofWord : wordOf.map((word) => ofWord[word] ?? -1);
}
