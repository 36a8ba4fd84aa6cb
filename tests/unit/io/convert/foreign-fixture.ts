/** Model files written by other libraries (tests/fixtures/foreign/make.py), and what their models compute. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ImportOptions } from '../../../../runner/io/convert/import-model.ts';

export const foreign = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/foreign/${name}`, import.meta.url));

interface Expected {
  /** Token ids that were read. */
  tokens: number[];
  /** By the model's name: logits after each token, and the last layer's state after the last. */
  models: Record<string, { logits: number[][]; hidden: number[]; cell: number[] | null }>;
}

export const expected: Expected = JSON.parse(readFileSync(foreign('expected.json'), 'utf8'));

export const plainOptions: ImportOptions = { cwd: foreign('.'), map: new Map(), ignore: new Set() };
export const withVocabulary: ImportOptions = { ...plainOptions, vocabulary: foreign('vocabulary.json') };
