/** How a text becomes pieces of words, by numbers, and what each piece stands for. The files that say so, told apart. Pure. */
import type { PieceCutter } from '../../../core/cut.ts';
import { sha256 } from '../../../core/hash.ts';
import { modelRefusal } from '../refusals.ts';
import { decodeText } from '../texts/encoding.ts';
import { byteLevel } from './byte-level.ts';
import type { Pieces } from './pieces.ts';
import { isWorld, world } from './world.ts';

export interface Tokenizer extends Pieces {
  /** Of its file. */
  hash: string;
  file: Uint8Array;
}

/** As much of a file as tells. */
const beginning = 4096;

/** Whether a file is one of these, by its beginning; others are lists of tokens. */
export function isTokenizer(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, beginning)).trimStart();
  return start.startsWith('{')
    ? /"(?:version|model|pre_tokenizer|added_tokens)"\s*:\s*[^\s\d]/.test(start)
    : isWorld(start);
}

/**
 * @param bytes of a `tokenizer.json` of the tokenizers library, or of RWKV World's vocabulary.
 * @throws FormatError when it is neither, is damaged, or cuts texts as none here does.
 */
export function readTokenizer(bytes: Uint8Array): Tokenizer {
  const text = decodeText(bytes);
  const { encode, bytesOf } = text.trimStart().startsWith('{') ? byteLevel(text) : world(text);
  return { encode, bytesOf, hash: sha256(bytes), file: bytes };
}

/**
 * How texts become tokens of a vocabulary that names each piece.
 * @param path only for messages.
 */
export function piecesBy(given: Uint8Array | Tokenizer, vocabulary: readonly string[], path: string): PieceCutter {
  const { encode, hash, file } = given instanceof Uint8Array ? readTokenizer(given) : given;
  const named = (id: number): string => {
    const name = vocabulary[id];
    if (name !== undefined) return name;
    throw modelRefusal(path, `its tokenizer has a token ${id}, and it knows ${vocabulary.length} tokens`);
  };
  return { cut: (text) => encode(text).map(named), hash, file };
}
