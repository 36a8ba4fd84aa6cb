/**
 * Numbers of tokens as JSON lines: a text with one number for each of its tokens, `{text, numbers: [...]}`, or those of a whole
 * document that is named, `{document, numbers}`. Null: the token has none. Pure.
 */
import { z } from 'zod';
import { at } from '../../../core/at.ts';
import { subword, withSpaces } from '../../../core/cut.ts';
import { counted } from '../../../core/format.ts';
import { type Cutting, tokenize } from '../../tokens.ts';
import { type AllDocuments, checkDocuments, type LabelledDocument, placeOfText } from './align.ts';
import { jsonOf, type LabelSource, labelError, withoutSpace } from './labels.ts';

const list = z.array(z.number().nullable());
const textLine = z.strictObject({ text: z.string(), numbers: list });
const placedLine = z.strictObject({
  document: z.union([z.int().min(0), z.string().regex(/^[0-9a-f]{64}$/)], {
    error: 'must be a place from 0, or the SHA-256 of its text',
  }),
  numbers: list,
});

export interface NumberLabels {
  /** Without white space, and the number of each character's token; null when all lines name their document. */
  text: { characters: string; numbers: Float32Array } | null;
  placed: { document: number | string; numbers: Float32Array; line: number }[];
}

const usage =
  'Write one JSON object a line: {"text": "a (b) c", "numbers": [0, 0, 1, 1, 1, 0, 0]} with one number a token, or {"document": 0, "numbers": [...]}';

/**
 * @param cut what a token is.
 * @throws InputError, with the line, when it is no such file, or a text has not as many numbers as tokens.
 */
export function readNumbers(lines: readonly string[], cut: Cutting, source: LabelSource): NumberLabels {
  const placed: NumberLabels['placed'] = [];
  const pieces: string[] = [];
  const numbers: number[] = [];
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const wrong = (why: string) => labelError(source, `Line ${index + 1}: ${why}`, usage);
    const value = parsed(line, wrong);
    const own = value.numbers.map((each) => each ?? Number.NaN);
    if ('document' in value) {
      placed.push({ document: value.document, numbers: Float32Array.from(own), line: index + 1 });
      return;
    }
    const tokens = tokenize(value.text, cut);
    if (tokens.length !== own.length) {
      throw wrong(`it has ${counted(own.length, 'number')}, and its text has ${counted(tokens.length, 'token')}`);
    }
    (typeof cut === 'object' ? withSpaces(tokens, subword) : tokens).forEach((token, t) => {
      const characters = withoutSpace(token);
      pieces.push(characters);
      for (let character = 0; character < characters.length; character++) numbers.push(at(own, t));
    });
  });
  const characters = pieces.join('');
  if (characters === '' && placed.length === 0) throw labelError(source, 'It holds no number', usage);
  const known = [numbers, ...placed.map((each) => each.numbers)].flatMap((each) => [...each]).filter(Number.isFinite);
  if (new Set(known).size < 2) {
    const which = known.length === 0 ? 'All its numbers are null' : `All its numbers are ${known[0]}`;
    throw labelError(source, `${which}: there is nothing to tell apart`);
  }
  return { text: characters === '' ? null : { characters, numbers: Float32Array.from(numbers) }, placed };
}

function parsed(line: string, wrong: (why: string) => Error): z.output<typeof textLine> | z.output<typeof placedLine> {
  const value = jsonOf(line, wrong);
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && ('spans' in value || 'start' in value)) {
    throw wrong('it has spans, where numbers are asked for; leave "number" out of the feature');
  }
  const result = isObject && 'document' in value ? placedLine.safeParse(value) : textLine.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw wrong(place === '' ? 'it is not an object with numbers' : `"${place}" is missing or wrong (${issue?.message})`);
}

/**
 * A token has the number of its first character. White space has none where a text is given, for texts are laid over the
 * documents without regard to it; in a document that is named each token has its own.
 * @returns for each document [tokens], NaN where a token has none.
 * @throws InputError when a document's text is not that of the file, or a list has not as many numbers as its document tokens.
 */
export function numbersOfDocuments(
  labels: NumberLabels,
  documents: readonly LabelledDocument[],
  all: AllDocuments,
  source: LabelSource,
): Float32Array[] {
  checkDocuments(labels.placed, all, source);
  let from = 0;
  return documents.map((document) => {
    const named = labels.placed.find(({ document: which }) => which === document.number || which === document.hash);
    if (named !== undefined) {
      if (named.numbers.length === document.tokens.length) return named.numbers;
      const why = `Line ${named.line}: it has ${counted(named.numbers.length, 'number')}, and document ${document.number} has ${counted(document.tokens.length, 'token')}`;
      throw labelError(source, why, 'Give one number for each token, null where it has none');
    }
    const own = new Float32Array(document.tokens.length).fill(Number.NaN);
    if (labels.text === null) return own;
    let place = placeOfText(labels.text.characters, from, document, source);
    const { numbers } = labels.text;
    withSpaces(document.tokens, document.cut).forEach((token, t) => {
      const { length } = withoutSpace(token);
      if (length > 0) own[t] = at(numbers, place);
      place += length;
    });
    from = place;
    return own;
  });
}
