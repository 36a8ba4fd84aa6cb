/** How a text is cut into tokens, and what stood between them. Pure; imports nothing. */

/** What one token is. A byte is one of the text's UTF-8. */
export const tokenUnits = ['word', 'character', 'byte'] as const;
export type Unit = (typeof tokenUnits)[number];

/** Of a text that is tokenized already: white space stands between its tokens. Absent: words, spaces and marks are tokens. */
export const tokenizedTexts = ['whitespace'] as const;
export type TokenizedText = (typeof tokenizedTexts)[number];

/** Of a model that reads texts from their end to their beginning. Absent: from the beginning. */
export const directions = ['backward'] as const;
export type Direction = (typeof directions)[number];

/**
 * How a text is cut: into words, spaces and marks; into characters; or, where it is tokenized already, at white space, into
 * what stands between (the line breaks stay); into the bytes of its UTF-8.
 */
export type Cut = Unit | TokenizedText;

/** How a corpus, or what a model reads, is cut. */
export const cutOf = ({ unit, tokens }: { unit: Unit; tokens?: TokenizedText | undefined }): Cut => tokens ?? unit;

/** What stood between two tokens: nothing, or a space where the text was cut at white space. */
export const between = (cut: Cut, before: string, after: string): '' | ' ' =>
  cut === 'whitespace' && before !== '\n' && after !== '\n' ? ' ' : '';

/** Each token with what stood between it and the next; of bytes each character at its last one. */
export function withSpaces(tokens: readonly string[], cut: Cut): readonly string[] {
  if (cut === 'byte') return charactersOf(tokens);
  return cut === 'whitespace'
    ? tokens.map((token, index) => token + between(cut, token, tokens[index + 1] ?? '\n'))
    : tokens;
}

/** The bytes as tokens, by their number: ASCII as it is, others as <0xC3>. */
export const byteTokens: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte < 128 ? String.fromCharCode(byte) : `<0x${byte.toString(16).toUpperCase()}>`,
);
const byteOf: ReadonlyMap<string, number> = new Map(byteTokens.map((token, byte) => [token, byte]));

/** Bytes of no character read as U+FFFD; a token that is no byte stays as it is. */
function charactersOf(tokens: readonly string[]): string[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const texts = tokens.map((token) => {
    const byte = byteOf.get(token);
    return byte === undefined ? decoder.decode() + token : decoder.decode(Uint8Array.of(byte), { stream: true });
  });
  // What a text that ends within a character leaves over.
  const rest = decoder.decode();
  return rest === '' ? texts : texts.with(-1, (texts.at(-1) ?? '') + rest);
}

/** Tokens as a text again. */
export const joinTokens = (tokens: readonly string[], cut: Cut): string => withSpaces(tokens, cut).join('');
