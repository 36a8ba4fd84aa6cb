/** The different tokens of a corpus, numbered in the order of their first appearance, with their counts. Pure. */
import { InputError } from '../core/errors.ts';

/** A JavaScript Map holds no more than 2^24. */
const maxTypes = 2 ** 24 - 1;
/** From this length on a piece of a string may keep the whole string in memory. */
const sharingLength = 13;

export class TokenTypes {
  readonly tokens: string[] = [];
  readonly #ids = new Map<string, number>();
  /** Of single UTF-16 units, of which most texts are half made; -1: not seen. */
  readonly #single = new Int32Array(1 << 16).fill(-1);
  #counts = new Float64Array(1 << 10);

  /**
   * The token's number, a new one for a token not seen before.
   * @throws InputError when there are too many different ones.
   */
  idOf(token: string): number {
    if (token.length > 1) return this.#ids.get(token) ?? this.#add(token);
    const unit = token.charCodeAt(0);
    const known = this.#single[unit] ?? -1;
    if (known !== -1) return known;
    const id = this.#add(token);
    this.#single[unit] = id;
    return id;
  }

  /** Counts the tokens of one document. */
  count(ids: Int32Array): void {
    if (this.#counts.length < this.tokens.length) {
      const grown = new Float64Array(2 * this.tokens.length);
      grown.set(this.#counts);
      this.#counts = grown;
    }
    for (const id of ids) this.#counts[id] = (this.#counts[id] ?? 0) + 1;
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
    if (token.length > 1) this.#ids.set(own, id);
    return id;
  }
}
