/**
 * The corpus of an experiment: its documents, each in its split, encoded with one vocabulary. Reads files.
 */
import { createHash } from 'node:crypto';
import type { TokenizedText } from '../core/cut.ts';
import { pluralOf } from '../core/format.ts';
import { documentsIn } from './documents.ts';
import type { CorpusSettings } from './settings.ts';
import { openSources } from './sources/index.ts';
import { documentHash, type Split, splitOf } from './splits.ts';
import { tokenize, type Unit } from './tokens.ts';
import { buildVocabulary, cuttingOf, type Vocabulary } from './vocabulary.ts';

export interface CorpusDocument {
  /** SHA-256 of the text. */
  hash: string;
  /** Index among the corpus' sources. */
  source: number;
  split: Split;
  text: string;
  /** How many. */
  tokens: number;
  /** [tokens] */
  ids: Int32Array;
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
  /** Paths in the settings are relative to it. */
  cwd: string;
  /** Told what the user should know: texts left out, an encoding guessed. */
  warn?(text: string): void;
  /** Called now and then while texts are read; may throw to stop. */
  look?(): void;
}

/**
 * Reads, cuts, splits and encodes a corpus.
 * @param vocabulary a checkpoint's; without it one is built from the training documents that are used.
 * @throws InputError when a source cannot be read, or holds a token that a vocabulary without <unk> lacks.
 */
export const readCorpus = async (
  settings: CorpusSettings,
  { vocabulary, ...place }: CorpusPlace & { vocabulary?: Vocabulary | undefined },
): Promise<Corpus> => corpusOf(await readCorpusTexts(settings, place), settings, vocabulary);

/** Texts that were read, of which corpora can be made with one setting and another. */
export interface ReadTexts {
  /** whole: each of the texts is a document; else they are the pieces of one, to be cut into documents. */
  sources: { name: string; credit: string | null; whole: boolean; texts: string[] }[];
  /** Of the corpus. */
  hash: string;
}

/** What of the settings decides which texts are read. */
type TextSettings = Pick<CorpusSettings, 'source' | 'encoding' | 'path' | 'column' | 'lines'>;

/** @throws InputError when a source cannot be read. */
export async function readCorpusTexts(
  { source, encoding, path, column, lines }: TextSettings,
  { cwd, warn, look }: CorpusPlace,
): Promise<ReadTexts> {
  const sum = createHash('sha256');
  const sources: ReadTexts['sources'] = [];
  const options = { cwd, encoding, path, column, lines, ...(warn !== undefined && { warn }) };
  for (const { name, credit, whole, texts: pieces } of await openSources(source, options)) {
    const texts: string[] = [];
    for await (const piece of pieces) {
      look?.();
      if (piece === '' || (whole && piece.trim() === '')) continue;
      // A lone surrogate is no character.
      const text = piece.toWellFormed();
      sum.update(text);
      if (whole) sum.update('\0');
      texts.push(text);
    }
    sources.push({ name, credit, whole, texts });
  }
  return { sources, hash: sum.digest('hex') };
}

/**
 * Cuts, splits and encodes texts.
 * @param settings those with which the texts were read, and what becomes of them.
 * @param given as `readCorpus`; absent: texts are cut by rule.
 */
export function corpusOf({ sources, hash }: ReadTexts, settings: CorpusSettings, given?: Vocabulary): Corpus {
  const cut = cuttingOf(settings, given ?? { pieces: undefined });
  const texts = sources.flatMap((read, source) =>
    Array.from(documentsIn(read, cut, settings), (text) => {
      const hash = documentHash(text);
      return { hash, source, split: splitOf(hash, settings), text };
    }),
  );
  const counts = new Map<string, number>();
  for (const { split, text } of given === undefined ? texts : []) {
    if (split !== 'training') continue;
    for (const token of tokenize(text, cut)) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const vocabulary = given ?? buildVocabulary(counts, settings.minimumCount);
  let from = 0;
  const documents = texts.map((document, index) => {
    if (document.source !== texts[index - 1]?.source) from = 0;
    const where = { name: sources[document.source]?.name ?? '', from };
    const { ids } = vocabulary.encode(tokenize(document.text, cut), where);
    from += ids.length;
    return { ...document, tokens: ids.length, ids };
  });
  return {
    name: settings.source.join(', '),
    hash,
    sources: sources.map(({ name, credit }) => ({ name, credit })),
    unit: settings.unit,
    tokens: settings.tokens,
    settings,
    vocabulary,
    documents,
  };
}

/** The documents of one split, in the order of the text. */
export const documentsOf = <Own extends Pick<CorpusDocument, 'split'>>(
  { documents }: { documents: readonly Own[] },
  split: Split,
): Own[] => documents.filter((document) => document.split === split);

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
