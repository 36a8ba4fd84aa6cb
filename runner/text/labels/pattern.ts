/**
 * Patterns of whole tokens: regular expressions with the flags us. Pure but for what it remembers; imports the errors, the words
 * of lists and the tokens.
 */
import { createRequire } from 'node:module';
import { createContext, Script } from 'node:vm';
import { InputError } from '../../core/errors.ts';
import { either, quoted } from '../../core/format.ts';
import { isWord } from '../tokens.ts';
import type { FeatureFault } from './kind.ts';

const script = new Script('run()');
const context: { run?: () => void } = createContext(Object.create(null));

/** Runs it for so many milliseconds at most; false when that did not do. */
export function endsWithin(milliseconds: number, run: () => void): boolean {
  context.run = run;
  try {
    script.runInContext(context, { timeout: milliseconds });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    return false;
  } finally {
    delete context.run;
  }
}

/**
 * A bound on what may never end: a regular expression tries, in the worst case, every way to divide a text. Node lets go of one only
 * through its `vm`, which ends a call after a time (0.2 ms a call). Runs it on each item; an item that has taken a limit's time is given another, alone, so that a busy machine is no reason.
 * @returns the item that does not end, or undefined when all have.
 */
export function stuckAt<Item>(
  items: readonly Item[],
  run: (item: Item) => void,
  milliseconds: number,
): Item | undefined {
  if (items.length === 0) return undefined;
  let next = 0;
  const through = () => {
    for (; next < items.length; next++) run(items[next] as Item);
  };
  for (let tried = -1; !endsWithin(milliseconds, through); tried = next) if (tried === next) return items[next];
  return undefined;
}

/** Why a pattern does not compile; null when it does. */
export function patternFault(pattern: string): string | null {
  try {
    // Alone, and not only inside the group that makes it match whole tokens: 'a)(b' would pass there.
    new RegExp(pattern, 'us');
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.split(': ').at(-1) ?? message;
  }
}

const wholeToken = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'us');

/** What one token may take. */
const millisecondsAToken = 2000;

/** Of each pattern, which tokens it was asked of match it: documents share tokens, and a call that has a limit takes long. */
const answered = new Map<string, Map<string, boolean>>();
const mostPatterns = 50;

function answersOf(pattern: string): Map<string, boolean> {
  if (answered.size > mostPatterns) answered.clear();
  const answers = answered.get(pattern) ?? new Map<string, boolean>();
  answered.set(pattern, answers);
  return answers;
}

/**
 * Marks the tokens that the pattern matches as a whole.
 * @param name of the feature, for the error.
 * @param patience milliseconds for one token.
 * @returns [tokens], 1 where the token matches.
 * @throws InputError when the pattern is not a regular expression; or does not come to an end, and looks around or back, or asks
 *   for white space: any other is matched without a way back then.
 */
export function markMatches(
  name: string,
  pattern: string,
  tokens: readonly string[],
  patience = millisecondsAToken,
): Uint8Array {
  checkPattern(name, pattern);
  const literals = literalsOf(pattern);
  if (literals !== null) {
    const listed = new Set(literals);
    return Uint8Array.from(tokens, (token) => Number(listed.has(token)));
  }
  const whole = wholeToken(pattern);
  const answers = answersOf(pattern);
  const asked = new Set(tokens.filter((token) => !answers.has(token)));
  const stuck = stuckAt([...asked], (token) => answers.set(token, whole.test(token)), patience);
  if (stuck !== undefined) {
    const matches = linearMatcher(pattern);
    if (matches === null) throw patternTooSlow(name, pattern, stuck);
    for (const token of asked) if (!answers.has(token)) answers.set(token, matches(token));
  }
  return Uint8Array.from(tokens, (token) => Number(answers.get(token)));
}

/** White space is ASCII's alone to RE2; all else that both read they read alike (tests/unit/text/labels/pattern.test.ts). */
const readOtherwise = /\\[sS]/;

/**
 * Matches without any way back: RE2's automata take a time that grows with the token alone. They know no looking around and no back
 * reference, and are slower than the engine of the language where that comes to an end.
 * Source: Cox 2007 (regular expression matching can be simple and fast), as re2js computes it.
 * @param pattern that is a regular expression with the flags us.
 * @returns whether a whole token matches; null where RE2 cannot read the pattern, or reads it otherwise.
 */
export function linearMatcher(pattern: string): ((token: string) => boolean) | null {
  if (readOtherwise.test(pattern)) return null;
  // Loaded when it is first needed: hardly a pattern gets stuck.
  const { RE2JS }: typeof import('re2js') = createRequire(import.meta.url)('re2js');
  try {
    const compiled = RE2JS.compile(`^(?:${pattern})$`, RE2JS.DOTALL);
    return (token) => compiled.matches(token);
  } catch {
    return null;
  }
}

/** @param text that the pattern does not come to an end with. */
export function patternTooSlow(name: string, pattern: string, text: string): InputError {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return new InputError('pattern-too-slow', {
    what: `The pattern ${pattern} of feature "${name}" takes seconds for “${shown}” alone`,
  });
}

const patternFix = 'To match a mark itself, write it in brackets, [.], or after a backslash, \\.';

/** Of the patterns of a feature those that do not compile. */
export const patternFaults = (key: string, name: string, ...patterns: readonly string[]): FeatureFault[] =>
  patterns.flatMap((pattern) => {
    const why = patternFault(pattern);
    const what = `the pattern of feature "${name}" is not a valid regular expression: "${pattern}"`;
    return why === null ? [] : [{ key, what, why, fix: patternFix }];
  });

/** @throws InputError when a pattern is not a regular expression. @param name of the feature. */
export function checkPattern(name: string, pattern: string): void {
  const why = patternFault(pattern);
  if (why === null) return;
  throw new InputError('invalid-pattern', {
    what: `The pattern ${pattern} of feature "${name}" is not a regular expression`,
    why,
  });
}

/** Through the last emoji; the planes beyond hold letters, private use and nothing. */
const lastCodePoint = 0x1fbff;
/** By pattern: the same are asked of every text. */
const ofWordsAlone = new Map<string, boolean>();

/**
 * Whether a pattern matches no token but words, as \p{L}+ing does. A token that is no word is a single character, so this
 * is settled by trying them all; no text is asked, since the answer must be the same for every text.
 */
export function matchesOnlyWords(pattern: string): boolean {
  const known = ofWordsAlone.get(pattern) ?? findsNoMark(wholeToken(pattern));
  ofWordsAlone.set(pattern, known);
  return known;
}

function findsNoMark(whole: RegExp): boolean {
  for (let code = 0; code <= lastCodePoint; code++) {
    const character = String.fromCodePoint(code);
    if (whole.test(character) && !isWord(character)) return false;
  }
  return true;
}

/** Marks that mean something in a pattern. */
const special = /[\\^$.*+?()[\]{}|]/u;

/** The tokens that a pattern matches, where it lists them one by one, as [.?!], a|b or \n do; null where it does more. */
export function literalsOf(pattern: string): string[] | null {
  const marks = /^\[(-?[^\\^\][-]+)\]$/u.exec(pattern)?.[1];
  if (marks !== undefined) return [...marks];
  const each = pattern.split('|').map((part) => {
    if (part === '\\n') return '\n';
    const plain = /^\\[.?*+()[\]{}|$^]$/u.test(part) ? part.slice(1) : part;
    return plain === part && (part === '' || special.test(part)) ? null : plain;
  });
  return each.some((part) => part === null) ? null : each.filter((part) => part !== null);
}

const markNames: Readonly<Record<string, string>> = {
  ' ': 'a space',
  '\n': 'a line break',
  ',': 'a comma',
  '.': 'a full stop',
  ';': 'a semicolon',
  ':': 'a colon',
  '?': 'a question mark',
  '!': 'an exclamation mark',
  '-': 'a hyphen',
  '–': 'a dash',
  '—': 'a dash',
  "'": 'an apostrophe',
  '’': 'an apostrophe',
  ...Object.fromEntries([...'"“”„«»'].map((mark) => [mark, 'a quotation mark'])),
};
/** More are told by the feature's name. */
const mostNamed = 4;

/** 'a full stop, a question mark or an exclamation mark', '“the” or “a”'; null where there are too many to be told. */
export function namesOfTokens(tokens: readonly string[]): string | null {
  const names = new Set(tokens.map((token) => markNames[token] ?? quoted(token)));
  return names.size > mostNamed ? null : either(names);
}
