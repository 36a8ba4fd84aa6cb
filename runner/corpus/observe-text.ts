/**
 * The text that a model reads to be observed: held-out documents of the corpus, or a file, cut into segments that are
 * read from the zero state.
 */

import { cutOf } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import type { Corpus, CorpusDocument } from './corpus.ts';
import { splitDocuments } from './documents.ts';
import { withoutNearCopies } from './near-copies.ts';
import type { ObserveSettings } from './settings.ts';
import { openSources } from './sources/index.ts';
import { documentHash } from './splits.ts';
import { countTokens, tokenize } from './tokens.ts';

export interface ObservedText {
  /** All tokens that are read. */
  tokens: string[];
  /** [tokens] */
  ids: Int32Array;
  /** Positions that read as <unk>. */
  unknown: number[];
  /** Start and length of each segment; together they cover the tokens. */
  segments: [start: number, length: number][];
  /** [documents] The first token of each document that is read. */
  documentStarts: number[];
  /** The documents that are read, by the hash of their whole text; the source is a book's title or a file's path. */
  documents: { hash: string; source: string }[];
  /** [documents] Place of each document among all of the corpus or the file, from 0. */
  documentNumbers: number[];
  /** [segments] Index of the document that a segment lies in; a stream of several documents counts as the first's. */
  documentOfSegment: number[];
  /** Documents that were passed over because they are nearly the text of one that is read. */
  nearCopies: number;
}

/** Shorter segments leave a network nothing to remember. */
const fewestScored = 16;
/** Each document gives so many segments, where documents are long enough. */
const segmentsPerDocument = 2;

interface Candidate {
  hash: string;
  /** Place among all documents of the corpus or the file. */
  number: number;
  source: string;
  /** How many tokens it has. */
  length: number;
  /** Made when asked for: most documents of a large corpus are not read. */
  tokens(): string[];
}

/**
 * The text to observe.
 * - Held-out documents come in the order of their hashes (a fixed random order), the documents of a file in that of the
 *   file; at most `documents` of them.
 * - Each document gives the same number of whole segments, from its start: two, or one when that reads more text
 *   because many documents are too short for two. What is left over is not read, and neither is a document that is nearly
 *   another's text: it would count one observation twice.
 * - With segment `none`, all of them are one stream, a file as a whole; so is a file shorter than one segment.
 * @param cwd what a path is relative to.
 * @throws InputError when there is nothing to read, or a token is one that a vocabulary without <unk> lacks.
 */
export async function observedDocuments(
  observe: ObserveSettings,
  { corpus, cwd }: { corpus: Corpus; cwd: string },
): Promise<ObservedText> {
  const { source, documents, segment } = observe;
  const ofCorpus = source === 'held-out';
  const candidates = ofCorpus ? heldOut(corpus) : await ofFile(source, corpus, cwd);
  if (candidates.length === 0) throw nothingHeldOut(corpus);
  if (segment === 'none') return oneStream(ofCorpus ? candidates.slice(0, documents) : candidates, corpus);
  const lengths = candidates.map(({ length }) => length);
  if (lengths.some((length) => length >= segment)) return inSegments(candidates, documents, segment, corpus);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (!ofCorpus && total < segment) return oneStream(candidates, corpus);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  throw new InputError('documents-too-short', {
    what: `No ${ofCorpus ? 'held-out ' : ''}document of ${ofCorpus ? corpus.name : source} fills a segment of ${segment} tokens`,
    why: `The longest of ${candidates.length} (${total} tokens in all) has ${longest}`,
    fix: ofCorpus
      ? `${smallerSegment(longest)}, raise corpus.heldOut, or give a text as observe.source`
      : `${smallerSegment(longest)}, or observe.segment=none to read the text as one stream`,
  });
}

/** A power of two that the longest document fills, with as much of it left out at the start as of the usual segments. */
function smallerSegment(longest: number): string {
  const fits = 2 ** Math.floor(Math.log2(Math.max(1, longest)));
  return fits < fewestScored
    ? 'Set a smaller observe.segment'
    : `Set a smaller observe.segment, as observe.segment=${fits} observe.warmUp=${fits / 8}`;
}

/** Held-out documents in the order of their hashes; the same text twice is read once. */
function heldOut(corpus: Corpus): Candidate[] {
  const cut = cutOf(corpus);
  const byHash = new Map<string, { document: CorpusDocument; number: number }>();
  corpus.documents.forEach((document, number) => {
    if (document.split === 'held-out' && !byHash.has(document.hash)) byHash.set(document.hash, { document, number });
  });
  return [...byHash.values()]
    .sort((a, b) => (a.document.hash < b.document.hash ? -1 : 1))
    .map(({ document, number }) => ({
      hash: document.hash,
      number,
      source: corpus.sources[document.source]?.name ?? '',
      length: document.tokens,
      tokens: () => tokenize(document.text, cut),
    }));
}

/** Read as the corpus is: with its encoding, path, column and lines. */
async function ofFile(path: string, { settings }: Corpus, cwd: string): Promise<Candidate[]> {
  const cut = cutOf(settings);
  const { encoding, path: elements, column, lines } = settings;
  const sources = await openSources([path], { cwd, otherNames: ['held-out'], encoding, path: elements, column, lines });
  const candidates: Candidate[] = [];
  for (const { name, whole, texts } of sources) {
    for (const document of await documentsIn(texts, whole, settings)) {
      candidates.push({
        hash: documentHash(document),
        number: candidates.length,
        source: name,
        length: countTokens(document, cut),
        tokens: () => tokenize(document, cut),
      });
    }
  }
  return candidates;
}

async function documentsIn(
  texts: AsyncIterable<string>,
  whole: boolean,
  settings: Corpus['settings'],
): Promise<string[]> {
  const all = await Array.fromAsync(texts);
  return whole
    ? all.filter((text) => text.trim() !== '')
    : splitDocuments(all.join(''), cutOf(settings), settings.documentLength);
}

function oneStream(candidates: readonly Candidate[], corpus: Corpus): ObservedText {
  const pieces = candidates.map((candidate) => candidate.tokens());
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const whole = { segments: [[0, length]] satisfies Chosen['segments'], documentOfSegment: [0], nearCopies: 0 };
  return encode({ pieces, read: candidates, ...whole }, corpus);
}

function inSegments(candidates: readonly Candidate[], documents: number, length: number, corpus: Corpus): ObservedText {
  const longEnough = (segments: number): Candidate[] =>
    candidates.filter((candidate) => candidate.length >= segments * length);
  const forTwo = longEnough(segmentsPerDocument);
  const forOne = longEnough(1);
  const readable = (able: readonly Candidate[]): number => Math.min(documents, able.length);
  const each = readable(forTwo) * segmentsPerDocument >= readable(forOne) ? segmentsPerDocument : 1;
  const { kept, copies } = withoutNearCopies(
    each === 1 ? forOne : forTwo,
    (candidate) => candidate.tokens().slice(0, each * length),
    documents,
  );
  const read = kept.map(({ candidate }) => candidate);
  const pieces = kept.map(({ text }) => text);
  const count = read.length * each;
  const segments = Array.from({ length: count }, (_, index): [number, number] => [index * length, length]);
  const documentOfSegment = segments.map((_, index) => Math.floor(index / each));
  return encode({ pieces, read, segments, documentOfSegment, nearCopies: copies }, corpus);
}

interface Chosen {
  /** [documents] What is read of each. */
  pieces: readonly (readonly string[])[];
  read: readonly Candidate[];
  segments: [number, number][];
  documentOfSegment: number[];
  nearCopies: number;
}

function encode(
  { pieces, read, segments, documentOfSegment, nearCopies }: Chosen,
  { vocabulary }: Corpus,
): ObservedText {
  const documents = read.map(({ hash, source }) => ({ hash, source }));
  const tokens: string[] = [];
  const documentStarts = pieces.map((piece) => {
    const start = tokens.length;
    for (const token of piece) tokens.push(token);
    return start;
  });
  const { ids, unknown } = vocabulary.encode(tokens, { name: 'The observed text', from: 0 });
  const documentNumbers = read.map(({ number }) => number);
  return { tokens, ids, unknown, segments, documentStarts, documents, documentNumbers, documentOfSegment, nearCopies };
}

function nothingHeldOut({ name, documents, settings }: Corpus): InputError {
  const tokens = documents.reduce((sum, each) => sum + each.tokens, 0);
  const count = documents.length === 1 ? 'the one document' : `the ${documents.length} documents`;
  return new InputError('no-held-out-text', {
    what: `No document of ${name} is held out, so there is no text to observe`,
    why: `With corpus.heldOut ${settings.heldOut}, none of ${count} (${tokens} tokens) is`,
  });
}
