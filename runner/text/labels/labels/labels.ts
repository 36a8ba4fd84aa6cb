/** Labels that someone gave to a text, as a file holds them. Imports only the errors. */
import { uint8At } from '../../../core/at.ts';
import { InputError } from '../../../core/errors.ts';

/** Text, and which of its characters carry the label; white space is left out, since formats disagree on it. */
export interface LabelledText {
  /** Without white space. */
  characters: string;
  /** [characters] Bits: `carries`, and `joined` when a span holds the character before it too. */
  marks: Uint8Array;
}

export const carries = 1;
export const joined = 2;

/** A stretch of a document that is named, not quoted. */
export interface PlacedSpan {
  /** Place in the corpus (or the observed file), from 0; or the SHA-256 of its text. */
  document: number | string;
  unit: 'token' | 'character';
  /** First, and the one after the last; characters are Unicode code points. */
  start: number;
  end: number;
  /** What the span should hold; null when the file does not say. */
  text: string | null;
  /** In the file. */
  line: number;
}

export interface Labels {
  /** Null when all spans name their document. */
  text: LabelledText | null;
  placed: PlacedSpan[];
}

export interface LabelSource {
  path: string;
  name: string;
}

export const labelError = ({ path, name }: LabelSource, why: string, fix?: string): InputError =>
  new InputError('labels-unusable', {
    what: `The labels ${path} of feature "${name}" cannot be used`,
    why,
    ...(fix !== undefined && { fix }),
  });

export class LabelledTextBuilder {
  readonly #pieces: string[] = [];
  readonly #spans: [number, number][] = [];
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** @param spans in UTF-16 units of the piece, the end not included. */
  add(piece: string, spans: readonly (readonly [start: number, end: number])[]): void {
    for (const [start, end] of spans) {
      const from = this.#length + withoutSpace(piece.slice(0, start)).length;
      this.#spans.push([from, from + withoutSpace(piece.slice(start, end)).length]);
    }
    const characters = withoutSpace(piece);
    this.#pieces.push(characters);
    this.#length += characters.length;
  }

  build(): LabelledText {
    const marks = new Uint8Array(this.#length);
    for (const [start, end] of this.#spans) {
      for (let at = start; at < end; at++) marks[at] = uint8At(marks, at) | (at > start ? carries | joined : carries);
    }
    return { characters: this.#pieces.join(''), marks };
  }
}

/** A line of JSON. */
export function jsonOf(line: string, wrong: (why: string) => Error): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw wrong(`it is not JSON (${(error as Error).message})`);
  }
}

export const withoutSpace = (text: string): string => text.replace(/\s+/gu, '');

export interface LabelledWord {
  form: string;
  values: readonly string[];
}

const shownValues = 20;

/**
 * @param where the values stand, for the error: a column's name.
 * @throws InputError when there is no word, or none with a wanted value.
 */
export function labelsOfWords(
  words: Iterable<LabelledWord>,
  wanted: readonly string[],
  where: string,
  source: LabelSource,
): Labels {
  const seen = new Set<string>();
  const builder = new LabelledTextBuilder();
  let found = false;
  for (const { form, values } of words) {
    for (const value of values) if (seen.size < shownValues) seen.add(value);
    const carries = values.some((value) => wanted.includes(value));
    found ||= carries;
    builder.add(form, carries ? [[0, form.length]] : []);
  }
  if (builder.isEmpty) throw labelError(source, 'It holds no word');
  if (found) return { text: builder.build(), placed: [] };
  const why = `No word has ${where} ${wanted.join(' or ')}; there are ${[...seen].sort().join(', ')}`;
  throw labelError(source, why, 'Correct the label, or its column');
}
