/// <reference path="../../core/packages.d.ts" />
/**
 * Between our tokens and the words of the Penn Treebank, on which taggers were trained: don ' t is do n't there, and
 * e - mail is e-mail. Builds the words of each sentence, has them tagged, and gives each token its word's tag; and two taggers. Pure.
 */
import { createRequire } from 'node:module';
import { addAt, float64At } from '../../core/at.ts';
import type { TokenizedText } from '../../core/cut.ts';
import type { PerceptronModel } from '../../io/formats/nltk/tagger.ts';
import { endsAbbreviation, isSpace, sentences } from '../sentences.ts';
import { isWord } from '../tokens.ts';

/** A tagger of words: the Penn tag of each word of one sentence. */
export type TagWords = (words: readonly string[]) => string[];

/** The tag of white space, as in spaCy; Penn has none. */
export const spaceTag = '_SP';

interface PennWord {
  text: string;
  /** Positions of the tokens that take the word's tag. */
  tokens: number[];
  /** Positions of marks inside the word, which keep a tag of their own. */
  marks: number[];
  /** How many tokens it is made of. */
  length: number;
}

/** The Penn tag of each token, tagged in its sentence; white space is '_SP'. */
export function tagInContext(tokens: readonly string[], tagWords: TagWords, text?: TokenizedText): string[] {
  const tags = new Array<string>(tokens.length).fill(spaceTag);
  for (const [start, end] of sentences(tokens, text)) {
    const words = text === undefined ? pennWords(tokens, start, end) : tokenizedWords(tokens, start, end);
    const wordTags = tagWords(words.map(({ text }) => text));
    words.forEach((word, index) => {
      for (const position of word.tokens) tags[position] = wordTags[index] ?? '';
      for (const position of word.marks) tags[position] = markTag(tokens[position] ?? '');
    });
  }
  return tags;
}

/** Those of a text that is tokenized already: each token is one. */
const tokenizedWords = (tokens: readonly string[], start: number, end: number): PennWord[] =>
  tokens.slice(start, end).map((token, index) => ({
    text: Object.hasOwn(pennMarks, token) ? (pennMarks[token] ?? token) : token,
    tokens: [start + index],
    marks: [],
    length: 1,
  }));

/** The words of one sentence, from token `start` to the one before `end`. */
function pennWords(tokens: readonly string[], start: number, end: number): PennWord[] {
  const words: PennWord[] = [];
  for (let position = start; position < end; ) {
    const token = tokens[position] ?? '';
    if (isSpace(token)) {
      position += 1;
      continue;
    }
    const next = isWord(token) ? wordsFrom(tokens, position) : [punctuationFrom(tokens, position)];
    words.push(...next);
    position += next.reduce((sum, { length }) => sum + length, 0);
  }
  return words;
}

const clitics = new Set(['s', 're', 've', 'll', 'm', 'd']);

const isApostrophe = (token: string | undefined): boolean => token === "'" || token === '’';
const isNumber = (token: string | undefined): boolean => token !== undefined && /^\p{Nd}+$/u.test(token);
const isAccent = (token: string | undefined): boolean => token !== undefined && /^\p{M}$/u.test(token);
const isWordAt = (tokens: readonly string[], position: number): boolean => isWord(tokens[position] ?? '');
const markTag = (mark: string): string => (mark === '-' ? 'HYPH' : mark);

/** The Penn words that start at a word token: one, or two when a contraction is taken apart. */
function wordsFrom(tokens: readonly string[], position: number): PennWord[] {
  const word: PennWord = { text: tokens[position] ?? '', tokens: [position], marks: [], length: 1 };
  for (let next = position + 1; next < tokens.length; next = position + word.length) {
    const token = tokens[next] ?? '';
    if (isAccent(token)) {
      take(word, token, [next]);
      if (isWordAt(tokens, next + 1)) take(word, tokens[next + 1] ?? '', [next + 1]);
    } else if (isApostrophe(token) && isWordAt(tokens, next + 1)) {
      const contraction = takeApart(word, tokens, next);
      if (contraction !== null) return contraction;
      take(word, `'${tokens[next + 1]}`, [next, next + 1]);
    } else if (isJoined(tokens, next)) {
      take(word, `${token}${tokens[next + 1]}`, [next + 1], [next]);
    } else if (next === position + 1 && endsAbbreviation(tokens, next)) {
      take(word, token, [], [next]);
      break;
    } else break;
  }
  return [word];
}

/** do n't, or they 're, given the word before the apostrophe; null when it is no contraction. */
function takeApart(word: PennWord, tokens: readonly string[], apostrophe: number): PennWord[] | null {
  const ending = tokens[apostrophe + 1] ?? '';
  const negated = ending.toLowerCase() === 't' && /.n$/iu.test(word.text);
  if (!negated && !clitics.has(ending.toLowerCase())) return null;
  const stem = negated ? word.text.slice(0, -1) : word.text;
  const text = `${word.text.slice(stem.length)}'${ending}`;
  return [
    { ...word, text: stem },
    { text, tokens: [apostrophe, apostrophe + 1], marks: [], length: 2 },
  ];
}

function take(word: PennWord, text: string, tokens: number[], marks: number[] = []): void {
  word.text += text;
  word.tokens.push(...tokens);
  word.marks.push(...marks);
  word.length += tokens.length + marks.length;
}

/** Whether the mark at `mark` joins the words around it: e-mail, 1,000 or 3.5. */
function isJoined(tokens: readonly string[], mark: number): boolean {
  const token = tokens[mark];
  if (token === '-') return isWordAt(tokens, mark + 1);
  return (token === '.' || token === ',') && isNumber(tokens[mark - 1]) && isNumber(tokens[mark + 1]);
}

const pennMarks: Readonly<Record<string, string>> = {
  '“': '``',
  '”': "''",
  '‘': '``',
  '’': "''",
  '—': '--',
  '–': '--',
  '…': '...',
};

/** One mark, or a run that Penn writes as one: -- and ... */
function punctuationFrom(tokens: readonly string[], position: number): PennWord {
  const token = tokens[position] ?? '';
  let length = 1;
  if (token === '-' || token === '.') while (tokens[position + length] === token) length++;
  const text = length > 1 ? (token === '-' ? '--' : '...') : quoted(tokens, position);
  return { text, tokens: Array.from({ length }, (_, index) => position + index), marks: [], length };
}

/** Straight quotation marks open before a word and after white space, a dash or a bracket; elsewhere they close. */
function quoted(tokens: readonly string[], position: number): string {
  const token = tokens[position] ?? '';
  if (token !== '"' && token !== "'") return pennMarks[token] ?? token;
  const before = tokens[position - 1];
  const opens = before === undefined || isSpace(before) || /^[-—–([{"'‘“]$/.test(before);
  const next = tokens[position + 1];
  if (opens && next !== undefined && !isSpace(next)) return '``';
  return token === '"' ? "''" : token;
}

/**
 * The Penn tag of each token; white space is '_SP'. With `context` each sentence is tagged as a whole, without it each
 * token alone, as the thesis did. (There NLTK's tagger also called every space a noun: 43% of the tokens. Not here.)
 */
export type Tag = (tokens: readonly string[], options: { context: boolean }) => string[];

/** @param text how it is tokenized; absent: into words, spaces and marks. */
export function makeTag(tagWords: TagWords, text?: TokenizedText): Tag {
  const alone = new Map<string, string>();
  const tagAlone = (token: string): string => {
    const known = alone.get(token);
    if (known !== undefined) return known;
    const tag = isSpace(token) ? spaceTag : (tagWords([token])[0] ?? '');
    alone.set(token, tag);
    return tag;
  };
  // Several features ask for the tags of one document after the other.
  const inContext = new WeakMap<readonly string[], string[]>();
  const tagSentences = (tokens: readonly string[]): string[] => {
    const tags = inContext.get(tokens) ?? tagInContext(tokens, tagWords, text);
    inContext.set(tokens, tags);
    return tags;
  };
  return (tokens, { context }) => (context ? tagSentences(tokens) : tokens.map(tagAlone));
}

/** What wink calls quotation marks, and what Penn does. */
const pennTag: Readonly<Record<string, string>> = { '"': "''" };

/** The built-in tagger of English words: wink-pos-tagger, loaded when it is first needed. */
export function loadWinkTagger(): TagWords {
  // A CommonJS module, which can be had at once.
  const posTagger: typeof import('wink-pos-tagger').default = createRequire(import.meta.url)('wink-pos-tagger');
  const { tagRawTokens } = posTagger();
  return (words) => tagRawTokens([...words]).map(({ pos }) => pennTag[pos] ?? pos);
}

const startTags = ['-START-', '-START2-'] as const;
const ends = ['-END-', '-END2-'];

/**
 * NLTK's averaged perceptron tagger (nltk.tag.perceptron, NLTK 3.9), without its training. Floating-point sums are made in NLTK's
 * order, and ties go to the last tag by name.
 * Source of the algorithm: M. Honnibal, "A good part-of-speech tagger in about 200 lines of Python" (2013).
 */
export function makePerceptron(model: PerceptronModel): TagWords {
  const classes = [...model.classes].sort();
  const tagdict = new Map(Object.entries(model.tagdict));
  const classOf = new Map(classes.map((name, index) => [name, index]));
  const weights = new Map(
    Object.entries(model.weights).map(([feature, byTag]) => [
      feature,
      Object.entries(byTag).flatMap(([name, weight]) => {
        const index = classOf.get(name);
        return index === undefined ? [] : [{ index, weight }];
      }),
    ]),
  );
  const scores = new Float64Array(classes.length);

  const predict = (features: readonly string[]): string => {
    scores.fill(0);
    for (const feature of features) {
      for (const { index, weight } of weights.get(feature) ?? []) addAt(scores, index, weight);
    }
    let best = '';
    let most = Number.NEGATIVE_INFINITY;
    for (const [index, name] of classes.entries()) {
      const score = float64At(scores, index);
      if (score < most) continue;
      most = score;
      best = name;
    }
    return best;
  };

  return (words) => {
    const context = [...startTags, ...words.map(normalize), ...ends];
    let [previous, beforePrevious]: [string, string] = [...startTags];
    return words.map((word, position) => {
      const tag = tagdict.get(word) ?? predict(features(word, position, context, [previous, beforePrevious]));
      beforePrevious = previous;
      previous = tag;
      return tag;
    });
  };
}

/** NLTK's classes of words that share their statistics. */
function normalize(word: string): string {
  if (word.includes('-') && !word.startsWith('-')) return '!HYPHEN';
  if (/^\p{Nd}{4}$/u.test(word)) return '!YEAR';
  if (/^\p{Nd}/u.test(word)) return '!DIGITS';
  return word.toLowerCase();
}

/** Python counts code points. */
const lastThree = (word: string): string => Array.from(word).slice(-3).join('');

/** @param tags of the token before, and of the one before that. */
function features(
  word: string,
  position: number,
  context: readonly string[],
  [tag1, tag2]: readonly [string, string],
): string[] {
  const at = (offset: number): string => context[position + startTags.length + offset] ?? '';
  return [
    'bias',
    `i suffix ${lastThree(word)}`,
    `i pref1 ${Array.from(word)[0] ?? ''}`,
    `i-1 tag ${tag1}`,
    `i-2 tag ${tag2}`,
    `i tag+i-2 tag ${tag1} ${tag2}`,
    `i word ${at(0)}`,
    `i-1 tag+i word ${tag1} ${at(0)}`,
    `i-1 word ${at(-1)}`,
    `i-1 suffix ${lastThree(at(-1))}`,
    `i-2 word ${at(-2)}`,
    `i+1 word ${at(1)}`,
    `i+1 suffix ${lastThree(at(1))}`,
    `i+2 word ${at(2)}`,
  ];
}
