/**
 * From texts to documents of numbers, a piece at a time: each text is tokenized once; where there is no vocabulary as yet its
 * tokens are numbered as they come, and renumbered when it is known. Knows no files but the stores that it is given.
 */
import { at } from '../core/at.ts';
import { InputError } from '../core/errors.ts';
import type { ByteStore } from './byte-store.ts';
import { cutDocuments, documentTokens } from './documents.ts';
import type { CorpusSettings } from './settings.ts';
import { type CorpusSplit, corpusSplitOf, documentHash } from './splits.ts';
import { countTokens, tokenize } from './tokens.ts';
import { buildVocabulary, cuttingOf, type Vocabulary } from './vocabulary.ts';

export type CorpusDocument = Pick<StoredDocument, keyof StoredDocument>;

/** A document whose text and tokens lie in stores. A class, since a large corpus has many hundred thousand. */
class StoredDocument {
  /** SHA-256 of the text. */
  readonly hash: string;
  /** Index among the corpus' sources. */
  readonly source: number;
  readonly split: CorpusSplit;
  /** How many. */
  readonly tokens: number;
  readonly #stores: Stores;
  readonly #bytes: number;
  readonly #textAt: number;
  readonly #idsAt: number;

  /** @param place its first byte in the store of texts, how many it takes, and its first byte among the ids. */
  constructor(facts: Omit<CorpusDocument, 'text' | 'ids'>, stores: Stores, place: [number, number, number]) {
    this.hash = facts.hash;
    this.source = facts.source;
    this.split = facts.split;
    this.tokens = facts.tokens;
    this.#stores = stores;
    [this.#textAt, this.#bytes, this.#idsAt] = place;
  }

  /** Read anew each time. */
  get text(): string {
    return this.#stores.texts.read(this.#textAt, this.#bytes).toString();
  }

  /** [tokens]; read anew each time. */
  get ids(): Int32Array {
    return asIds(this.#stores.ids.read(this.#idsAt, this.tokens * Int32Array.BYTES_PER_ELEMENT));
  }
}

/** The same document in another split. */
export const inSplit = (document: CorpusDocument, split: CorpusSplit): CorpusDocument => ({
  ...{ hash: document.hash, source: document.source, split, tokens: document.tokens },
  get text() {
    return document.text;
  },
  get ids() {
    return document.ids;
  },
});

interface Stores {
  /** The sources' texts in UTF-8, one after the other. */
  texts: ByteStore;
  /** Where the documents' tokens go, int32; empty. */
  ids: ByteStore;
}

/** One source's place in the store of texts. */
export interface StoredSource {
  name: string;
  /** Whether each of its texts is a document; else it has one, which is to be cut into documents. */
  whole: boolean;
  /** Bytes of each text. */
  texts: readonly number[];
}

/** Bytes that are looked at in one go: so few that the tokens of one block are gone before the next are made. */
const blockBytes = 1 << 16;

/**
 * @param given vocabulary whose numbers the tokens get; absent: the corpus has one of its own, and is cut by rule.
 * @param look called after each document; may throw to stop.
 * @throws InputError when a token is one that a given vocabulary without <unk> lacks.
 */
export function encodeDocuments(
  sources: readonly StoredSource[],
  stores: Stores,
  settings: CorpusSettings,
  given?: Vocabulary,
  look?: () => void,
): { vocabulary: Vocabulary; documents: CorpusDocument[] } {
  const cut = cuttingOf(settings, given ?? { pieces: undefined });
  const { documentLength = documentTokens, documents: kind } = settings;
  const types = new TokenTypes();
  const { texts, ids } = stores;
  const documents: CorpusDocument[] = [];
  /** Bytes that are cut. */
  let end = 0;
  sources.forEach(({ name, whole, texts: lengths }, source) => {
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
    const isCut = !whole || kind === 'definitions';
    const cutting = { kind, length: isCut ? documentLength : Number.POSITIVE_INFINITY };
    for (const length of lengths) {
      for (const { text, lines } of cutDocuments(blocksOf(texts, end, length), cutting, read)) {
        // A tokenizer's pieces reach over lines: what was cut line by line is cut again as a whole.
        const own = isPieces ? number(text) : joined(lines);
        const hash = documentHash(text);
        const split = corpusSplitOf(hash, settings);
        if (split === 'training') types.count(own);
        const place: [number, number, number] = [end, Buffer.byteLength(text), ids.length];
        documents.push(new StoredDocument({ hash, source, split, tokens: own.length }, stores, place));
        ids.append(asBytes(own));
        end += place[1];
        look?.();
      }
    }
  });
  if (given !== undefined) return { vocabulary: given, documents };
  const vocabulary = buildVocabulary(types.counts(), settings.minimumCount);
  const numbers = Int32Array.from(types.tokens, (token) => vocabulary.idOf(token) ?? vocabulary.unknownId ?? -1);
  const buffer = Buffer.from(new ArrayBuffer(blockBytes));
  for (let done = 0; done < ids.length; done += blockBytes) {
    const byType = asIds(ids.read(done, blockBytes, buffer));
    ids.write(asBytes(byType.map((type) => at(numbers, type))), done);
  }
  return { vocabulary, documents };
}

const asBytes = (ids: Int32Array): Uint8Array => new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
const asIds = (bytes: Buffer): Int32Array =>
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
  readonly #counts: number[] = [];

  /** [tokens] @throws InputError when there are too many different ones. */
  numbersOf(tokens: readonly string[]): Int32Array {
    return Int32Array.from(tokens, (token) => this.#ids.get(token) ?? this.#add(token));
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
    return id;
  }
}
