/** Texts in pieces, as readers get them. */
import type { Bytes } from '../../../../../runner/io/formats/texts/bytes.ts';

/** The text cut into pieces of so many UTF-16 units. */
export async function* piecesOf(text: string, length = text.length): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

export const bytesOf = (name: string, content: Uint8Array): Bytes => ({ name, read: async () => content });

export const all = <T>(items: AsyncIterable<T>): Promise<T[]> => Array.fromAsync(items);
