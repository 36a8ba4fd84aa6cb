/**
 * Languages of our own, written by a seeded generator: what a network must remember to predict them is known, so that they
 * are positive controls for the tests on neurons. Imports the random numbers and the tokens.
 *
 * The seed is fixed with the language and follows no manifest's seed: networks trained with several seeds read the same text,
 * and a document is held out by its own hash under every seed.
 */
import { item } from '../../core/at.ts';
import { type Random, random } from '../../core/random.ts';
import { documentTokens } from '../documents.ts';
import { tokenize, type Unit } from '../tokens.ts';
import type { SourceText } from './paths.ts';

export interface Language {
  /** What it is, for the page: 'strings of n times a, then n times b'. */
  about: string;
  /** Fixes every document. */
  seed: number;
  /** What a token is. */
  unit: Unit;
  /**
   * What of its lines can be longer than in the texts that are trained on, how much there is of it at most in these, and how much may
   * be asked for: all documents are then some six million characters.
   */
  longest?: { usual: number; most: number; of: string };
  /** One line, without its line break. @param longest as said there. */
  line(random: Random, longest: number): string;
  /** Minimal pairs of it, each by the columns that a file of pairs has; absent: it has none. */
  pairs?(): readonly Readonly<Record<string, string>>[];
}

/** At 0.25 held out: 128, as many as are observed. */
export const generatedDocuments = 512;

/** Documents of whole lines. @param longest of its lines, where it is not the usual: documents that no training text has. */
export function openLanguage(name: string, language: Language, longest: number | undefined): SourceText {
  const further = longest === undefined ? '' : `; here up to ${longest} ${language.longest?.of}`;
  // Each document has a stream of its own.
  const numbers = (document: number) => random(language.seed, document, ...(longest === undefined ? [] : [longest]));
  const texts = (async function* () {
    for (let document = 0; document < generatedDocuments; document++) {
      yield documentOf(language, numbers(document), documentTokens, longest);
    }
  })();
  return { name, credit: `Generated: ${language.about}${further}`, whole: true, texts };
}

/** Whole lines of a language. @param least tokens, counted as its own unit cuts them. */
export function documentOf(
  { line, unit, longest: usually }: Language,
  source: Random,
  least: number,
  longest = usually?.usual ?? Number.NaN,
): string {
  let text = '';
  for (let tokens = 0; tokens < least; ) {
    const next = `${line(source, longest)}\n`;
    text += next;
    tokens += tokenize(next, unit).length;
  }
  return text;
}

/** Lines of the counter's pairs are up to three times as long as those that are trained on. */
const usualCount = 20;
const stretches = [1, 2, 3];

/**
 * Strings of n times a, then n times b, one a line, n from 1 to 20. From the first b on, all that is to come is certain to
 * whoever has counted (Weiss, Goldberg & Yahav 2018: LSTMs count, in single neurons of the cell).
 *
 * The least mean loss is that of n alone: ln 20 nats a line of 2 x 10.5 + 1 tokens, 0.1362 nats a token. With
 * n up to 12 two of seven trained networks shared the count out among neurons that each know a few values of it, and no
 * neuron alone was shown to count; with n up to 20 none of 24 did.
 */
export const counter: Language = {
  about: 'lines of n times a, then n times b',
  seed: 0x636f756e,
  unit: 'character',
  longest: { usual: usualCount, most: 10_000, of: "a's of a line" },
  line: ({ below }, longest) => {
    const count = 1 + below(longest);
    return 'a'.repeat(count) + 'b'.repeat(count);
  },
  /** After as many b's the line must end, and after one less it must not. */
  pairs: () =>
    stretches.flatMap((stretch) =>
      Array.from({ length: usualCount }, (_, index) => usualCount * (stretch - 1) + index + 1).flatMap((n) => {
        const length = `${usualCount * (stretch - 1) + 1} to ${usualCount * stretch}`;
        const line = (owed: number) => 'a'.repeat(n) + 'b'.repeat(n - owed);
        return [
          { text: line(0), right: '\n', wrong: 'b', length, owed: '0', n: String(n) },
          { text: line(1), right: 'b', wrong: '\n', length, owed: '1', n: String(n) },
        ];
      }),
    ),
};

const fillers = ['x', 'y', 'z'];
const fillerShare = 0.5;
/** Of the times that no bracket is open. */
const endShare = 0.2;

/**
 * Balanced brackets (a Dyck language) with letters among them that say nothing. How likely the next bracket closes is the depth's
 * share of the greatest depth, so that a network must tell each depth from the next to predict well, and no two of them alone (as
 * with a limit that is only felt when it is reached).
 */
export const brackets: Language = {
  about: 'balanced brackets up to six deep, with letters among them',
  seed: 0x64796b31,
  unit: 'character',
  // With each more a line is twice as long.
  longest: { usual: 6, most: 10, of: 'brackets within each other' },
  line: ({ uniform, below }, longest) => {
    let text = '';
    for (let depth = 0; ; ) {
      if (uniform() < fillerShare) text += item(fillers, below(fillers.length));
      else if (depth === 0 && text !== '' && uniform() < endShare) return text;
      else {
        const isClosing = uniform() < depth / longest;
        text += isClosing ? ')' : '(';
        depth += isClosing ? -1 : 1;
      }
    }
  },
};

const letters = ['a', 'b', 'c', 'd', 'e', 'f'];
/** Of the letters outside quotation marks; within, the last takes the place of the first, and so on. */
const weights = [8, 5, 3, 2, 1, 1];
const total = weights.reduce((sum, weight) => sum + weight, 0);

function drawnLetter({ below }: Random, within: boolean): string {
  let place = below(total);
  const index = weights.findIndex((weight) => {
    place -= weight;
    return place < 0;
  });
  return letters.at(within ? -1 - index : index) ?? '';
}

const longestWord = 5;
/** Of the words: how likely one begins a quotation, or ends the one that is open. */
const quoteShare = 0.3;

/**
 * Words of letters, some within quotation marks, where the letters that are rare elsewhere are frequent. No letter tells
 * alone which it is; whoever remembers the mark predicts the letters better, and the mark that is due.
 */
export const quoted: Language = {
  about: 'words of letters that are others within quotation marks',
  seed: 0x71756f74,
  unit: 'character',
  longest: { usual: 12, most: 2000, of: 'words of a line' },
  line: (source, longest) => {
    const { uniform, below } = source;
    const words: string[] = [];
    let inside = false;
    for (let index = 1; index <= longest; index++) {
      const opens: boolean = !inside && uniform() < quoteShare;
      inside ||= opens;
      const word = Array.from({ length: 1 + below(longestWord) }, () => drawnLetter(source, inside)).join('');
      const closes: boolean = inside && (index === longest || uniform() < quoteShare);
      inside &&= !closes;
      words.push(`${opens ? '"' : ''}${word}${closes ? '"' : ''}`);
    }
    return words.join(' ');
  },
};
