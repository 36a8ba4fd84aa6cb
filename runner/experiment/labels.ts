/** Reads the files of labels that features name, and marks the observed text by them. */
import { item } from '../core/at.ts';
import { cutOf } from '../core/cut.ts';
import type { FeatureValues } from '../core/values.ts';
import { type ConlluColumn, ConlluLineError, readConllu } from '../formats/conllu/conllu.ts';
import type { Corpus } from '../text/corpus.ts';
import { type Feature, isFeatureOf } from '../text/labels/features.ts';
import { type AllDocuments, markLabels } from '../text/labels/labels/align.ts';
import { type LabelSource, type Labels, labelError } from '../text/labels/labels/labels.ts';
import { type NumberLabels, numbersOfDocuments, readNumbers } from '../text/labels/labels/numbers.ts';
import { readSpans } from '../text/labels/labels/spans.ts';
import { labelsOfWords } from '../text/labels/labels/word-labels.ts';
import type { ObservedText } from '../text/observe-text.ts';
import type { Cutting } from '../text/tokens.ts';
import { cuttingOf } from '../text/vocabulary.ts';
import { labelLines } from './label-lines.ts';
import type { Manifest } from './manifest/resolved.ts';
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
