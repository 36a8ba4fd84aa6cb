/**
 * The text that a model reads to be observed: held-out documents of the corpus, or a file, of which segments are read from
 * the same state each.
 */

import { at } from '../core/at.ts';
import { type Direction, isNatural } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { counted } from '../core/format.ts';
import { turned, turnedPlaces } from '../core/reverse-segments.ts';
import { type Corpus, sizeInWords } from './corpus.ts';
import { documentsIn } from './documents.ts';
import { withoutNearCopies } from './near-copies.ts';
import { even, natural, segmentsOfEach, type WholeDocument } from './segments.ts';
import type { ObserveSettings } from './settings.ts';
import { openSources } from './sources/index.ts';
import { documentHash } from './splits.ts';
import { type Cutting, tokenize } from './tokens.ts';
import { cuttingOf, type Vocabulary } from './vocabulary.ts';

/** A document that is read, or some segments of it. */
export interface ReadDocument {
  /** Of its whole text. */
  hash: string;
  /** A book's title or a file's path. */
  source: string;
  /** Where in the document each segment begins; of one that is read as a whole 0. */
  places: number[];
  /** Tokens of each of them. */
  length: number;
  /** All its tokens, those that are not read too; made when asked for. */
  whole(): string[];
}

/** What is read, in the order in which it is read. */
export interface Text {
  /** Backward: of each segment what stands last in the text comes first; absent: as in the text. */
  direction?: Direction;
  /** All tokens that are read. */
  tokens: string[];
  /** [tokens] */
  ids: Int32Array;
  /** Positions that read as <unk>. */
  unknown: number[];
  /** What is read first, before each segment: token ids; none: segments begin in the zero state. */
  before: Int32Array;
  /** Start and length of each segment; together they cover the tokens. */
  segments: [start: number, length: number][];
  /** [documents] The first token of each document that is read. */
  documentStarts: number[];
  documents: ReadDocument[];
  /** [documents] Place of each document among all of the corpus or the file, from 0. */
  documentNumbers: number[];
  /** [segments] Index of the document that a segment lies in; a stream of several documents counts as the first's. */
  documentOfSegment: number[];
  /** Documents that were passed over because they are nearly the text of one that is read. */
  nearCopies: number;
  /** Tokens of the text that this is a part of: of all held-out documents, or of the file. */
  textTokens: number;
  /** Hashes of its documents, whether they are read or not; of a file in its order. */
  textDocuments: readonly string[];
}

/**
 * The text to observe.
 * - Held-out documents come in the order of their hashes (a fixed random order), the documents of a file in that of the
 *   file; at most `documents` of them. One that is nearly another's text is passed over: it would count one observation
 *   twice.
 * - Each document gives the same number of whole segments, spread over it (`segmentPlaces`): as many as make `tokens` in all,
 *   though no more than three of four documents that fill one can give.
 * - With segment `sentence`, `line`, `paragraph` or `document` a segment begins where one of these does, and is as many tokens of
 *   it as `naturalLength` says: tests compare segments of one length.
 *   One that is read from right to left ends where the sentence does: it is read from there.
 * - With segment `none`, all of them are one stream, a file as a whole; so is a file shorter than one segment.
 * @param how cwd: what a path is relative to. direction: absent: from left to right.
 * @throws InputError when there is nothing to read, or a token is one that a vocabulary without <unk> lacks.
 */
export async function observedText(
  observe: ObserveSettings,
  { corpus, cwd, direction }: { corpus: Corpus; cwd: string; direction?: Direction | undefined },
): Promise<Text> {
  const candidates = observe.source === 'held-out' ? heldOut(corpus) : await ofFile(observe, corpus, cwd);
  if (candidates.length === 0) {
    throw new InputError('no-held-out-text', {
      what: `No document of ${corpus.name} is held out, so there is no text to observe`,
      why: `With corpus.heldOut ${corpus.settings.heldOut}, none of ${sizeInWords(corpus)} is`,
    });
  }
  const { vocabulary } = corpus;
  const { chosen, isStream, nearCopies } = choose(candidates, observe, corpus, direction);
  const tokens: string[] = [];
  const segments: Text['segments'] = [];
  const documentOfSegment: number[] = [];
  const documentStarts = chosen.map(({ candidate, places, length }, document) => {
    const start = tokens.length;
    const whole = candidate.tokens();
    for (const place of places) {
      segments.push([tokens.length, length]);
      documentOfSegment.push(document);
      for (const token of whole.slice(place, place + length)) tokens.push(token);
    }
    return start;
  });
  const cut = cuttingOf(corpus, vocabulary);
  const text: Text = {
    tokens,
    ...vocabulary.encode(tokens, { name: 'The observed text', from: 0 }),
    before: encodeBefore(observe.before, { name: 'observe.before', cut, vocabulary }),
    segments: isStream ? [[0, tokens.length]] : segments,
    documentStarts,
    documents: chosen.map(({ candidate: { hash, source, tokens: whole }, ...read }) => ({
      hash,
      source,
      whole,
      ...read,
    })),
    documentNumbers: chosen.map(({ candidate }) => candidate.number),
    documentOfSegment: isStream ? [0] : documentOfSegment,
    nearCopies,
    textTokens: tokensIn(candidates),
    textDocuments: candidates.map(({ hash }) => hash),
  };
  return direction === undefined ? text : { ...asRead(text), direction };
}

/** From right to left. A stream begins with its last document. */
function asRead(text: Text): Text {
  const { segments, documents, documentStarts, documentNumbers, ids } = text;
  const isStream = segments.length === 1;
  return {
    ...text,
    tokens: turned(text.tokens, segments),
    ids: turned(ids, segments),
    unknown: turnedPlaces(text.unknown, segments),
    before: text.before.toReversed(),
    ...(isStream && {
      documentStarts: documents.map(({ length }, index) => ids.length - at(documentStarts, index) - length).reverse(),
      documents: documents.toReversed(),
      documentNumbers: documentNumbers.toReversed(),
    }),
  };
}

/**
 * The ids of what a model reads before a text, so that it begins in the state of one that is reading already; a text that is one
 * token of the vocabulary, as `<|endoftext|>`, is that one.
 * @param text absent: nothing is read before, no id.
 * @throws InputError when it holds a token that a vocabulary without <unk> lacks.
 */
export function encodeBefore(
  text: string | undefined,
  { name, cut, vocabulary }: { name: string; cut: Cutting; vocabulary: Vocabulary },
): Int32Array {
  if (text === undefined) return new Int32Array();
  const own = vocabulary.idOf(text);
  return own === undefined ? vocabulary.encode(tokenize(text, cut), { name, from: 0 }).ids : Int32Array.of(own);
}

/** A document of which something may be observed. */
interface Candidate extends WholeDocument {
  /** Place among all documents of the corpus or the file. */
  number: number;
  source: string;
  text: string;
}

const tokensIn = (candidates: readonly Candidate[]): number => candidates.reduce((sum, { length }) => sum + length, 0);

/** Held-out documents in the order of their hashes; the same text twice is read once. */
function heldOut(corpus: Corpus): Candidate[] {
  const cut = cuttingOf(corpus, corpus.vocabulary);
  const candidates = corpus.documents.flatMap(({ hash, split, text, tokens: length, ...document }, number) => {
    if (split !== 'held-out') return [];
    const source = corpus.sources[document.source]?.name ?? '';
    return [{ hash, number, source, text, length, tokens: () => tokenize(text, cut) }];
  });
  const first = new Map(candidates.toReversed().map((candidate) => [candidate.hash, candidate]));
  return [...first.values()].sort((a, b) => (a.hash < b.hash ? -1 : 1));
}

/** Read as the corpus is: with its encoding, path, column and lines. */
async function ofFile(
  { source, longest }: ObserveSettings,
  { settings, vocabulary }: Corpus,
  cwd: string,
): Promise<Candidate[]> {
  const cut = cuttingOf(settings, vocabulary);
  const { encoding, path, column, lines } = settings;
  const reading = { encoding, path, column, lines, longest };
  const candidates: Candidate[] = [];
  for (const { name, whole, texts } of await openSources([source], { cwd, otherNames: ['held-out'], ...reading })) {
    for (const text of documentsIn({ whole, texts: await Array.fromAsync(texts) }, cut, settings)) {
      const facts = { hash: documentHash(text), number: candidates.length, source: name };
      candidates.push({ ...facts, text, length: tokenize(text, cut).length, tokens: () => tokenize(text, cut) });
    }
  }
  return candidates;
}

interface Choice {
  chosen: { candidate: Candidate; places: number[]; length: number }[];
  /** Whether all of them are one segment. */
  isStream: boolean;
  nearCopies: number;
}

/** @throws InputError when nothing fills a segment, or one is longer than all that is to be read. */
function choose(
  candidates: readonly Candidate[],
  { source, documents, tokens, segment }: ObserveSettings,
  corpus: Corpus,
  direction: Direction | undefined,
): Choice {
  const ofCorpus = source === 'held-out';
  const total = tokensIn(candidates);
  if (segment === 'none' || (!ofCorpus && !isNatural(segment) && total < segment)) {
    const read = ofCorpus ? candidates.slice(0, documents) : candidates;
    const chosen = read.map((candidate) => ({ candidate, places: [0], length: candidate.length }));
    return { chosen, isStream: true, nearCopies: 0 };
  }
  const segmentation = isNatural(segment) ? natural(segment, candidates, corpus, direction) : even(segment);
  if (segmentation === null || candidates.every((candidate) => segmentation.fit(candidate) === 0)) {
    const longest = candidates.reduce((most, { length }) => Math.max(most, length), 0);
    const kind = ofCorpus ? `held-out document of ${corpus.name}` : `document of ${source}`;
    throw new InputError('documents-too-short', {
      what: isNatural(segment)
        ? `${ofCorpus ? corpus.name : source} has no ${segment} of two tokens or more to read`
        : `No ${kind} fills a segment of ${counted(segment, 'token')}`,
      why: `The longest of ${counted(candidates.length, 'document')} (${counted(total, 'token')} in all) has ${longest}`,
      fix: `Set observe.segment to at most ${longest} and observe.warmUp below that, or observe.segment=none to read the text as one stream${ofCorpus ? '; or raise corpus.heldOut, or give a text as observe.source' : ''}`,
    });
  }
  const { length, fit, places } = segmentation;
  if (tokens < length) {
    throw new InputError('segment-too-long', {
      what: `observe.tokens is ${tokens}, and a segment has ${length} tokens`,
      fix: `Raise observe.tokens to ${length} or more, or choose shorter segments: observe.segment`,
    });
  }
  const each = segmentsOfEach(candidates.map(fit), { documents, tokens, segment: length });
  const able = candidates.filter((candidate) => fit(candidate) >= each);
  const { kept, copies } = withoutNearCopies(able, Math.min(documents, Math.floor(tokens / length)));
  const chosen = kept.map((candidate) => ({ candidate, places: places(candidate, each), length }));
  return { chosen, isStream: false, nearCopies: copies };
}
