/**
 * The corpus of an experiment: its documents, each in its split, encoded with one vocabulary. Reads files and the cache.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { TokenizedText } from '../core/cut.ts';
import { keep, kept, keyOf } from '../core/store.ts';
import { pluralOf } from '../core/words.ts';
import { ByteStore } from './byte-store.ts';
import { asIds, type EncodedDocument, encodeDocuments, type StoredSource } from './encode-documents.ts';
import { wrappedAt, wrappedIn } from './paragraphs.ts';
import type { CorpusSettings } from './settings.ts';
import { openSources } from './sources/index.ts';
import { type CorpusSplit, corpusSplits } from './splits.ts';
import type { Unit } from './tokens.ts';
import { Vocabulary } from './vocabulary.ts';

export interface CorpusDocument {
  /** SHA-256 of the text. */
  hash: string;
  /** Index among the corpus' sources. */
  source: number;
  split: CorpusSplit;
  /** How many. */
  tokens: number;
  /** Read anew each time, where the corpus is large. */
  readonly text: string;
  /** [tokens]; read anew each time, where the corpus is large. */
  readonly ids: Int32Array;
}

export interface Corpus {
  /** What the manifest names: 'stories', 'a.txt, b.txt'. */
  name: string;
  /** SHA-256 of the cleaned texts, one after the other; a zero byte follows each that is a document as it is. */
  hash: string;
  sources: { name: string; credit: string | null }[];
  unit: Unit;
  /** Absent: words, spaces and marks are tokens. */
  tokens?: TokenizedText | undefined;
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
  /** Told what the user should know: texts left out, an encoding guessed. */
  warn?(text: string): void;
  /** Called now and then while texts are read and cut; may throw to stop. */
  look?(): void;
}

/** Raised whenever the same settings and texts would give another corpus than before. */
const format = 3;

export interface ReadCorpus {
  corpus: Corpus;
  /** Caches it, unless it came from the cache. */
  keep(): Promise<void>;
}

/**
 * Reads, cuts, splits and encodes a corpus, the second time from the cache. Nothing is kept on disk before `keep` is called: a
 * corpus may turn out to be of no use.
 * @throws InputError when a source cannot be read, or holds a token that a vocabulary without <unk> lacks.
 */
export const readCorpus = async (settings: CorpusSettings, place: CorpusPlace): Promise<ReadCorpus> =>
  corpusOf(await readCorpusTexts(settings, place), settings, place);

/** Texts that were read, of which corpora can be made with one setting and another. */
export interface ReadTexts {
  texts: ByteStore;
  sources: (StoredSource & { credit: string | null })[];
  /** Of the corpus. */
  hash: string;
}

/** What of the settings decides which texts are read. */
type TextSettings = Pick<CorpusSettings, 'source' | 'encoding' | 'path' | 'column' | 'lines'>;

const wrappedWarning = (name: string, width: number): string =>
  `${name} looks wrapped: most of its lines have some ${width} characters, with blank lines between paragraphs. Quotations, sentences and what is before a token end with their line. corpus.lines=joined makes each paragraph one line; corpus.lines=kept says that the lines are meant.`;

/** @throws InputError when a source cannot be read. */
export async function readCorpusTexts(
  { source, encoding, path, column, lines }: TextSettings,
  { cwd, cacheDirectory, warn, look }: CorpusPlace,
): Promise<ReadTexts> {
  const texts = new ByteStore(cacheDirectory);
  const sum = createHash('sha256');
  const sources: ReadTexts['sources'] = [];
  const options = { encoding, path, column, lines };
  const opened = await openSources(source, { cwd, ...options, ...(warn !== undefined && { warn }) });
  for (const { name, credit, whole, texts: pieces } of opened) {
    const start = texts.length;
    const documents: number[] = [];
    let seen = '';
    for await (const piece of pieces) {
      look?.();
      if (piece === '' || (whole && piece.trim() === '')) continue;
      const bytes = Buffer.from(piece);
      sum.update(bytes);
      if (whole) sum.update('\0');
      texts.append(bytes);
      documents.push(bytes.length);
      if (lines === undefined && credit === null && seen.length < wrappedIn) seen += whole ? `${piece}\n\n` : piece;
    }
    const width = wrappedAt(seen.slice(0, wrappedIn));
    if (width !== null) warn?.(wrappedWarning(name, width));
    sources.push({ name, credit, bytes: texts.length - start, documents: whole ? documents : null });
  }
  return { texts, sources, hash: sum.digest('hex') };
}

const cachedSchema = z.object({
  vocabulary: z.array(z.string()),
  documents: z.array(
    z.object({
      ...{ hash: z.string(), source: z.number(), split: z.enum(corpusSplits) },
      ...{ bytes: z.number(), tokens: z.number() },
    }),
  ),
  ids: z.instanceof(Int32Array),
});

/**
 * Cuts, splits and encodes texts.
 * @param settings those with which the texts were read, and what becomes of them.
 */
export async function corpusOf(
  { texts, sources, hash }: ReadTexts,
  settings: CorpusSettings,
  { cacheDirectory, vocabulary: given, look }: CorpusPlace,
): Promise<ReadCorpus> {
  // The lengths tell apart texts that are the same only when joined.
  const lengths = sources.map(({ bytes, documents }) => [bytes, documents !== null]);
  const whose = given && [given.tokens, given.pieces?.hash];
  const key = keyOf(format, hash, lengths, { ...settings, source: undefined }, whose).slice(0, 32);
  const cache = { path: join(cacheDirectory, `corpus-${key}.bin`), key, schema: cachedSchema };
  const cached = texts.inMemory ? await kept(cache) : undefined;
  const ids = new ByteStore(cacheDirectory);
  if (cached !== undefined) ids.append(Buffer.from(cached.ids.buffer));
  const encode = () => {
    const byType = new ByteStore(cacheDirectory);
    const encoded = encodeDocuments(sources, { texts, ids, byType }, settings, given, look);
    byType.close();
    return { documents: encoded.documents, vocabulary: encoded.vocabulary.tokens };
  };
  const { documents, vocabulary } = cached ?? encode();
  return {
    corpus: {
      name: settings.source.join(', '),
      hash,
      sources: sources.map(({ name, credit }) => ({ name, credit })),
      unit: settings.unit,
      tokens: settings.tokens,
      vocabulary: given ?? new Vocabulary(vocabulary),
      documents: assemble(documents, texts, ids),
      settings,
    },
    keep: async () => {
      // A large corpus is read anew each time: its cache would be larger than its texts.
      if (cached !== undefined || !texts.inMemory || !ids.inMemory) return;
      // A full or read-only disk costs the next run a second, and this one nothing.
      await keep(cache, { vocabulary, documents, ids: asIds(ids.read(0, ids.length)) }).catch(() => {});
    },
  };
}

/** The documents of one split, in the order of the text. */
export const documentsOf = (corpus: Corpus, split: CorpusSplit): CorpusDocument[] =>
  corpus.documents.filter((document) => document.split === split);

export const tokensIn = (documents: readonly Pick<CorpusDocument, 'tokens'>[]): number =>
  documents.reduce((sum, { tokens }) => sum + tokens, 0);

/** 'the 3 documents (700 tokens)'. */
export function sizeInWords({ documents }: Pick<Corpus, 'documents'>): string {
  const count = tokensIn(documents);
  const tokens = `${count} ${pluralOf(count, 'token')}`;
  return documents.length === 1
    ? `the one document (${tokens}; a text is cut at line breaks)`
    : `the ${documents.length} documents (${tokens})`;
}

/** The same document in another split; text and tokens are read anew each time, as of the document that it is. */
export const inSplit = (document: CorpusDocument, split: CorpusSplit): CorpusDocument => ({
  ...{ hash: document.hash, source: document.source, split, tokens: document.tokens },
  get text() {
    return document.text;
  },
  get ids() {
    return document.ids;
  },
});

/** A document whose text and tokens lie in stores. A class, since a large corpus has many hundred thousand. */
class StoredDocument implements CorpusDocument {
  readonly hash: string;
  readonly source: number;
  readonly split: CorpusSplit;
  readonly tokens: number;
  readonly #bytes: number;
  readonly #textAt: number;
  readonly #idsAt: number;
  readonly #stores: { texts: ByteStore; ids: ByteStore };

  constructor(
    { hash, source, split, tokens, bytes }: EncodedDocument,
    at: { text: number; ids: number },
    stores: { texts: ByteStore; ids: ByteStore },
  ) {
    this.hash = hash;
    this.source = source;
    this.split = split;
    this.tokens = tokens;
    this.#bytes = bytes;
    this.#textAt = at.text;
    this.#idsAt = at.ids;
    this.#stores = stores;
  }

  get text(): string {
    return this.#stores.texts.read(this.#textAt, this.#bytes).toString();
  }

  get ids(): Int32Array {
    return asIds(this.#stores.ids.read(this.#idsAt, this.tokens * Int32Array.BYTES_PER_ELEMENT));
  }
}

function assemble(documents: readonly EncodedDocument[], texts: ByteStore, ids: ByteStore): CorpusDocument[] {
  const stores = { texts, ids };
  let text = 0;
  let token = 0;
  return documents.map((document) => {
    const at = { text, ids: token };
    text += document.bytes;
    token += document.tokens * Int32Array.BYTES_PER_ELEMENT;
    return new StoredDocument(document, at, stores);
  });
}
