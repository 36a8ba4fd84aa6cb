/**
 * From texts to documents of numbers, a piece at a time: each text is tokenized once, its tokens are numbered as they
 * come, and renumbered when the vocabulary is known. Knows no files but the stores that it is given.
 */

import type { ByteStore } from './byte-store.ts';
import { type DocumentKind, endsBefore } from './documents.ts';
import { type CorpusSplit, documentHash } from './splits.ts';
import { TokenTypes } from './token-types.ts';
import { type Cutting, tokenize } from './tokens.ts';
import { buildVocabulary, type Vocabulary } from './vocabulary.ts';

export interface EncodedDocument {
  hash: string;
  source: number;
  split: CorpusSplit;
  /** Length in UTF-8; the documents follow one another. */
  bytes: number;
  tokens: number;
}

/** One source's place in the store of texts. */
export interface StoredSource {
  name: string;
  bytes: number;
  /** The bytes of each document; null when the text is to be cut into documents. */
  documents: readonly number[] | null;
}

export interface EncodeSettings {
  cut: Cutting;
  minimumCount: number;
  /** Tokens of a document at least, where a text is cut. */
  documentLength: number;
  /** What documents are; absent: files. */
  kind?: DocumentKind | undefined;
  splitOf(hash: string): CorpusSplit;
  /** Whose numbers the tokens get; absent: the corpus has a vocabulary of its own. */
  vocabulary?: Vocabulary | undefined;
  /** Called after each document; may throw to stop. */
  look?: (() => void) | undefined;
}

export interface EncodeStores {
  /** The sources' texts in UTF-8, one after the other. */
  texts: ByteStore;
  /** Where the documents' tokens go, int32. */
  ids: ByteStore;
  /** For the work in between. */
  own: ByteStore;
}

/** Bytes that are looked at in one go: so few that the tokens of one block are gone before the next are made. */
const blockBytes = 1 << 16;

/** @throws InputError when a token is one that a given vocabulary without <unk> lacks. */
export function encodeDocuments(
  sources: readonly StoredSource[],
  { texts, ids, own }: EncodeStores,
  settings: EncodeSettings,
): { vocabulary: Vocabulary; documents: EncodedDocument[] } {
  const types = new TokenTypes();
  const reading: Reading = { texts, cut: settings.cut, types };
  const documents: EncodedDocument[] = [];
  let at = 0;
  sources.forEach(({ bytes, documents: lengths }, source) => {
    const whole =
      lengths !== null && settings.kind !== 'definitions'
        ? wholeDocuments(reading, at, lengths)
        : stretches(reading, at, lengths ?? [bytes], settings);
    for (const { text, ids: ofParts } of whole) {
      const ids = withinWhole(text, ofParts, reading);
      const hash = documentHash(text);
      const split = settings.splitOf(hash);
      if (split === 'training') types.count(ids);
      own.append(asBytes(ids));
      documents.push({ hash, source, split, bytes: Buffer.byteLength(text), tokens: ids.length });
      settings.look?.();
    }
    at += bytes;
  });
  const vocabulary = settings.vocabulary ?? buildVocabulary(types.counts(), settings.minimumCount);
  const numbers = Int32Array.from(types.tokens, (token) => vocabulary.idOf(token) ?? vocabulary.unknownId ?? -1);
  if (numbers.includes(-1)) refuseUnknown({ numbers, types, sources, documents, own, vocabulary });
  renumber(own, ids, numbers);
  return { vocabulary, documents };
}

/** A tokenizer's pieces reach over lines: what was cut line by line is cut again as a whole. */
const withinWhole = (text: string, ofParts: Int32Array, { cut, types }: Reading): Int32Array =>
  typeof cut === 'object' ? Int32Array.from(tokenize(text, cut), (token) => types.idOf(token)) : ofParts;

/** Copies ids by type to ids by `numbers`. */
function renumber(own: ByteStore, ids: ByteStore, numbers: Int32Array): void {
  const buffer = Buffer.from(new ArrayBuffer(blockBytes));
  const renumbered = new Int32Array(blockBytes / Int32Array.BYTES_PER_ELEMENT);
  for (let done = 0; done < own.length; done += blockBytes) {
    const types = asIds(own.read(done, blockBytes, buffer));
    types.forEach((type, index) => {
      renumbered[index] = numbers[type] ?? -1;
    });
    ids.append(asBytes(renumbered.subarray(0, types.length)));
  }
}

const asBytes = (ids: Int32Array): Uint8Array => new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
export const asIds = (bytes: Buffer): Int32Array =>
  new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / Int32Array.BYTES_PER_ELEMENT);

interface Numbered {
  text: string;
  /** [tokens] By type. */
  ids: Int32Array;
}

/** What is read, how it is cut into tokens, and what numbers these get. */
interface Reading {
  texts: ByteStore;
  cut: Cutting;
  types: TokenTypes;
}

function* wholeDocuments(
  { texts, cut, types }: Reading,
  from: number,
  lengths: readonly number[],
): Generator<Numbered> {
  let at = from;
  for (const length of lengths) {
    const numbers = new Numbers();
    const parts: string[] = [];
    for (const block of blocksOf(texts, at, length)) {
      parts.push(block);
      for (const token of tokenize(block, cut)) numbers.push(types.idOf(token));
    }
    yield { text: parts.join(''), ids: numbers.take() };
    at += length;
  }
}

/** Each file by itself. */
function* stretches(
  reading: Reading,
  from: number,
  lengths: readonly number[],
  settings: Pick<EncodeSettings, 'documentLength' | 'kind'>,
): Generator<Numbered> {
  let at = from;
  for (const bytes of lengths) {
    yield* cutDocuments(reading, at, bytes, settings);
    at += bytes;
  }
}

/** As `splitDocuments` cuts: whole lines until there are `length` tokens, a shorter rest to the one before. */
function* cutDocuments(
  { texts, cut, types }: Reading,
  from: number,
  bytes: number,
  { documentLength: length, kind }: Pick<EncodeSettings, 'documentLength' | 'kind'>,
): Generator<Numbered> {
  let ready: Numbered | null = null;
  let text = '';
  const numbers = new Numbers();
  for (const block of blocksOf(texts, from, bytes)) {
    for (const line of linesOf(block)) {
      // A block may end within a line.
      if (text.endsWith('\n') && endsBefore(line, numbers.length, { length, kind })) {
        if (ready !== null) yield ready;
        ready = { text, ids: numbers.take() };
        text = '';
      }
      for (const token of tokenize(line, cut)) numbers.push(types.idOf(token));
      text += line;
    }
  }
  const rest: Numbered = { text, ids: numbers.take() };
  if (ready !== null && rest.ids.length >= length) {
    yield ready;
    yield rest;
  } else if (ready !== null) {
    yield { text: ready.text + text, ids: joinIds(ready.ids, rest.ids) };
  } else if (text !== '') yield rest;
}

/** A block's lines with their line breaks; the last may have none. */
function* linesOf(block: string): Generator<string> {
  for (let start = 0; start < block.length; ) {
    const lineBreak = block.indexOf('\n', start);
    const end = lineBreak === -1 ? block.length : lineBreak + 1;
    yield block.slice(start, end);
    start = end;
  }
}

function joinIds(a: Int32Array, b: Int32Array): Int32Array {
  const joined = new Int32Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

const space = 0x20;
const lineBreak = 0x0a;

/** Text in pieces that end where a token does: after a space or a line break, both of which are tokens of their own, and before neither. */
function* blocksOf(texts: ByteStore, from: number, length: number): Generator<string> {
  let buffer = Buffer.alloc(blockBytes);
  for (let done = 0; done < length; ) {
    let size = Math.min(blockBytes, length - done);
    for (;;) {
      if (size > buffer.length) buffer = Buffer.alloc(size);
      const bytes = texts.read(from + done, size, buffer);
      const cut = done + size === length ? size : lastCut(bytes);
      if (cut > 0) {
        yield bytes.toString('utf8', 0, cut);
        done += cut;
        break;
      }
      size = Math.min(2 * size, length - done);
    }
  }
}

function lastCut(bytes: Buffer): number {
  const before = bytes.findLastIndex((byte) => byte > space);
  return before < 0 ? 0 : Math.max(bytes.lastIndexOf(lineBreak, before), bytes.lastIndexOf(space, before)) + 1;
}

/** Numbers that come one by one. */
class Numbers {
  #values = new Int32Array(1 << 12);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const grown = new Int32Array(2 * this.length);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.length++] = value;
  }

  /** A copy of all of them, which are then gone. */
  take(): Int32Array {
    const taken = this.#values.slice(0, this.length);
    this.length = 0;
    return taken;
  }
}

interface Encoded {
  /** [types] Number of each type; -1 of one that the vocabulary lacks. */
  numbers: Int32Array;
  types: TokenTypes;
  sources: readonly StoredSource[];
  documents: readonly EncodedDocument[];
  own: ByteStore;
  vocabulary: Vocabulary;
}

/** Names the first token that the vocabulary lacks, by its place in its source. */
function refuseUnknown({ numbers, types, sources, documents, own, vocabulary }: Encoded): void {
  let at = 0;
  let inSource = 0;
  documents.forEach(({ source, tokens }, index) => {
    if (source !== documents[index - 1]?.source) inSource = 0;
    const ids = asIds(own.read(at, tokens * Int32Array.BYTES_PER_ELEMENT));
    const position = ids.findIndex((type) => numbers[type] === -1);
    const type = ids[position];
    if (type !== undefined) {
      vocabulary.encode(types.tokens.slice(type, type + 1), {
        name: sources[source]?.name ?? '',
        from: inSource + position,
      });
    }
    at += tokens * Int32Array.BYTES_PER_ELEMENT;
    inSource += tokens;
  });
}
