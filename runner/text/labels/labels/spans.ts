/**
 * Labels as JSON lines. A line is a span of a document that is named, `{document, start, end, label?, unit?, text?}`; or
 * a text with its spans, `{text, spans: [{start, end, label?}], unit?}`. Pure.
 */
import { z } from 'zod';
import { at } from '../../../core/at.ts';
import { subword, withSpaces } from '../../../core/cut.ts';
import { type Cutting, tokenize } from '../../tokens.ts';
import { jsonOf, LabelledTextBuilder, type LabelSource, type Labels, labelError, type PlacedSpan } from './labels.ts';

const position = z.int().min(0);
const unit = z.enum(['token', 'character']);
const span = z.object({ start: position, end: position, label: z.string().nullish() });
const placedLine = span.extend({
  document: z.union([position, z.string().regex(/^[0-9a-f]{64}$/)], {
    error: 'must be a place from 0, or the SHA-256 of its text',
  }),
  unit: unit.optional(),
  text: z.string().nullish(),
});
const textLine = z.object({ text: z.string(), spans: z.array(span), unit: unit.optional() });

/**
 * @param wanted labels that count; null: every span counts.
 * @param tokens what a token is, for spans that count tokens.
 * @throws InputError, with the line, when it is no such file, a span runs backwards or beyond its text, or no span has
 * such a label.
 */
export function readSpans(
  lines: readonly string[],
  wanted: readonly string[] | null,
  tokens: Cutting,
  source: LabelSource,
): Labels {
  const placed: PlacedSpan[] = [];
  const builder = new LabelledTextBuilder();
  const seen = new Set<string>();
  let found = false;
  const counts = (label: string | null | undefined): boolean => {
    if (label != null && seen.size < shownLabels) seen.add(label);
    const does = wanted === null || (label != null && wanted.includes(label));
    found ||= does;
    return does;
  };
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const wrong = (why: string) => labelError(source, `Line ${index + 1}: ${why}`, usage);
    const value = parsed(line, wrong);
    if ('document' in value) {
      checkDirection(value, wrong);
      const { document, unit = 'character', start, end, text = null, label } = value;
      if (counts(label)) placed.push({ document, unit, start, end, text, line: index + 1 });
      return;
    }
    const offsets = value.unit === 'token' ? tokenOffsets(value.text, tokens) : characterOffsets(value.text);
    const marked = value.spans.filter((each) => {
      checkDirection(each, wrong);
      if (each.end >= offsets.length) {
        const size = `${offsets.length - 1} ${value.unit ?? 'character'}s`;
        throw wrong(`the span from ${each.start} to ${each.end} is longer than its text of ${size}`);
      }
      return counts(each.label);
    });
    builder.add(
      value.text,
      marked.map(({ start, end }) => [at(offsets, start), at(offsets, end)]),
    );
  });
  if (builder.isEmpty && placed.length === 0 && seen.size === 0 && wanted === null) {
    throw labelError(source, 'It holds no span', usage);
  }
  if (wanted !== null && !found) {
    const labels = seen.size === 0 ? 'none has a label' : `there are ${[...seen].sort().join(', ')}`;
    throw labelError(source, `No span is labelled ${wanted.join(' or ')}; ${labels}`, 'Correct the label');
  }
  return { text: builder.isEmpty ? null : builder.build(), placed };
}

const shownLabels = 20;
const usage =
  'Write one JSON object a line: {"document": 0, "start": 4, "end": 9, "label": "x"}, or {"text": "...", "spans": [{"start": 4, "end": 9}]}';

type Line = z.output<typeof placedLine> | z.output<typeof textLine>;

function parsed(line: string, wrong: (why: string) => Error): Line {
  const value = jsonOf(line, wrong);
  if (typeof value === 'object' && value !== null && 'numbers' in value) {
    throw wrong('it holds numbers, where spans are asked for; add "number: true" to the feature');
  }
  const named = typeof value === 'object' && value !== null && 'document' in value;
  const result = named ? placedLine.safeParse(value) : textLine.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw wrong(place === '' ? 'it is not an object' : `"${place}" is missing or wrong (${issue?.message})`);
}

function checkDirection({ start, end }: { start: number; end: number }, wrong: (why: string) => Error): void {
  if (end <= start) throw wrong(`the span from ${start} to ${end} is empty or runs backwards`);
}

/** [characters + 1] UTF-16 offset of each code point, and of the end. */
function characterOffsets(text: string): number[] {
  return ends(Array.from(text));
}

/** [tokens + 1] The same of tokens; white space that is none of them goes with the one before. */
function tokenOffsets(text: string, cut: Cutting): number[] {
  const tokens = tokenize(text, cut);
  if (cut !== 'whitespace') return ends(typeof cut === 'object' ? withSpaces(tokens, subword) : tokens);
  let from = 0;
  const starts = tokens.map((token) => {
    const start = text.indexOf(token, from);
    from = start + token.length;
    return start;
  });
  return [...starts, text.length];
}

function ends(pieces: readonly string[]): number[] {
  let at = 0;
  return [0, ...pieces.map((piece) => (at += piece.length))];
}
