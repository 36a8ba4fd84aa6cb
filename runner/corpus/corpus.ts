/**
 * The corpus of an experiment: its documents, each in its split, encoded with one vocabulary. Reads files and the cache.
 */
import { createHash } from 'node:crypto';
import type { Manifest } from '../manifest/schema.ts';
import { type CachedCorpus, type CachedDocument, readCachedCorpus, writeCachedCorpus } from './corpus-cache.ts';
import { splitDocuments } from './documents.ts';
import { readSources, type SourceText } from './sources.ts';
import { type CorpusSplit, documentHash, inProportion, splitOf } from './splits.ts';
import { countTokens, tokenize, type Unit } from './tokens.ts';
import { buildVocabulary, Vocabulary } from './vocabulary.ts';

export type CorpusSettings = Manifest['corpus'];

export interface CorpusDocument {
  /** SHA-256 of the text. */
  hash: string;
  /** Index among the corpus' sources. */
  source: number;
  split: CorpusSplit;
  text: string;
  /** [tokens] */
  ids: Int32Array;
}

export interface Corpus {
  /** What the manifest names: 'stories', 'a.txt, b.txt'. */
  name: string;
  /** SHA-256 of the cleaned texts, one after the other. */
  hash: string;
  sources: { name: string; credit: string | null }[];
  unit: Unit;
  vocabulary: Vocabulary;
  /** In the order of the text. */
  documents: CorpusDocument[];
  settings: CorpusSettings;
}

export interface CorpusPlace {
  cacheDirectory: string;
  /** Paths in the settings are relative to it. */
  cwd: string;
  /** A checkpoint's; without it one is built from the training documents that are used. */
  vocabulary?: Vocabulary | undefined;
}

/** Raised whenever the same settings and texts would give another corpus than before. */
const format = 1;

export interface ReadCorpus {
  corpus: Corpus;
  /** Caches it, unless it came from the cache. */
  keep(): Promise<void>;
}

/**
 * Reads, cuts, splits and encodes a corpus; the second time from the cache.
 * @throws InputError when a source cannot be read, or holds a token that a vocabulary without <unk> lacks.
 */
export async function loadCorpus(settings: CorpusSettings, place: CorpusPlace): Promise<Corpus> {
  const { corpus, keep } = await readCorpus(settings, place);
  await keep();
  return corpus;
}

/** As `loadCorpus`, but writes nothing before `keep` is called: a corpus may turn out to be of no use. */
export async function readCorpus(settings: CorpusSettings, place: CorpusPlace): Promise<ReadCorpus> {
  const sources = await readSources(settings.source, place.cwd);
  const hash = sources.reduce((sum, { text }) => sum.update(text), createHash('sha256')).digest('hex');
  const key = cacheKey(hash, sources, settings, place.vocabulary);
  const cached = await readCachedCorpus(place.cacheDirectory, key);
  const parts = cached ?? encodeSources(sources, settings, place.vocabulary);
  return {
    corpus: {
      name: settings.source.join(', '),
      hash,
      sources: sources.map(({ name, credit }) => ({ name, credit })),
      unit: settings.unit,
      vocabulary: place.vocabulary ?? new Vocabulary(parts.vocabulary),
      documents: assemble(sources, parts),
      settings,
    },
    async keep() {
      if (cached === null) await writeCachedCorpus(place.cacheDirectory, key, parts);
    },
  };
}

/** The documents of one split, in the order of the text. */
export const documentsOf = (corpus: Corpus, split: CorpusSplit): CorpusDocument[] =>
  corpus.documents.filter((document) => document.split === split);

function cacheKey(
  hash: string,
  sources: readonly SourceText[],
  { unit, minimumCount, proportion, heldOut, validation }: CorpusSettings,
  vocabulary: Vocabulary | undefined,
): string {
  // The lengths tell apart texts that are the same only when joined.
  const lengths = sources.map(({ text }) => text.length);
  const own = vocabulary === undefined ? minimumCount : vocabulary.tokens;
  const facts = JSON.stringify([format, hash, lengths, unit, proportion, heldOut, validation, own]);
  return createHash('sha256').update(facts).digest('hex').slice(0, 32);
}

function encodeSources(
  sources: readonly SourceText[],
  settings: CorpusSettings,
  given: Vocabulary | undefined,
): CachedCorpus {
  const { unit, minimumCount, proportion } = settings;
  const texts: string[] = [];
  const documents: CachedDocument[] = [];
  sources.forEach(({ text }, source) => {
    for (const piece of splitDocuments(text, unit)) {
      const hash = documentHash(piece);
      const split = splitOf(hash, settings);
      texts.push(piece);
      documents.push({
        hash,
        source,
        split: split === 'training' && !inProportion(hash, proportion) ? 'left out' : split,
        characters: piece.length,
        tokens: countTokens(piece, unit),
      });
    }
  });
  const training = texts.filter((_, index) => documents[index]?.split === 'training');
  const vocabulary = given ?? buildVocabulary(countEach(training, unit), minimumCount);
  const ids = new Int32Array(documents.reduce((sum, { tokens }) => sum + tokens, 0));
  const sourceFrom = tokensBefore(sources.length, documents);
  let offset = 0;
  texts.forEach((text, index) => {
    const source = documents[index]?.source ?? 0;
    const from = offset - (sourceFrom[source] ?? 0);
    const encoded = vocabulary.encode(tokenize(text, unit), { name: sources[source]?.name ?? '', from }).ids;
    ids.set(encoded, offset);
    offset += encoded.length;
  });
  return { vocabulary: vocabulary.tokens, documents, ids };
}

/** [sources] How many tokens of other sources come before each source. */
function tokensBefore(sources: number, documents: readonly CachedDocument[]): number[] {
  const total = (source: number): number =>
    documents.reduce((sum, document) => sum + (document.source < source ? document.tokens : 0), 0);
  return Array.from({ length: sources }, (_, source) => total(source));
}

function countEach(texts: readonly string[], unit: Unit): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) for (const token of tokenize(text, unit)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

function assemble(sources: readonly SourceText[], { documents, ids }: CachedCorpus): CorpusDocument[] {
  const read = sources.map(() => 0);
  let offset = 0;
  return documents.map(({ hash, source, split, characters, tokens }) => {
    const start = read[source] ?? 0;
    const text = sources[source]?.text.slice(start, start + characters) ?? '';
    read[source] = start + characters;
    offset += tokens;
    return { hash, source, split, text, ids: ids.subarray(offset - tokens, offset) };
  });
}
