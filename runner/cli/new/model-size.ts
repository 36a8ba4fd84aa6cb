/**
 * Settings of a network that suits a text: larger for more text, trained longer on less. Rules of thumb, no more: what
 * stands in the manifest can be changed. The text alone decides, never the machine, so that a text gives the same
 * experiment everywhere. Pure.
 */
import { documentTokens } from '../../text/documents.ts';
import type { Unit } from '../../text/tokens.ts';

export interface ModelSettings {
  units: number;
  /** Length of the token vectors; 0: one-hot. */
  embedding: number;
  epochs: number;
  batch: number;
  window: number;
  learningRate: number;
  dropout: number;
}

/** Of so many documents a quarter gives both halves of the evidence what they need. */
const enoughDocuments = 200;

/**
 * Tokens of a document of a running text, so that there are enough documents to train on and to test on: as many as is
 * usual where the text has room for it, and not fewer than 128, because a short document leaves a network little to remember.
 * @param tokens of the whole text.
 */
export const documentLengthFor = (tokens: number): number =>
  [documentTokens, documentTokens / 2].find((length) => tokens >= length * enoughDocuments) ?? documentTokens / 4;

/**
 * Tokens from which a text can be tested: short documents, or the definitions of a program, half of them held out, give both
 * halves of the evidence what they need. (Python's own modules: one of 83,000 characters in 295 definitions can, others
 * together from 100,000 on.)
 */
export const testableFrom: Readonly<Record<Unit, number>> = {
  word: 30_000,
  subword: 30_000,
  character: 100_000,
  byte: 100_000,
};

const largest = { units: 256, epochs: 1, batch: 64, dropout: 0 };
/** From the least text to the most: training tokens below, and what suits. */
const rows = [
  { below: 30_000, units: 64, epochs: 30, batch: 4, dropout: 0.3 },
  { below: 100_000, units: 96, epochs: 20, batch: 8, dropout: 0.3 },
  { below: 300_000, units: 128, epochs: 10, batch: 16, dropout: 0.2 },
  { below: 1_000_000, units: 192, epochs: 5, batch: 32, dropout: 0.1 },
  { below: 4_000_000, units: 256, epochs: 2, batch: 64, dropout: 0 },
];

/** @param tokens of the training text. */
export function modelFor(tokens: number, unit: Unit): ModelSettings {
  // A character says about a quarter of what a word and a space say.
  const comparable = unit === 'word' ? tokens : tokens / 3;
  const { units, epochs, batch, dropout } = rows.find(({ below }) => comparable < below) ?? largest;
  const own =
    unit === 'word' ? { embedding: Math.min(100, Math.floor(units / 2)), window: 24 } : { embedding: 0, window: 50 };
  return { units, ...own, epochs, batch, learningRate: 4e-3, dropout };
}

/** Words that are rarer say too little to be learned; of a small text all but a few are rare. */
export const minimumCountFor = (tokens: number, unit: Unit): number => {
  if (unit !== 'word') return 2;
  if (tokens < 100_000) return 3;
  return tokens < 500_000 ? 5 : 10;
};

/** Of few documents a share of two in a hundred is none. */
export const validationFor = (documents: number): number => (documents < 200 ? 0.1 : 0.05);
