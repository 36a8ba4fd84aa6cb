/** What a token looks like: the classes whose alternation any text has, and that are taken out of a neuron's rhythm. Pure. */

export const tokenClasses = ['word', 'space', 'line break', 'other'] as const;
export type TokenClass = (typeof tokenClasses)[number];

const wordLike = /^[\p{L}\p{N}_]/u;
const white = /^\s+$/u;

/** The class of one token; '<unk>' stands for a word. */
export function tokenClass(token: string): TokenClass {
  if (token === '<unk>' || wordLike.test(token)) return 'word';
  if (token.includes('\n')) return 'line break';
  return white.test(token) ? 'space' : 'other';
}

/** The classes of tokens as numbers, indices of `tokenClasses`, [tokens]. */
export const classesOf = (tokens: readonly string[]): Uint8Array =>
  Uint8Array.from(tokens, (token) => tokenClasses.indexOf(tokenClass(token)));
