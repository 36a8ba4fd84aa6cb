/** How a text becomes pieces of words, by numbers, and what each piece stands for. The files that say so, told apart. Pure. */
import { sha256 } from '../../core/hash.ts';
import { modelRefusal } from '../refusals.ts';
import { decodeText } from '../texts/decode.ts';
import { byteLevel } from './byte-level.ts';
import type { Pieces } from './pieces.ts';
import { world } from './world.ts';

export interface Tokenizer extends Pieces {
  /** Of its file. */
  hash: string;
  /** Each token's text; of a character that several tokens make up the last has it, and the others nothing. */
  pieces(ids: ArrayLike<number>): string[];
}

/** No file of a tokenizer is larger. */
const largestFile = 100e6;

/**
 * @param bytes of a `tokenizer.json` of the tokenizers library, or of RWKV World's vocabulary.
 * @param path only for messages.
 * @throws InputError when it is neither, is damaged, or cuts texts as none here does.
 */
export function readTokenizer(bytes: Uint8Array, path: string): Tokenizer {
  if (bytes.length > largestFile) throw modelRefusal(path, `its ${bytes.length} bytes are more than a tokenizer has`);
  const text = decodeText(bytes, path);
  const { encode, bytesOf } = text.trimStart().startsWith('{') ? byteLevel(text, path) : world(text, path);
  return { encode, bytesOf, hash: sha256(bytes), pieces: (ids) => piecesOf(bytesOf, ids) };
}

function piecesOf(bytesOf: Pieces['bytesOf'], ids: ArrayLike<number>): string[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const pieces = Array.from(ids, (id) => {
    const bytes = bytesOf(id);
    return bytes === undefined ? `${decoder.decode()}#${id}` : decoder.decode(bytes, { stream: true });
  });
  const rest = decoder.decode();
  return rest === '' ? pieces : pieces.with(-1, (pieces.at(-1) ?? '') + rest);
}
