/** How a text is cut into tokens and segments, and what stood between them. Pure; imports nothing. */

/** What one token is, where texts are cut by rule. A byte is one of the text's UTF-8. */
export const tokenUnits = ['word', 'character', 'byte'] as const;
/** Of a model that comes with a tokenizer: pieces of words, cut by that. */
export const subword = 'subword';
export const allUnits = [...tokenUnits, subword] as const;
export type Unit = (typeof allUnits)[number];

/** Of a text that is tokenized already: white space stands between its tokens. Absent: words, spaces and marks are tokens. */
export const tokenizedTexts = ['whitespace'] as const;
export type TokenizedText = (typeof tokenizedTexts)[number];

/** Of a model that reads texts from their end to their beginning. Absent: from the beginning. */
export const directions = ['backward'] as const;
export type Direction = (typeof directions)[number];

/**
 * How a text is cut: into words, spaces and marks; into characters; or, where it is tokenized already, at white space, into
 * what stands between (the line breaks stay); into the bytes of its UTF-8; or by a model's own tokenizer.
 */
export type Cut = Unit | TokenizedText;

/** How a corpus, or what a model reads, is cut. */
export const cutOf = ({ unit, tokens }: { unit: Unit; tokens?: TokenizedText | undefined }): Cut => tokens ?? unit;

/** A tokenizer, by which a text is cut where no rule of ours does. */
export interface PieceCutter {
  /** @throws InputError when a byte of the text has no token. */
  cut(text: string): string[];
  /** Another tokenizer has another. */
  hash: string;
  /** What it was read from. */
  file: Uint8Array;
}

/** What stood between two tokens: nothing, or a space where the text was cut at white space. */
export const between = (cut: Cut, before: string, after: string): '' | ' ' =>
  cut === 'whitespace' && before !== '\n' && after !== '\n' ? ' ' : '';

/** Each token with what stood between it and the next; of bytes and pieces each character at its last one. */
export function withSpaces(tokens: readonly string[], cut: Cut): readonly string[] {
  if (cut === 'byte') return charactersOf(tokens, (token) => byteOf.get(token));
  if (cut === subword) return charactersOf(tokens, bytesOfPiece);
  return cut === 'whitespace'
    ? tokens.map((token, index) => token + between(cut, token, tokens[index + 1] ?? '\n'))
    : tokens;
}

/** The bytes as tokens, by their number: ASCII as it is, others as <0xC3>. */
export const byteTokens: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte < 128 ? String.fromCharCode(byte) : writtenByte(byte),
);
const byteOf: ReadonlyMap<string, Uint8Array> = new Map(
  byteTokens.map((token, byte) => [token, Uint8Array.of(byte)] as const),
);

function writtenByte(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}

/** A piece of a text as a token: its characters; where it begins or ends within one, all its bytes, `<0xE2><0x80>`. */
export function pieceToken(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes);
  } catch {
    return Array.from(bytes, writtenByte).join('');
  }
}

const writtenBytes = /^(?:<0x[0-9A-F]{2}>)+$/;
/** Those that a piece is written as; undefined: it is written in characters. */
const bytesOfPiece = (token: string): Uint8Array | undefined =>
  writtenBytes.test(token)
    ? Uint8Array.from(token.match(/[0-9A-F]{2}(?=>)/g) ?? [], (digits) => Number.parseInt(digits, 16))
    : undefined;

/** Bytes of no character read as U+FFFD; a token that is no bytes stays as it is. */
function charactersOf(tokens: readonly string[], bytesOf: (token: string) => Uint8Array | undefined): string[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const texts = tokens.map((token) => {
    const bytes = bytesOf(token);
    return bytes === undefined ? decoder.decode() + token : decoder.decode(bytes, { stream: true });
  });
  // What a text that ends within a character leaves over.
  const rest = decoder.decode();
  return rest === '' ? texts : texts.with(-1, (texts.at(-1) ?? '') + rest);
}

export const joinTokens = (tokens: readonly string[], cut: Cut): string => withSpaces(tokens, cut).join('');

/** Segments of a text that begin where something in it does. */
export const naturalSegments = ['sentence', 'line', 'paragraph', 'document'] as const;
export type NaturalSegment = (typeof naturalSegments)[number];

export const isNatural = (segment: number | string): segment is NaturalSegment =>
  (naturalSegments as readonly (number | string)[]).includes(segment);

/**
 * Tokens at each segment's start that are not counted: none where it begins as the text does.
 * @param segments how many there are: a text of one was read as a stream.
 */
export const warmUpOf = (
  segments: number,
  { observe: { segment, warmUp } }: { observe: { segment: number | string; warmUp: number } },
): number => (segments === 1 || isNatural(segment) ? 0 : warmUp);
