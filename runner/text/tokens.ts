/**
 * From text to tokens. Pure; imports only the words for how texts are cut. The tokens of a text, joined, are the text; of one
 * that is cut at white space, all but the spaces and tabs between them.
 */
import { byteTokens, type Cut, type PieceCutter, subword } from '../core/cut.ts';

export type { Unit } from '../core/cut.ts';

// JavaScript's \w is ASCII only, so letters and numbers are named by their Unicode properties.
const wordOrOther = /[\p{L}\p{N}_]+|[^\p{L}\p{N}_]/gu;
/** '<unk>' is none. */
const wordLike = /^(?!<.*>$)\S*[\p{L}\p{N}_]\S*$/u;
/** As texts that are tokenized already write it. */
const lineEnd = '<eos>';
const betweenSpaces = /<eos>(?!\S)(?:[^\S\n]*\n)?|\S+|\n/g;

/** By rule, or by a model's own tokenizer. */
export type Cutting = Cut | PieceCutter;

/**
 * Words: a run of letters, numbers and underscores, or any other single character (so spaces, line breaks, marks and
 * combining accents are tokens of their own). Characters: Unicode code points; a lone surrogate counts as one. At white
 * space: whatever stands between, and line breaks; where the end of a line is written out (<eos>), it is the line break, and that of the
 * text, if there is one behind it, is white space. Bytes: those of its UTF-8.
 */
export function tokenize(text: string, cut: Cutting): string[] {
  if (typeof cut === 'object') return cut.cut(text);
  if (cut === 'byte') return Array.from(new TextEncoder().encode(text), (byte) => byteTokens[byte] ?? '');
  if (cut === 'character') return Array.from(text);
  if (cut === 'word') return text.match(wordOrOther) ?? [];
  if (cut === subword) throw new Error('tokens: no rule cuts a text into subwords, but the tokenizer of a model');
  return (text.match(betweenSpaces) ?? []).map((token) => (token.trimEnd() === lineEnd ? '\n' : token));
}

/** Whether a token is a word: it holds a letter, a number or an underscore. (Only at white space it may hold more: n't, U.S.) */
export const isWord = (token: string): boolean => wordLike.test(token);
