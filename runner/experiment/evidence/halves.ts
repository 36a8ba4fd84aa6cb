/**
 * Cuts the observed text into the discovery and the confirmation half, as views of it. Pure.
 */
import { mapHalves, type ReadText } from '../../analysis/findings/bench.ts';
import { fewestDocuments } from '../../analysis/stats/testable.ts';
import {
  type Activations,
  type Halves,
  type SwapUnitKind,
  type TestedText,
  tokensIn,
} from '../../analysis/stats/tested-text.ts';
import { joined, segmentsFrom, type View, viewed } from '../../analysis/stats/view.ts';
import { at, item } from '../../core/at.ts';
import type { Text } from '../../text/text.ts';

export interface TextHalf extends ReadText {
  /** The tokens that are read, and the scored ones, in the observed text. */
  read: View;
  scored: View;
  /** [documents] Index of the observed document. */
  documents: number[];
}

export interface HalvedText extends Halves<TextHalf> {
  /** What a `TestedText` calls a document is one, or, where there are few, a segment whose source is its document. */
  swapped: SwapUnitKind;
  /** Names of the sources, by the numbers in `sources`. */
  sources: string[];
}

/** A text that was read as one stream is cut into pieces of so many tokens. */
const pieceLength = 256;

interface Unit {
  document: number;
  source: number;
  /** Where its segments begin, the warm-up included. */
  starts: number[];
}

/**
 * Documents are halved within their source in the order of their hashes (a fixed random order); of an odd number the
 * one over goes to the halves in turn. With too few documents in a half to be tested, the segments of each document are halved
 * instead, in the order of the text.
 * @param warmUp tokens at each segment's start that are not scored.
 * @throws RangeError when the text has no segment.
 */
export function halvesOf(text: Text, warmUp: number): HalvedText {
  const { segments, documentOfSegment, documents } = text;
  const isStream = segments.length === 1;
  const [, read] = item(segments, 0);
  const length = isStream ? Math.min(pieceLength, read) : read - warmUp;
  const cut = { warmUp: isStream ? 0 : warmUp, length };
  const starts = isStream
    ? Array.from({ length: Math.floor(read / Math.max(1, length)) }, (_, piece) => piece * length)
    : segments.map(([start]) => start);
  const documentOf = (segment: number): number => (isStream ? 0 : at(documentOfSegment, segment));

  const sources = [...new Set(documents.map(({ source }) => source))];
  const whole = [...Map.groupBy(starts.keys(), documentOf)].map(([document, own]): Unit => {
    const source = sources.indexOf(documents[document]?.source ?? '');
    return { document, source, starts: own.map((segment) => at(starts, segment)) };
  });
  const hashOf = ({ document }: Unit) => documents[document]?.hash ?? '';
  const inOrder = whole.toSorted((a, b) => a.source - b.source || (hashOf(a) < hashOf(b) ? -1 : 1));
  const halvesFrom = (units: readonly Unit[]): Halves<TextHalf> => {
    const [discovery, confirmation] = evenly(units);
    return { discovery: halfOf(discovery, cut, text), confirmation: halfOf(confirmation, cut, text) };
  };
  if (evenly(inOrder).every((half) => half.length >= fewestDocuments))
    return { ...halvesFrom(inOrder), swapped: 'documents', sources };
  const pieces = whole.flatMap(({ document, starts: own }) =>
    own.map((start): Unit => ({ document, source: document, starts: [start] })),
  );
  return {
    ...halvesFrom(pieces),
    swapped: 'segments within documents',
    sources: documents.map(({ source }) => source),
  };
}

/**
 * Half of the documents of each half, the first of each source; as many more as a test needs, where there are few. All of a text whose
 * documents are too few to be swapped.
 */
export const halfOfDocuments = (text: HalvedText): HalvedText =>
  text.swapped === 'documents' ? { ...text, ...mapHalves((name) => firstUnits(text[name])) } : text;

function firstUnits(half: TextHalf): TextHalf {
  const units = half.sources.length;
  const share = Math.max(1 / 2, fewestDocuments / units);
  const kept = [...Map.groupBy(half.sources.keys(), (unit) => at(half.sources, unit)).values()].flatMap((own) =>
    // A document changes its labels with another of its source.
    own.slice(0, Math.max(2, Math.ceil(share * own.length))),
  );
  const isKept = Uint8Array.from({ length: units }, (_, unit) => Number(kept.includes(unit)));
  const of = <Values extends Int32Array>(values: Values): Int32Array =>
    values.filter((_, t) => isKept[Math.floor((t * units) / values.length)] === 1);
  const viewOf = (view: View): View => ({ ...view, positions: of(view.positions) });
  return {
    ...half,
    read: viewOf(half.read),
    scored: viewOf(half.scored),
    types: of(half.types),
    readTypes: of(half.readTypes),
    sources: of(half.sources),
    documents: half.documents.filter((_, unit) => isKept[unit] === 1),
  };
}

function evenly(units: readonly Unit[]): [Unit[], Unit[]] {
  const bySource = Map.groupBy(units, ({ source }) => source);
  const discovery: Unit[] = [];
  const confirmation: Unit[] = [];
  let firstGetsMore = true;
  for (const own of bySource.values()) {
    const odd = own.length % 2 === 1;
    const cut = odd && firstGetsMore ? Math.ceil(own.length / 2) : Math.floor(own.length / 2);
    if (odd) firstGetsMore = !firstGetsMore;
    discovery.push(...own.slice(0, cut));
    confirmation.push(...own.slice(cut));
  }
  return [discovery, confirmation];
}

function halfOf(
  units: readonly Unit[],
  { warmUp, length }: { warmUp: number; length: number },
  { ids }: Text,
): TextHalf {
  const starts = units.flatMap((unit) => unit.starts);
  const read = segmentsFrom(starts, warmUp + length);
  const scored = segmentsFrom(
    starts.map((start) => start + warmUp),
    length,
  );
  return {
    length,
    warmUp,
    read,
    scored,
    segments: units[0]?.starts.length ?? 0,
    sources: Int32Array.from(units, ({ source }) => source),
    types: viewed(ids, scored),
    readTypes: viewed(ids, read),
    documents: units.map(({ document }) => document),
  };
}

/** The scored tokens of both halves in the observed text, discovery first. */
export const bothScored = ({ discovery, confirmation }: Halves<TextHalf>): View =>
  joined(discovery.scored, confirmation.scored);

/** What was read at the scored tokens of both halves, [neurons] each, by half: in the same memory. */
export function halved(neurons: Activations, { discovery }: Halves<TestedText>): Halves<Activations> {
  const cut = tokensIn(discovery);
  return {
    discovery: neurons.map((row) => row.subarray(0, cut)),
    confirmation: neurons.map((row) => row.subarray(cut)),
  };
}
