/**
 * The text that a model reads to be observed: held-out documents of the corpus, or a file, of which segments are read from
 * the same state each.
 */

import { at } from '../core/at.ts';
import { type Direction, isNatural, type NaturalSegment } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { turned, turnedPlaces } from '../core/turned.ts';
import { pluralOf } from '../core/words.ts';
import { encodeBefore } from './before.ts';
import { type CandidateDocument, heldOut, ofFile } from './candidates.ts';
import type { Corpus } from './corpus.ts';
import { withoutNearCopies } from './near-copies.ts';
import { type Bounds, type EvenCut, even, mostDocuments, natural, segmentsOfEach } from './segment-cuts.ts';
import type { ObserveSettings } from './settings.ts';
import { cuttingOf } from './vocabulary.ts';

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
export interface ObservedText {
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

/** Shorter segments leave a network nothing to remember. */
const fewestScored = 16;
/** Characters of a text that are compared to tell whether it is nearly another's: of longer texts the first. */
const compared = 131072;

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
 * @throws InputError when there is nothing to read, or a token is one that a vocabulary without <unk> lacks.
 */
export async function observedDocuments(observe: ObserveSettings, how: HowRead): Promise<ObservedText> {
  const text = await inTextOrder(observe, how);
  return how.direction === undefined ? text : { ...asRead(text), direction: how.direction };
}

interface HowRead {
  corpus: Corpus;
  /** What a path is relative to. */
  cwd: string;
  /** Absent: from left to right. */
  direction?: Direction | undefined;
}

/** From right to left. A stream begins with its last document. */
function asRead(text: ObservedText): ObservedText {
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

async function inTextOrder(observe: ObserveSettings, { corpus, cwd, direction }: HowRead): Promise<ObservedText> {
  const { source, documents, segment } = observe;
  const { vocabulary } = corpus;
  const before = encodeBefore(observe.before, {
    name: 'observe.before',
    cut: cuttingOf(corpus, vocabulary),
    vocabulary,
  });
  const ofCorpus = source === 'held-out';
  const candidates = ofCorpus ? heldOut(corpus) : await ofFile(observe, corpus, cwd);
  if (candidates.length === 0) throw nothingHeldOut(corpus);
  const lengths = candidates.map(({ length }) => length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const whole = { before, textTokens: total, textDocuments: candidates.map(({ hash }) => hash) };
  if (segment === 'none') {
    return { ...oneStream(ofCorpus ? candidates.slice(0, documents) : candidates, corpus), ...whole };
  }
  const cut = isNatural(segment) ? natural(segment, candidates, { corpus, direction }) : even(segment);
  if (cut !== null && candidates.some((candidate) => cut.fit(candidate) > 0)) {
    return { ...inSegments(candidates, { documents, tokens: observe.tokens, cut }, corpus), ...whole };
  }
  if (isNatural(segment)) throw noneWithin(segment, ofCorpus ? corpus.name : source);
  if (!ofCorpus && total < segment) return { ...oneStream(candidates, corpus), ...whole };
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  throw new InputError('documents-too-short', {
    what: `No ${ofCorpus ? 'held-out ' : ''}document of ${ofCorpus ? corpus.name : source} fills a segment of ${segment} ${pluralOf(segment, 'token')}`,
    why: `The longest of ${candidates.length} (${total} ${pluralOf(total, 'token')} in all) has ${longest}`,
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

type Read = Omit<ObservedText, 'before' | 'textTokens' | 'textDocuments'>;

function oneStream(candidates: readonly CandidateDocument[], corpus: Corpus): Read {
  const length = candidates.reduce((sum, candidate) => sum + candidate.length, 0);
  const chosen = candidates.map((candidate) => ({ candidate, places: [0], length: candidate.length }));
  return encode({ chosen, segments: [[0, length]], documentOfSegment: [0], nearCopies: 0 }, corpus);
}

function inSegments(
  candidates: readonly CandidateDocument[],
  { documents, tokens, cut }: Omit<Bounds, 'segment'> & { cut: EvenCut },
  corpus: Corpus,
): Read {
  const { length } = cut;
  if (tokens < length) {
    throw new InputError('segment-too-long', {
      what: `observe.tokens is ${tokens}, and a segment has ${length} tokens`,
      fix: `Raise observe.tokens to ${length} or more, or choose shorter segments: observe.segment`,
    });
  }
  const bounds = { documents, tokens, segment: length };
  const each = segmentsOfEach(candidates.map(cut.fit), bounds);
  const { kept, copies } = withoutNearCopies(
    candidates.filter((candidate) => cut.fit(candidate) >= each),
    (candidate) => candidate.text().slice(0, compared),
    mostDocuments(bounds),
  );
  const chosen = kept.map((candidate) => ({ candidate, places: cut.places(candidate, each), length }));
  const segments = Array.from({ length: kept.length * each }, (_, index): [number, number] => [index * length, length]);
  const documentOfSegment = segments.map((_, index) => Math.floor(index / each));
  return encode({ chosen, segments, documentOfSegment, nearCopies: copies }, corpus);
}

interface Chosen {
  /** [documents] */
  chosen: readonly { candidate: CandidateDocument; places: number[]; length: number }[];
  segments: [number, number][];
  documentOfSegment: number[];
  nearCopies: number;
}

function encode({ chosen, segments, documentOfSegment, nearCopies }: Chosen, { vocabulary }: Corpus): Read {
  const tokens: string[] = [];
  const documentStarts = chosen.map(({ candidate, places, length }) => {
    const start = tokens.length;
    const whole = candidate.tokens();
    for (const place of places) for (const token of whole.slice(place, place + length)) tokens.push(token);
    return start;
  });
  const documents = chosen.map(({ candidate, places, length }) => {
    const { hash, source, tokens: whole } = candidate;
    return { hash, source, places, length, whole };
  });
  const { ids, unknown } = vocabulary.encode(tokens, { name: 'The observed text', from: 0 });
  const documentNumbers = chosen.map(({ candidate }) => candidate.number);
  return { tokens, ids, unknown, segments, documentStarts, documents, documentNumbers, documentOfSegment, nearCopies };
}

const noneWithin = (segment: NaturalSegment, name: string): InputError =>
  new InputError('documents-too-short', {
    what: `${name} has no ${segment} of two tokens or more to read`,
    fix: 'Set observe.segment to a number of tokens, or to none to read the text as one stream',
  });

function nothingHeldOut({ name, documents, settings }: Corpus): InputError {
  const tokens = documents.reduce((sum, each) => sum + each.tokens, 0);
  const count = documents.length === 1 ? 'the one document' : `the ${documents.length} documents`;
  return new InputError('no-held-out-text', {
    what: `No document of ${name} is held out, so there is no text to observe`,
    why: `With corpus.heldOut ${settings.heldOut}, none of ${count} (${tokens} ${pluralOf(tokens, 'token')}) is`,
  });
}
