/**
 * The corpus of an experiment: its documents, each in its split, encoded with one vocabulary. Reads files.
 */
import { createHash } from 'node:crypto';
import type { TokenizedText } from '../core/cut.ts';
import { pluralOf } from '../core/words.ts';
import { ByteStore } from './byte-store.ts';
import { type CorpusDocument, encodeDocuments, type StoredSource } from './encode-documents.ts';
import { wrappedAt, wrappedIn } from './paragraphs.ts';
import type { CorpusSettings } from './settings.ts';
import { openSources } from './sources/index.ts';
import type { CorpusSplit } from './splits.ts';
import type { Unit } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

export { type CorpusDocument, inSplit } from './encode-documents.ts';

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
  /** Where what does not fit into memory lies, in files without a name. */
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

/**
 * Reads, cuts, splits and encodes a corpus.
 * @throws InputError when a source cannot be read, or holds a token that a vocabulary without <unk> lacks.
 */
export const readCorpus = async (settings: CorpusSettings, place: CorpusPlace): Promise<Corpus> =>
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
    const lengths: number[] = [];
    let seen = '';
    for await (const piece of pieces) {
      look?.();
      if (piece === '' || (whole && piece.trim() === '')) continue;
      const bytes = Buffer.from(piece);
      sum.update(bytes);
      if (whole) sum.update('\0');
      texts.append(bytes);
      lengths.push(bytes.length);
      if (lines === undefined && credit === null && seen.length < wrappedIn) seen += whole ? `${piece}\n\n` : piece;
    }
    const width = wrappedAt(seen.slice(0, wrappedIn));
    if (width !== null) warn?.(wrappedWarning(name, width));
    sources.push({ name, credit, whole, texts: whole ? lengths : [texts.length - start] });
  }
  return { texts, sources, hash: sum.digest('hex') };
}

/**
 * Cuts, splits and encodes texts.
 * @param settings those with which the texts were read, and what becomes of them.
 */
export function corpusOf(
  { texts, sources, hash }: ReadTexts,
  settings: CorpusSettings,
  { cacheDirectory, vocabulary: given, look }: CorpusPlace,
): Corpus {
  const ids = new ByteStore(cacheDirectory);
  return {
    name: settings.source.join(', '),
    hash,
    sources: sources.map(({ name, credit }) => ({ name, credit })),
    ...{ unit: settings.unit, tokens: settings.tokens, settings },
    ...encodeDocuments(sources, { texts, ids }, settings, given, look),
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
