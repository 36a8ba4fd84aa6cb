/**
 * From texts to documents of numbers, a piece at a time: each text is tokenized once; where there is no vocabulary as yet its
 * tokens are numbered as they come, and renumbered when it is known. Knows no files but the stores that it is given.
 */
import { at, int32At } from '../core/at.ts';
import { InputError } from '../core/errors.ts';
import type { ByteStore } from './byte-store.ts';
import { cutDocuments, documentTokens } from './documents.ts';
import type { CorpusSettings } from './settings.ts';
import { type CorpusSplit, corpusSplitOf, documentHash } from './splits.ts';
import { countTokens, tokenize } from './tokens.ts';
import { buildVocabulary, cuttingOf, type Vocabulary } from './vocabulary.ts';

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

/** Bytes that are looked at in one go: so few that the tokens of one block are gone before the next are made. */
const blockBytes = 1 << 16;

/**
 * @param texts the sources' texts in UTF-8, one after the other.
 * @param ids where the documents' tokens go, int32.
 * @param byType for the work in between.
 * @param given vocabulary whose numbers the tokens get; absent: the corpus has one of its own, and is cut by rule.
 * @param look called after each document; may throw to stop.
 * @throws InputError when a token is one that a given vocabulary without <unk> lacks.
 */
export function encodeDocuments(
  sources: readonly StoredSource[],
  { texts, ids, byType }: { texts: ByteStore; ids: ByteStore; byType: ByteStore },
  settings: CorpusSettings,
  given?: Vocabulary,
  look?: () => void,
): { vocabulary: Vocabulary; documents: EncodedDocument[] } {
  const cut = cuttingOf(settings, given ?? { pieces: undefined });
  const { documentLength = documentTokens, documents: kind } = settings;
  const types = new TokenTypes();
  const documents: EncodedDocument[] = [];
  let start = 0;
  sources.forEach(({ name, bytes, documents: files }, source) => {
    let from = 0;
    const number = (text: string): Int32Array => {
      const tokens = tokenize(text, cut);
      const own = given === undefined ? types.numbersOf(tokens) : given.encode(tokens, { name, from }).ids;
      from += own.length;
      return own;
    };
    const isPieces = typeof cut === 'object';
    const read = isPieces ? (line: string) => new Int32Array(countTokens(line, cut)) : number;
    // Files are cut for their definitions alone.
    const isCut = files === null || kind === 'definitions';
    const cutting = { kind, length: isCut ? documentLength : Number.POSITIVE_INFINITY };
    for (const length of files ?? [bytes]) {
      for (const { text, lines } of cutDocuments(blocksOf(texts, start, length), cutting, read)) {
        // A tokenizer's pieces reach over lines: what was cut line by line is cut again as a whole.
        const own = isPieces ? number(text) : joined(lines);
        const hash = documentHash(text);
        const split = corpusSplitOf(hash, settings);
        if (split === 'training') types.count(own);
        (given === undefined ? byType : ids).append(asBytes(own));
        documents.push({ hash, source, split, bytes: Buffer.byteLength(text), tokens: own.length });
        look?.();
      }
      start += length;
    }
  });
  if (given !== undefined) return { vocabulary: given, documents };
  const vocabulary = buildVocabulary(types.counts(), settings.minimumCount);
  renumber(
    byType,
    ids,
    Int32Array.from(types.tokens, (token) => vocabulary.idOf(token) ?? vocabulary.unknownId ?? -1),
  );
  return { vocabulary, documents };
}

/** Copies ids by type to ids by `numbers`. */
function renumber(byType: ByteStore, ids: ByteStore, numbers: Int32Array): void {
  const buffer = Buffer.from(new ArrayBuffer(blockBytes));
  for (let done = 0; done < byType.length; done += blockBytes) {
    const types = asIds(byType.read(done, blockBytes, buffer));
    ids.append(asBytes(types.map((type) => at(numbers, type))));
  }
}

const asBytes = (ids: Int32Array): Uint8Array => new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
export const asIds = (bytes: Buffer): Int32Array =>
  new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / Int32Array.BYTES_PER_ELEMENT);

function joined(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

const space = 0x20;
const lineBreak = 0x0a;

/** Text in pieces that end where a token does: after a space or a line break, both of which are tokens of their own, and before neither. */
function* blocksOf(texts: ByteStore, from: number, length: number): Generator<string> {
  let buffer = Buffer.alloc(blockBytes);
  for (let done = 0, size = blockBytes; done < length; ) {
    size = Math.min(size, length - done);
    if (size > buffer.length) buffer = Buffer.alloc(size);
    const bytes = texts.read(from + done, size, buffer);
    const cut = done + size === length ? size : lastCut(bytes);
    if (cut > 0) yield bytes.toString('utf8', 0, cut);
    done += cut;
    size = cut > 0 ? blockBytes : 2 * size;
  }
}

function lastCut(bytes: Buffer): number {
  const before = bytes.findLastIndex((byte) => byte > space);
  return before < 0 ? 0 : Math.max(bytes.lastIndexOf(lineBreak, before), bytes.lastIndexOf(space, before)) + 1;
}

/** A JavaScript Map holds no more than 2^24. */
const maxTypes = 2 ** 24 - 1;
/** From this length on a piece of a string may keep the whole string in memory. */
const sharingLength = 13;

/** The different tokens of a corpus, numbered in the order of their first appearance, with their counts. */
class TokenTypes {
  readonly tokens: string[] = [];
  readonly #ids = new Map<string, number>();
  /** Of single UTF-16 units, of which most texts are half made; -1: not seen. */
  readonly #single = new Int32Array(1 << 16).fill(-1);
  readonly #counts: number[] = [];

  /** [tokens] @throws InputError when there are too many different ones. */
  numbersOf(tokens: readonly string[]): Int32Array {
    const numbers = new Int32Array(tokens.length);
    tokens.forEach((token, index) => {
      const single = token.length === 1 ? int32At(this.#single, token.charCodeAt(0)) : -1;
      numbers[index] = single !== -1 ? single : (this.#ids.get(token) ?? this.#add(token));
    });
    return numbers;
  }

  count(numbers: Int32Array): void {
    for (const id of numbers) this.#counts[id] = (this.#counts[id] ?? 0) + 1;
  }

  /** The tokens that were counted. */
  *counts(): Generator<[token: string, count: number]> {
    for (const [id, token] of this.tokens.entries()) {
      const count = this.#counts[id] ?? 0;
      if (count > 0) yield [token, count];
    }
  }

  #add(token: string): number {
    const id = this.tokens.length;
    if (id >= maxTypes) {
      throw new InputError('too-many-words', {
        what: `The corpus holds more than ${maxTypes} different words`,
      });
    }
    const own = token.length < sharingLength ? token : Buffer.from(token, 'utf16le').toString('utf16le');
    this.tokens.push(own);
    this.#ids.set(own, id);
    if (own.length === 1) this.#single[own.charCodeAt(0)] = id;
    return id;
  }
}
