/** What can be seen of a text before anything is trained on it. Pure. */
/// <reference path="../../core/packages.d.ts" />
import { dan, deu, eng, fin, fra, ita, lat, nld, nob, pol, por, rus, spa, swe } from 'stopword';
import type { Cut } from '../../core/cut.ts';
import { bytes, counted, integer } from '../../core/format.ts';
import { tokenize } from '../../text/tokens.ts';

const languages: Readonly<Record<string, readonly string[]>> = {
  English: eng,
  German: deu,
  French: fra,
  Spanish: spa,
  Italian: ita,
  Portuguese: por,
  Dutch: nld,
  Swedish: swe,
  Danish: dan,
  Norwegian: nob,
  Finnish: fin,
  Polish: pol,
  Russian: rus,
  Latin: lat,
};

const enoughWords = 20_000;
/** Of running text a third and more are such words; below this it is another language, or a list. */
const leastShare = 0.15;

export interface TextFacts {
  bytes: number;
  tokens: number;
  documents: number;
  lines: number;
  /** Null: none of those that are known. */
  language: string | null;
}

/** The language whose frequent words make up most of the text; null where none makes up much. */
function languageOf(text: string): string | null {
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

/** @param documents as the corpus cuts it, with their tokens. */
export function factsOf(documents: readonly { text: string; tokens: number }[]): TextFacts {
  const facts = { bytes: 0, tokens: 0, documents: documents.length, lines: 0 };
  const sample: string[] = [];
  let sampled = 0;
  for (const { text, tokens } of documents) {
    facts.bytes += Buffer.byteLength(text);
    facts.tokens += tokens;
    facts.lines += text.split('\n').length - 1;
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
  ].join('; ');
}
