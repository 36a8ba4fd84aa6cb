/** Reads the files of labels that features name, and marks the observed text by them. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { item } from '../core/at.ts';
import { cutOf } from '../core/cut.ts';
import type { Values } from '../core/values.ts';
import type { Corpus } from '../corpus/corpus.ts';
import type { ObservedText } from '../corpus/observe-text.ts';
import type { Cutting } from '../corpus/tokens.ts';
import { cuttingOf } from '../corpus/vocabulary.ts';
import { type Feature, isFeatureOf } from '../features/features.ts';
import { markLabels } from '../features/labels/align.ts';
import { type LabelSource, type Labels, labelError } from '../features/labels/labels.ts';
import { type NumberLabels, numbersOfDocuments, readNumbers } from '../features/labels/numbers.ts';
import { readSpans } from '../features/labels/spans.ts';
import { labelsOfWords } from '../features/labels/word-labels.ts';
import { type ConlluColumn, ConlluLineError, readConllu } from '../formats/conllu/conllu.ts';
import { fileBytes, gunzipped } from '../formats/texts/bytes.ts';
import { decodeBytes } from '../formats/texts/encoding.ts';
import { linesOf } from '../formats/texts/rows.ts';
import type { Manifest } from '../manifest/resolved.ts';
import { putRead } from './mark-text.ts';

export type LabelFeature = Extract<Feature, { labels: string }>;

export interface LabelTask {
  observed: ObservedText;
  corpus: Corpus;
  /** What the files' paths are relative to. */
  cwd: string;
  manifest: Pick<Manifest, 'observe'>;
}

/**
 * @returns by the names of features given by labels: [tokens] of the observed text, 1 where the token carries the label, or its
 * number.
 * @throws InputError when a file cannot be read, or is not about the observed text.
 */
export async function labelMarks(
  features: readonly Feature[],
  { observed, corpus, cwd, manifest }: LabelTask,
): Promise<Map<string, Values>> {
  const marks = new Map<string, Values>();
  const labelled = features.filter((feature) => isFeatureOf(feature, 'labels'));
  if (labelled.length === 0) return marks;
  const cut = cutOf(corpus);
  const documents = wholeDocuments(observed).map((document) => ({ ...document, cut }));
  const ofCorpus = manifest.observe.source === 'held-out';
  const hashes = new Set((ofCorpus ? corpus.documents : documents).map(({ hash }) => hash));
  const count = ofCorpus ? corpus.documents.length : 1 + Math.max(...documents.map(({ number }) => number));
  for (const feature of labelled) {
    const source = { path: feature.labels, name: feature.name };
    const labels = await readLabels(feature, cuttingOf(corpus, corpus.vocabulary), cwd);
    const all = { count, has: (hash: string) => hashes.has(hash) };
    const ofDocuments =
      'numbers' in labels
        ? numbersOfDocuments(labels.numbers, documents, all, source)
        : markLabels(labels, documents, all, source);
    const own = 'numbers' in labels ? new Float32Array(observed.tokens.length) : new Uint8Array(observed.tokens.length);
    ofDocuments.forEach((whole, index) => {
      putRead(own, observed, index, whole);
    });
    marks.set(feature.name, own);
  }
  return marks;
}

/** The documents of which something is read, each with all its tokens. */
const wholeDocuments = ({ documents, documentNumbers }: ObservedText) =>
  documents.map(({ hash, whole }, index) => ({ hash, number: item(documentNumbers, index), tokens: whole() }));

async function readLabels(
  feature: LabelFeature,
  cut: Cutting,
  cwd: string,
): Promise<Labels | { numbers: NumberLabels }> {
  const { labels: path, name, column, label } = feature;
  const source = { path, name };
  const place = resolve(cwd, path);
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    throw labelError(source, found.code === 'ENOENT' ? 'There is no such file' : found.message);
  }
  if (!found.isFile()) throw labelError(source, 'It is not a file');
  const kind = /\.(conllu|jsonl|ndjson)(\.gz)?$/i.exec(path)?.[1]?.toLowerCase();
  if (kind === undefined) throw labelError(source, 'Labels are read from .jsonl and .conllu files (or .gz of them)');
  const bytes = fileBytes(path, place);
  const text = decodeBytes(/\.gz$/i.test(path) ? gunzipped(bytes) : bytes, { warn: () => undefined });
  const lines = await Array.fromAsync(linesOf(text));
  if (feature.number) {
    if (kind === 'conllu') throw labelError(source, 'It is CoNLL-U, and numbers are read from JSON lines');
    return { numbers: readNumbers(lines, cut, source) };
  }
  if (kind === 'conllu') {
    if (label !== null) return conlluLabels(lines, column ?? 'upos', label, source);
    throw labelError(source, 'It is CoNLL-U, where each word has many', 'Say which: column: upos, label: NOUN');
  }
  if (column === null) return readSpans(lines, label, cut, source);
  throw labelError(source, '"column" is about CoNLL-U, and these are JSON lines', 'Leave column out');
}

/**
 * @param label of feats and misc 'Number=Plur', or 'Number' for any value of it.
 * @throws InputError, with the line, when it is no CoNLL-U, or no word has such a value.
 */
export function conlluLabels(
  lines: readonly string[],
  column: ConlluColumn,
  label: readonly string[],
  source: LabelSource,
): Labels {
  try {
    return labelsOfWords(readConllu(lines, column), label, column, source);
  } catch (error) {
    if (!(error instanceof ConlluLineError)) throw error;
    throw labelError(source, error.message, 'Give CoNLL-U, or JSON lines with spans');
  }
}
