/** How a text is cut into tokens, and what stood between them. Pure; imports nothing. */

/** What one token is. */
export type Unit = 'word' | 'character';

/** Of a text that is tokenized already: white space stands between its tokens. Absent: words, spaces and marks are tokens. */
export const tokenizedTexts = ['whitespace'] as const;
export type TokenizedText = (typeof tokenizedTexts)[number];

/**
 * How a text is cut: into words, spaces and marks; into characters; or, where it is tokenized already, at white space, into
 * what stands between (the line breaks stay).
 */
export type Cut = Unit | TokenizedText;

/** How a corpus, or what a model reads, is cut. */
export const cutOf = ({ unit, tokens }: { unit: Unit; tokens?: TokenizedText | undefined }): Cut => tokens ?? unit;

/** What stood between two tokens: nothing, or a space where the text was cut at white space. */
export const between = (cut: Cut, before: string, after: string): '' | ' ' =>
  cut === 'whitespace' && before !== '\n' && after !== '\n' ? ' ' : '';

/** Each token with what stood between it and the next. */
export const withSpaces = (tokens: readonly string[], cut: Cut): readonly string[] =>
  cut === 'whitespace' ? tokens.map((token, index) => token + between(cut, token, tokens[index + 1] ?? '\n')) : tokens;

/** Tokens as a text again. */
export const joinTokens = (tokens: readonly string[], cut: Cut): string => withSpaces(tokens, cut).join('');
