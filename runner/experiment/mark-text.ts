/**
 * Which tokens of the observed text carry features. Documents are marked as a whole and their marks are cut to what is read of
 * them: a quotation that opens before a segment is open in it, and a token's place in its sentence, line or document is the
 * true one. Pure but for the tools.
 */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DocumentProperty } from '../analysis/findings/bench.ts';
import { item } from '../core/at.ts';
import { cores } from '../core/cores.ts';
import { cutOf } from '../core/cut.ts';
import { counted, either } from '../core/format.ts';
import { inThread } from '../core/pool.ts';
import type { Reporter } from '../core/reporter.ts';
import type { FeatureValues } from '../core/values.ts';
import { type ConlluColumn, readConllu } from '../io/formats/conllu/conllu.ts';
import { FormatError } from '../io/formats/format-error.ts';
import { readNltkTagger } from '../io/formats/nltk/tagger.ts';
import { fileBytes, gunzipped } from '../io/formats/texts/bytes.ts';
import { decodeBytes } from '../io/formats/texts/encoding.ts';
import { linesOf } from '../io/formats/texts/rows.ts';
import { type Corpus, type CorpusDocument, documentsOf } from '../text/corpus.ts';
import { catalogue } from '../text/labels/catalogue.ts';
import {
  type Feature,
  featuresNeed,
  featureValues,
  isFeatureOf,
  type MarkedFeature,
  numberBehind,
} from '../text/labels/features.ts';
import type { FeatureTools } from '../text/labels/kind.ts';
import { markLabels } from '../text/labels/labels/align.ts';
import { readDocumentLabels, valuesOfDocuments } from '../text/labels/labels/document-labels.ts';
import { type LabelSource, type Labels, labelError, labelsOfWords } from '../text/labels/labels/labels.ts';
import { numbersOfDocuments, readNumbers } from '../text/labels/labels/numbers.ts';
import { readSpans } from '../text/labels/labels/spans.ts';
import { loadWinkTagger, makePerceptron, makeTag, type Tag } from '../text/labels/penn.ts';
import { rankWords } from '../text/labels/word-ranks.ts';
import { observedText, type ReadDocument, type Text } from '../text/text.ts';
import type { Cutting } from '../text/tokens.ts';
import { cuttingOf } from '../text/vocabulary.ts';
import { evidenceLevel } from './manifest/parts-schema.ts';
import type { Manifest } from './manifest/resolved.ts';

type Documents = Pick<Text, 'direction' | 'documents' | 'documentStarts' | 'tokens'>;

/** @returns [features] each [tokens of the observed text], 1 where the token carries it, or its number. */
export function markObserved(features: readonly Feature[], text: Documents, tools: FeatureTools): FeatureValues[] {
  const { length } = text.tokens;
  const marks = features.map(({ number }) => (number ? new Float32Array(length) : new Uint8Array(length)));
  if (features.length === 0) return marks;
  text.documents.forEach((document, index) => {
    const whole = document.whole();
    features.forEach((feature, f) => {
      copyMarks(item(marks, f), text, index, featureValues(feature, whole, tools));
    });
  });
  return marks;
}

/**
 * Puts what is read of a document in its place in the observed text, in the order in which that is read.
 * @param marks [tokens of the observed text]
 * @param whole [tokens of the document]
 */
export function copyMarks(
  marks: FeatureValues,
  { direction, documents, documentStarts }: Omit<Documents, 'tokens'>,
  index: number,
  whole: FeatureValues,
): void {
  const { places, length }: ReadDocument = item(documents, index);
  const start = item(documentStarts, index);
  places.forEach((place, segment) => {
    const own = whole.subarray(place, place + length);
    marks.set(direction === 'backward' ? own.toReversed() : own, start + segment * length);
  });
}

interface ToolSources {
  /** Folder of NLTK's tagger; null: the built-in one. */
  tagger: string | null;
  /** Words are ranked by its training texts. */
  corpus: Pick<Corpus, 'unit' | 'tokens'> & { documents: readonly Pick<CorpusDocument, 'split' | 'text'>[] };
  cwd: string;
}

export async function featureTools(
  features: readonly Feature[],
  { tagger, corpus, cwd }: ToolSources,
): Promise<FeatureTools> {
  const { unit, tokens } = corpus;
  const cut = cutOf({ unit: 'word', tokens });
  const unloaded = (what: string) => (): never => {
    throw new Error(`features: ${what} was asked for and none was loaded`);
  };
  const tag: Tag = featuresNeed(features, 'tags')
    ? makeTag(tagger === null ? loadWinkTagger() : makePerceptron(await readNltkTagger(tagger, cwd)), tokens)
    : unloaded('a tagger');
  const rankOf = featuresNeed(features, 'ranks')
    ? rankWords(
        documentsOf(corpus, 'training')
          .values()
          .map(({ text }) => text),
        cut,
      )
    : unloaded('a rank');
  return { tag, rankOf, unit, ...(tokens !== undefined && { tokens }) };
}

/** What is marked, as a thread can be given it. */
export interface MarksTask {
  features: readonly Feature[];
  text: Omit<Documents, 'documents'> & { documents: readonly (Omit<ReadDocument, 'whole'> & { whole: string[] })[] };
  tools: ToolSources;
}

export const marksTask = (
  features: readonly Feature[],
  { direction, documentStarts, tokens, documents }: Documents,
  { corpus, ...others }: ToolSources,
): MarksTask => {
  const read = documents.map((document) => ({ ...document, whole: document.whole() }));
  const training = documentsOf(corpus, 'training').map(({ split, text }) => ({ split, text }));
  const tools = { ...others, corpus: { unit: corpus.unit, tokens: corpus.tokens, documents: training } };
  return { features, tools, text: { ...(direction && { direction }), documentStarts, tokens, documents: read } };
};

export async function marksOf({ features, text, tools }: MarksTask): Promise<FeatureValues[]> {
  const documents = text.documents.map(({ whole, ...read }) => ({ ...read, whole: () => whole }));
  return markObserved(features, { ...text, documents }, await featureTools(features, tools));
}

/** Tokens, for each feature once, that are marked sooner than a thread is started. */
const worthThread = 5e5;

/** A feature, and of a range the number that it is a range of. */
export type RangedFeature = MarkedFeature & { number?: MarkedFeature | null };

/**
 * The features that neurons are compared by: the experiment's own, then, where an atlas or evidence is wanted, those of the catalogue, each
 * with the observed tokens that carry it, for another feature may go with the claimed one.
 */
export async function compare(context: {
  manifest: Pick<Manifest, 'atlas' | 'evidence' | 'tagger'>;
  marked: readonly MarkedFeature[];
  corpus: Corpus;
  observed: Text;
  paths: { cwd: string };
  tools: FeatureTools;
}): Promise<readonly RangedFeature[]> {
  const { manifest, marked, corpus, observed, paths, tools } = context;
  if (manifest.atlas === 'none' && evidenceLevel(manifest.evidence) === 'none') return marked;
  const names = new Set(marked.map(({ feature }) => feature.name));
  const others = catalogue(tools.unit).filter(({ name }) => !names.has(name));
  const all = [...marked.map(({ feature }) => feature), ...others].map((feature) => ({
    feature,
    behind: numberBehind(feature),
  }));
  // Several ranges of one number have it marked once.
  const keyOf = (number: Feature | null): string => JSON.stringify({ ...number, name: '' });
  const numbers = new Map(all.flatMap(({ behind }) => (behind === null ? [] : [[keyOf(behind), behind] as const])));
  const needed = [...others, ...numbers.values()];
  const task = marksTask(needed, observed, { tagger: manifest.tagger, corpus, cwd: paths.cwd });
  const isMuch = cores() > 1 && needed.length * observed.tokens.length > worthThread;
  const told = isMuch
    ? await inThread<MarksTask, FeatureValues[]>(new URL('./marks-worker.ts', import.meta.url), task)
    : await marksOf(task);
  const marks = told.map((mask, n) => ({ feature: item(needed, n), mask }));
  const places = new Map([...numbers.keys()].map((key, n) => [key, item(marks, others.length + n)]));
  return all.map(({ feature, behind }, f) => ({
    feature,
    mask: marked[f]?.mask ?? item(marks, f - marked.length).mask,
    number: behind === null ? null : (places.get(keyOf(behind)) ?? null),
  }));
}

/**
 * @returns by the names of features given by labels: [tokens] of the observed text, 1 where the token carries the label, or its
 * number.
 * @throws InputError when a file cannot be read, or is not about the observed text.
 */
export async function labelMarks(
  features: readonly Feature[],
  {
    observed,
    corpus,
    cwd,
    manifest,
  }: Pick<ReadingTask, 'corpus' | 'cwd'> & { observed: Text; manifest: Pick<Manifest, 'observe'> },
): Promise<Map<string, FeatureValues>> {
  const marks = new Map<string, FeatureValues>();
  const labelled = features.filter((feature) => isFeatureOf(feature, 'labels'));
  if (labelled.length === 0) return marks;
  const { whole: documents, all } = documentsFor(manifest, corpus, observed);
  for (const feature of labelled) {
    const source = { path: feature.labels, name: feature.name };
    const labels = await readLabels(feature, cuttingOf(corpus, corpus.vocabulary), cwd);
    const ofDocuments =
      'numbers' in labels
        ? numbersOfDocuments(labels.numbers, documents, all, source)
        : markLabels(labels, documents, all, source);
    const own = 'numbers' in labels ? new Float32Array(observed.tokens.length) : new Uint8Array(observed.tokens.length);
    ofDocuments.forEach((whole, index) => {
      copyMarks(own, observed, index, whole);
    });
    marks.set(feature.name, own);
  }
  return marks;
}

/** The documents of which something is read, each with all its tokens; and those that a file of labels may name, whatever of them is read. */
function documentsFor({ observe }: Pick<Manifest, 'observe'>, corpus: Corpus, observed: Text) {
  const { documents, documentNumbers, textDocuments } = observed;
  const cut = cutOf(corpus);
  const whole = documents.map((document, index) => ({
    hash: document.hash,
    number: item(documentNumbers, index),
    tokens: document.whole(),
    cut,
  }));
  const all = observe.source === 'held-out' ? corpus.documents.map(({ hash }) => hash) : textDocuments;
  const hashes = new Set(all);
  return { whole, all: { count: all.length, has: (hash: string) => hashes.has(hash) } };
}

async function readLabels(feature: Extract<Feature, { labels: string }>, cut: Cutting, cwd: string) {
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
    if (!(error instanceof FormatError)) throw error;
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

export type MarkedDocuments = Omit<DocumentProperty, 'values'> & {
  /** [documents of the observed text] 1 or 0, or numbers; NaN where a document has none. */
  values: Float32Array;
};

/** @throws InputError when a file cannot be read, or is not about the observed documents. */
export async function documentMarks(
  manifest: Pick<Manifest, 'documents' | 'observe'>,
  { observed, corpus, cwd, reporter }: { observed: Text; corpus: Corpus; cwd: string; reporter: Reporter },
): Promise<MarkedDocuments[]> {
  const asked = manifest.documents ?? [];
  if (asked.length === 0) return [];
  const { whole, all } = documentsFor(manifest, corpus, observed);
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
  const text = await observedText(manifest.observe, { corpus, cwd, direction: manifest.model.direction });
  return { text, marked: await markedFeatures(text, { manifest, corpus, tools, cwd }) };
}

export async function markedFeatures(
  text: Text,
  { manifest, corpus, tools, cwd }: ReadingTask,
): Promise<MarkedFeature[]> {
  const { features } = manifest;
  const labels = await labelMarks(features, { observed: text, corpus, cwd, manifest });
  const marks = markObserved(features, text, tools);
  return features.map((feature, f) => ({ feature, mask: labels.get(feature.name) ?? item(marks, f) }));
}
