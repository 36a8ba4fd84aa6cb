/** What can be seen of a text before anything is trained on it. Pure. */
/// <reference path="../../core/packages.d.ts" />
import { dan, deu, eng, fin, fra, ita, lat, nld, nob, pol, por, rus, spa, swe } from 'stopword';
import type { Cut } from '../../core/cut.ts';
import { bytes, counted, integer } from '../../core/words.ts';
import { readQuotes } from '../../text/labels/quotes.ts';
import { tokenize } from '../../text/tokens.ts';

const languages: Readonly<Record<string, readonly string[]>> = {
  ...{ English: eng, German: deu, French: fra, Spanish: spa, Italian: ita, Portuguese: por, Dutch: nld },
  ...{ Swedish: swe, Danish: dan, Norwegian: nob, Finnish: fin, Polish: pol, Russian: rus, Latin: lat },
};

const enoughWords = 20_000;
/** Of running text a third and more are such words; below this it is another language, or a list. */
const leastShare = 0.15;

export interface TextFacts {
  bytes: number;
  tokens: number;
  documents: number;
  lines: number;
  quotes: number;
  /** Those that open or close a quotation in single marks; apostrophes are none. */
  singleQuotes: number;
  /** Null: none of those that are known. */
  language: string | null;
}

/** The language whose frequent words make up most of the text; null where none makes up much. */
export function languageOf(text: string): string | null {
  const words = tokenize(text.slice(0, 12 * enoughWords).toLowerCase(), 'word')
    .filter((token) => /\p{L}/u.test(token))
    .slice(0, enoughWords);
  const shares = Object.entries(languages).map(([name, frequent]) => {
    const own = new Set(frequent);
    return { name, share: words.filter((word) => own.has(word)).length / Math.max(1, words.length) };
  });
  const best = shares.reduce((most, each) => (each.share > most.share ? each : most));
  return best.share >= leastShare ? best.name : null;
}

const quotationMark = /["“”„«»]/g;
const singleMark = /['‘’`]/;

/** As `nesting: quotes` reads them. */
function singleQuotesIn(line: string): number {
  if (!singleMark.test(line)) return 0;
  const tokens = tokenize(line, 'word');
  const read = readQuotes(tokens);
  const open: string[] = [];
  let found = 0;
  tokens.forEach((token, position) => {
    const does = read(token, position, open);
    if (typeof does === 'number') open.length = does;
    if (does === 'opens') open.push(token);
    if (does !== null && singleMark.test(token)) found += 1;
  });
  return found;
}

/** @param documents as the corpus cuts it, with their tokens. */
export function factsOf(documents: readonly { text: string; tokens: number }[]): TextFacts {
  const facts = { bytes: 0, tokens: 0, documents: documents.length, lines: 0, quotes: 0, singleQuotes: 0 };
  const sample: string[] = [];
  let sampled = 0;
  for (const { text, tokens } of documents) {
    facts.bytes += Buffer.byteLength(text);
    facts.tokens += tokens;
    const lines = text.split('\n');
    facts.lines += lines.length - 1;
    facts.singleQuotes += lines.reduce((sum, line) => sum + singleQuotesIn(line), 0);
    facts.quotes += text.match(quotationMark)?.length ?? 0;
    if (sampled < 12 * enoughWords) sample.push(text);
    sampled += text.length;
  }
  return { ...facts, language: languageOf(sample.join('\n')) };
}

/** 'novel.txt: 812 kB, 178,204 tokens (words, marks and spaces) in 331 documents; ...'. */
export function factsLine(name: string, facts: TextFacts, cut: Cut, isProgram = false): string {
  const { tokens, documents, lines, language } = facts;
  const what = {
    word: 'tokens (words, marks and spaces)',
    whitespace: 'tokens',
    subword: 'pieces of words',
    character: 'characters',
    byte: 'bytes',
  }[cut];
  return [
    `${name}: ${bytes(facts.bytes)}, ${integer(tokens)} ${what} in ${counted(documents, 'document')}`,
    // Of a program its comments would be told.
    ...(isProgram ? [] : [language ?? 'a language that its frequent words do not reveal']),
    lines === 0 ? 'no line breaks' : counted(lines, 'line break'),
    quotesLine(facts),
  ].join('; ');
}

function quotesLine({ quotes, singleQuotes }: TextFacts): string {
  if (singleQuotes === 0) return quotes === 0 ? 'no quotation marks' : counted(quotes, 'quotation mark');
  const single = `${counted(singleQuotes, 'single quotation mark')} (not counting apostrophes)`;
  return quotes === 0 ? single : `${counted(quotes, 'quotation mark')} and ${single}`;
}
