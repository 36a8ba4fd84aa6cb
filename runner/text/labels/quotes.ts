/**
 * Which quotation marks open and which close. Straight marks look the same at both ends, and a straight or curly single
 * mark may be an apostrophe, so their neighbours decide. Pure.
 */
import { isSpace } from '../sentences.ts';
import { isWord } from '../tokens.ts';

/** What a token does, given the marks that are open (innermost last): opens one, closes one by its place, or neither. */
export type ReadMark = (token: string, position: number, open: readonly string[]) => 'opens' | number | null;

/** Each opening mark with those that close it. */
const pairs: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['“', '”'],
  ['„', '“”'],
  ['«', '»'],
  ['「', '」'],
  ["'", "'’"],
  ['‘', "’'"],
  ['`', "'’"],
  // Of the Penn Treebank, where a text is tokenized already.
  ['``', "''"],
]);

const isSingle = (token: string | undefined): boolean => token !== undefined && /^['‘’`]$/.test(token);

/** Words whose first letters an apostrophe stands for. */
const cutOff = new Set(
  'tis twas twere twill twould em im er un n bout cause til till gainst mongst fraid round'.split(' '),
);

/**
 * Reads the quotation marks of a text, words or characters.
 * - A straight double mark opens before a token and after white space or an opening bracket, closes before white space
 *   and after a token, and elsewhere (as after a dash) does whichever is due.
 * - A single mark opens where a double one would, but not before a number or a word that is cut off ('tis), and only if a
 *   mark that may close it follows on the line; it closes before anything but a letter. Other single marks are
 *   apostrophes. The apostrophe of a plural (the boys') cannot be told from a closing mark.
 * - A mark that is open already does not open again, and one that is not open does not close.
 */
export function readQuotes(tokens: readonly string[]): ReadMark {
  const lastClosing = lastClosingSingles(tokens);
  return (token, position, open) => {
    const closed = open.findLastIndex((mark) => pairs.get(mark)?.includes(token));
    if (closed !== -1) return closes(tokens, position) ? closed : null;
    if (!pairs.has(token) || open.includes(token) || !opens(tokens, position)) return null;
    if (!isSingle(token)) return 'opens';
    return position < (lastClosing[position] ?? -1) && !isCutOff(tokens, position) ? 'opens' : null;
  };
}

const startsQuote = (before: string | undefined): boolean =>
  before === undefined || isSpace(before) || /^[-—–(["“«„「'‘`]$/.test(before);

function opens(tokens: readonly string[], position: number): boolean {
  const token = tokens[position] ?? '';
  const next = tokens[position + 1];
  if (token !== '"' && token !== "'") return true;
  if (token === "'" && !startsQuote(tokens[position - 1])) return false;
  return next !== undefined && !isSpace(next);
}

function closes(tokens: readonly string[], position: number): boolean {
  const token = tokens[position];
  if (isSingle(token)) return isClosingSingle(tokens, position);
  const before = tokens[position - 1];
  const next = tokens[position + 1];
  const clearlyOpens = (isSpace(before) || /^[([]$/.test(before ?? '')) && next !== undefined && !isSpace(next);
  return token !== '"' || !clearlyOpens;
}

const isClosingSingle = (tokens: readonly string[], position: number): boolean =>
  (tokens[position] === "'" || tokens[position] === '’') &&
  position > 0 &&
  !isSpace(tokens[position - 1]) &&
  !isWord(tokens[position + 1] ?? '');

/** [tokens] Position of the last single mark on each token's line that may close a quotation; -1 without one. */
function lastClosingSingles(tokens: readonly string[]): Int32Array {
  const last = new Int32Array(tokens.length);
  let found = -1;
  for (let position = tokens.length - 1; position >= 0; position--) {
    if (tokens[position] === '\n') found = -1;
    else if (found === -1 && isClosingSingle(tokens, position)) found = position;
    last[position] = found;
  }
  return last;
}

/** Whether the mark at `mark` is the apostrophe of 'tis or the '90s. */
function isCutOff(tokens: readonly string[], mark: number): boolean {
  let word = '';
  for (let position = mark + 1; isWord(tokens[position] ?? ''); position++) word += tokens[position];
  return cutOff.has(word.toLowerCase()) || /^\p{N}/u.test(word);
}
