/** Reads the files of labels that features name, and marks the observed text by them. */

import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { item } from '../core/at.ts';
import { cutOf } from '../core/cut.ts';
import type { Reporter } from '../core/reporter.ts';
import type { FeatureValues } from '../core/values.ts';
import { counted, either } from '../core/words.ts';
import { type ConlluColumn, ConlluLineError, readConllu } from '../formats/conllu/conllu.ts';
import { fileBytes, gunzipped } from '../formats/texts/bytes.ts';
import { decodeBytes } from '../formats/texts/encoding.ts';
import { linesOf } from '../formats/texts/rows.ts';
import type { Corpus } from '../text/corpus.ts';
import { type Feature, isFeatureOf, type MarkedFeature } from '../text/labels/features.ts';
import type { FeatureTools } from '../text/labels/kind.ts';
import { type AllDocuments, markLabels } from '../text/labels/labels/align.ts';
import { readDocumentLabels, valuesOfDocuments } from '../text/labels/labels/document-labels.ts';
import { type LabelSource, type Labels, labelError, labelsOfWords } from '../text/labels/labels/labels.ts';
import { type NumberLabels, numbersOfDocuments, readNumbers } from '../text/labels/labels/numbers.ts';
import { readSpans } from '../text/labels/labels/spans.ts';
import { type ObservedText, observedDocuments } from '../text/observe-text.ts';
import type { Cutting } from '../text/tokens.ts';
import { cuttingOf } from '../text/vocabulary.ts';
import type { Manifest } from './manifest/resolved.ts';
import { markObserved, putRead } from './mark-text.ts';

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
): Promise<Map<string, FeatureValues>> {
  const marks = new Map<string, FeatureValues>();
  const labelled = features.filter((feature) => isFeatureOf(feature, 'labels'));
  if (labelled.length === 0) return marks;
  const cut = cutOf(corpus);
  const documents = wholeDocuments(observed).map((document) => ({ ...document, cut }));
  const all = allDocuments(manifest, corpus, observed);
  for (const feature of labelled) {
    const source = { path: feature.labels, name: feature.name };
    const labels = await readLabels(feature, cuttingOf(corpus, corpus.vocabulary), cwd);
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

/** Those that a file of labels may name: of the whole corpus, or the whole file, whatever of it is read. */
export function allDocuments(
  { observe }: Pick<Manifest, 'observe'>,
  corpus: Corpus,
  { textDocuments }: Pick<ObservedText, 'textDocuments'>,
): AllDocuments {
  const all = observe.source === 'held-out' ? corpus.documents.map(({ hash }) => hash) : textDocuments;
  const hashes = new Set(all);
  return { count: all.length, has: (hash) => hashes.has(hash) };
}

/** The documents of which something is read, each with all its tokens. */
export const wholeDocuments = ({ documents, documentNumbers }: ObservedText) =>
  documents.map(({ hash, whole }, index) => ({ hash, number: item(documentNumbers, index), tokens: whole() }));

async function readLabels(
  feature: LabelFeature,
  cut: Cutting,
  cwd: string,
): Promise<Labels | { numbers: NumberLabels }> {
  const { labels: path, name, column, label } = feature;
  const source = { path, name };
  const { lines, kind } = await labelLines(source, cwd, ['jsonl', 'ndjson', 'conllu']);
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

/**
 * @param kinds the endings that are read here, with or without `.gz`.
 * @throws InputError when there is no such file, or it is of another kind.
 */
export async function labelLines<Kind extends string>(
  source: LabelSource,
  cwd: string,
  kinds: readonly Kind[],
): Promise<{ lines: string[]; kind: Kind }> {
  const { path } = source;
  const place = resolve(cwd, path);
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    throw labelError(
      source,
      found.code === 'ENOENT'
        ? `There is no file ${path} in the current folder, nor beside the manifest`
        : found.message,
    );
  }
  if (!found.isFile()) throw labelError(source, 'It is not a file');
  const ending = /\.(\w+?)(\.gz)?$/.exec(path)?.[1]?.toLowerCase();
  const kind = kinds.find((each) => each === ending);
  if (kind === undefined) {
    const shown = kinds.filter((each) => each !== 'ndjson').map((each) => `.${each}`);
    throw labelError(source, `Labels are read from ${shown.join(' and ')} files (or .gz of them)`);
  }
  const bytes = fileBytes(path, place);
  const text = decodeBytes(/\.gz$/i.test(path) ? gunzipped(bytes) : bytes, { warn: () => undefined });
  return { lines: await Array.fromAsync(linesOf(text)), kind };
}

/** A label, and which documents have it. */
export interface MarkedDocuments {
  name: string;
  says: string;
  number: boolean;
  /** [documents of the observed text] 1 or 0, or numbers; NaN where a document has none. */
  values: Float32Array;
}

/** @throws InputError when a file cannot be read, or is not about the observed documents. */
export async function documentMarks(
  manifest: Pick<Manifest, 'documents' | 'observe'>,
  { observed, corpus, cwd, reporter }: { observed: ObservedText; corpus: Corpus; cwd: string; reporter: Reporter },
): Promise<MarkedDocuments[]> {
  const asked = manifest.documents ?? [];
  if (asked.length === 0) return [];
  const whole = wholeDocuments(observed).map((document) => ({ ...document, cut: cutOf(corpus) }));
  const all = allDocuments(manifest, corpus, observed);
  const marks: MarkedDocuments[] = [];
  for (const { name, labels: path, label, says } of asked) {
    const source = { path, name };
    const { lines } = await labelLines(source, cwd, ['jsonl', 'ndjson']);
    const { values, number } = valuesOfDocuments(readDocumentLabels(lines, source), label, whole, { all, source });
    const missing = values.filter(Number.isNaN).length;
    if (missing > 0) {
      reporter.note(
        `“${name}”: ${missing} of ${counted(whole.length, 'document')} that are read have no label in ${path}, and take no part.`,
      );
    }
    marks.push({ name, number, values, says: says ?? wordsOf(name, label, number) });
  }
  return marks;
}

const wordsOf = (name: string, label: readonly string[] | null, number: boolean): string =>
  label !== null
    ? `the document is labelled ${either(label)}`
    : number
      ? `the number “${name}” of the document`
      : `“${name}” is true of the document`;

export interface ReadingTask {
  manifest: Manifest;
  corpus: Corpus;
  tools: FeatureTools;
  cwd: string;
}

/**
 * The text that the manifest asks for, with its features.
 * @throws InputError when there is nothing to read, or a file of labels is not about it.
 */
export async function markedText({ manifest, corpus, tools, cwd }: ReadingTask) {
  const text = await observedDocuments(manifest.observe, { corpus, cwd, direction: manifest.model.direction });
  return { text, marked: await markedFeatures(text, { manifest, corpus, tools, cwd }) };
}

export async function markedFeatures(
  text: ObservedText,
  { manifest, corpus, tools, cwd }: ReadingTask,
): Promise<MarkedFeature[]> {
  const { features } = manifest;
  const labels = await labelMarks(features, { observed: text, corpus, cwd, manifest });
  const marks = markObserved(features, text, tools);
  return features.map((feature, f) => ({ feature, mask: labels.get(feature.name) ?? item(marks, f) }));
}
