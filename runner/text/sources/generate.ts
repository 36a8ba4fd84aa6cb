/**
 * Languages of our own, written by a seeded generator: what a network must remember to predict them is known, so that they
 * are positive controls for the tests on neurons. Imports the random numbers and the tokens.
 *
 * The seed is fixed with the language and follows no manifest's seed: networks trained with several seeds read the same text,
 * and a document is held out by its own hash under every seed.
 */
import { type Random, random } from '../../core/random.ts';
import { documentTokens } from '../documents.ts';
import { countTokens, type Unit } from '../tokens.ts';
import type { NamedCorpus } from './source.ts';

export interface Language {
  /** As a manifest names it. */
  name: string;
  /** What it is, for the page: 'strings of n times a, then n times b'. */
  about: string;
  /** Fixes every document. */
  seed: number;
  /** What a token is. */
  unit: Unit;
  /** What of its lines can be longer than in the texts that are trained on, and how much there is of it at most in these. */
  longest?: { usual: number; of: string };
  /** One line, without its line break. @param longest as said there. */
  line(random: Random, longest: number): string;
  /** Minimal pairs of it, each by the columns that a file of pairs has; absent: it has none. */
  pairs?(): readonly Readonly<Record<string, string>>[];
}

/** At 0.25 held out: 128, as many as are observed. */
export const generatedDocuments = 512;

/** Documents of whole lines. Tokens are counted as the language's own unit cuts them. */
export const generated = (language: Language): GeneratedCorpus => ({
  language,
  open: async (longest) => [
    {
      name: language.name,
      credit: `Generated: ${language.about}${longest === undefined ? '' : `; here up to ${longest} ${language.longest?.of}`}`,
      whole: true,
      texts: documents(language, longest),
    },
  ],
});

export interface GeneratedCorpus extends NamedCorpus {
  language: Language;
}

/** @param longest of the lines, where it is not the usual: documents that no training text has. */
async function* documents(language: Language, longest: number | undefined): AsyncGenerator<string> {
  const own =
    longest === undefined ? language : { ...language, longest: { of: '', ...language.longest, usual: longest } };
  for (let document = 0; document < generatedDocuments; document++) {
    // Each document has a stream of its own.
    yield documentOf(own, random(language.seed, document, ...(longest === undefined ? [] : [longest])));
  }
}

/** Whole lines of a language, of so many tokens at least. */
export function documentOf(
  { line, unit, longest }: Pick<Language, 'line' | 'unit' | 'longest'>,
  source: Random,
  least = documentTokens,
): string {
  let text = '';
  for (let tokens = 0; tokens < least; ) {
    const next = `${line(source, longest?.usual ?? Number.NaN)}\n`;
    text += next;
    tokens += countTokens(next, unit);
  }
  return text;
}
