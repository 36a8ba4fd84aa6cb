/** Some words of a text for the model to continue. Pure. */
import { cutOf, joinTokens, subword } from '../../core/cut.ts';
import type { Corpus } from '../../text/corpus.ts';
import { isWord, tokenize, type Unit } from '../../text/tokens.ts';

type PromptText = Pick<Corpus, 'vocabulary' | 'unit' | 'tokens'> & { documents: readonly { readonly text: string }[] };

/** Documents from the middle on that are looked at. */
const lookedAt = 40;
/** In tokens, of words with spaces and of characters. */
const longest: Readonly<Record<Unit, number>> = { word: 15, character: 40, byte: 40, subword: 15 };
/** Tokens that are words, or characters of words. */
const fewest: Readonly<Record<Unit, number>> = { word: 4, character: 16, byte: 16, subword: 4 };
const fewestOfProse: Readonly<Record<Unit, number>> = { word: 6, character: 20, byte: 20, subword: 6 };
const proseWords = 8;
/** Of a program the first words of a statement are enough. */
const fewestOfCode = 6;

/**
 * The beginning of a line of tokens that the model knows, up to the first bracket or quotation mark, which would stay open.
 * From the middle of the text on, since it begins with its title; lines of prose before headings and lists.
 * @param isProgram comments are no beginning then, nor is there prose.
 */
export function promptFrom(text: PromptText, isProgram = false): string {
  const { documents, vocabulary, unit } = text;
  const middle = Math.floor(documents.length / 2);
  const ordered = [...documents.slice(middle), ...documents.slice(0, middle)].slice(0, lookedAt);
  const lines = ordered.flatMap((document) => document.text.split('\n').map((line) => line.trim()));
  const offered = isProgram ? lines.filter((line) => isStatement(line)) : lines;
  return (
    (isProgram ? null : firstOf(lines.filter(isProse), text, fewestOfProse[unit])) ??
    firstOf(offered, text, isProgram ? fewestOfCode : fewest[unit]) ??
    vocabulary.tokens[Math.min(1, vocabulary.size - 1)] ??
    ''
  );
}

/** Begins as a sentence does; a language may have no capital letters. */
const isProse = (line: string): boolean =>
  /^[\p{Lu}\p{Lo}]/u.test(line) &&
  /[\p{Ll}\p{Lo}]{2}/u.test(line) &&
  (line.match(/[\p{L}\p{M}]+/gu)?.length ?? 0) >= proseWords;

/** A line of a program that is no comment. */
const isStatement = (line: string): boolean => /^[\p{L}_]/u.test(line) && /[=({:;]/.test(line);

function firstOf(lines: readonly string[], text: PromptText, least: number): string | null {
  for (const line of lines) {
    const prompt = promptIn(line, text, least);
    if (prompt !== null) return prompt;
  }
  return null;
}

function promptIn(line: string, { vocabulary, ...text }: PromptText, least: number): string | null {
  const { unit } = text;
  // A tokenizer knows every text; where it cuts words is its own affair.
  const inPieces = unit === subword;
  const cut = inPieces ? 'word' : cutOf(text);
  const tokens = tokenize(line, cut);
  const stop = tokens.findIndex(
    (token, position) => (!inPieces && vocabulary.idOf(token) === undefined) || isPaired(tokens, position),
  );
  const usable = tokens.slice(0, Math.min(longest[unit], stop < 0 ? tokens.length : stop));
  // Characters end with a word.
  while (cut !== 'word' && isWord(usable.at(-1) ?? '') && isWord(tokens[usable.length] ?? '')) usable.pop();
  const words = usable.slice(0, 1 + usable.findLastIndex(isWord));
  return words.filter(isWord).length >= least ? joinTokens(words, cut) : null;
}

/** A bracket, or a quotation mark: a single one between letters is an apostrophe. */
function isPaired(tokens: readonly string[], position: number): boolean {
  const token = tokens[position] ?? '';
  if (!/^['‘’`]$/.test(token)) return /^[\p{Ps}\p{Pe}\p{Pi}\p{Pf}"]$/u.test(token);
  return !isWord(tokens[position - 1] ?? '') || !isWord(tokens[position + 1] ?? '');
}
