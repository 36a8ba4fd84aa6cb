/** What the file of a tokenizer says: how a text becomes pieces of words, by numbers, and what each piece stands for. */
import { InputError } from '../../../core/errors.ts';

export interface Pieces {
  /** [tokens] @throws InputError when a byte of the text has no token. */
  encode(text: string): number[];
  /** What a token stands for, UTF-8 or a part of it; undefined: the number is that of none. */
  bytesOf(id: number): Uint8Array | undefined;
}

/** Of a text that no tokens spell. */
export const unknownByte = (byte: number): InputError =>
  new InputError('unknown-token', {
    what: `The text holds the byte 0x${byte.toString(16).toUpperCase()}, which no token of the model's tokenizer has`,
    fix: 'Leave the character out, or give the tokenizer that came with the model',
  });
