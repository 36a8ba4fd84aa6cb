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
const surrogatePair = /[\ud800-\udbff][\udc00-\udfff]/g;

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
  const tokens: string[] = text.match(patternOf(cut)) ?? [];
  return cut === 'whitespace' ? tokens.map((token) => (token.trimEnd() === lineEnd ? '\n' : token)) : tokens;
}

/** How many tokens `tokenize` would give. */
export function countTokens(text: string, cut: Cutting): number {
  if (typeof cut === 'object') return cut.cut(text).length;
  if (cut === 'byte') return utf8Length(text);
  if (cut === 'character') return text.length - (text.match(surrogatePair)?.length ?? 0);
  return text.match(patternOf(cut))?.length ?? 0;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const isPair = unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
    if (isPair) i++;
    bytes += isPair ? 4 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
  }
  return bytes;
}

function patternOf(cut: 'word' | 'whitespace' | typeof subword): RegExp {
  if (cut === subword) throw new Error('tokens: no rule cuts a text into subwords, but the tokenizer of a model');
  return cut === 'word' ? wordOrOther : betweenSpaces;
}

/** Whether a token is a word: it holds a letter, a number or an underscore. (Only at white space it may hold more: n't, U.S.) */
export const isWord = (token: string): boolean => wordLike.test(token);
