/**
 * The tokens that a model knows, each with a number. Pure.
 */
import { cutOf, type PieceCutter, subword, type TokenizedText, type Unit } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import type { Cutting } from './tokens.ts';

/** Stands for every token that the vocabulary lacks. It cannot arise from words: '<' and '>' are tokens of their own. */
export const unknownToken = '<unk>';

export interface Encoded {
  /** [tokens] */
  ids: Int32Array;
  /** Positions that read as <unk>. */
  unknown: number[];
}

/** 'the character "é" (U+00E9)', or 'the word "zebra"'. */
function named(token: string): string {
  const point = token.codePointAt(0);
  if (point === undefined || String.fromCodePoint(point) !== token) return `the word ${JSON.stringify(token)}`;
  const code = point.toString(16).toUpperCase().padStart(4, '0');
  return `the character ${JSON.stringify(token)} (U+${code})`;
}

export class Vocabulary {
  /** By id. */
  readonly tokens: readonly string[];
  /** The id of <unk>; undefined when the vocabulary has none. */
  readonly unknownId: number | undefined;
  /** Of subwords: what cuts a text into them. */
  readonly pieces: PieceCutter | undefined;
  // A Map, not an object: 'constructor' and '__proto__' are words too.
  readonly #ids: Map<string, number>;

  /** @throws InputError when a token is there twice. */
  constructor(tokens: readonly string[], pieces?: PieceCutter) {
    this.tokens = tokens;
    this.pieces = pieces;
    this.#ids = new Map(tokens.map((token, id) => [token, id]));
    this.unknownId = this.#ids.get(unknownToken);
    if (this.#ids.size === tokens.length) return;
    const second = tokens.findIndex((token, id) => this.#ids.get(token) !== id);
    const token = tokens[second] ?? '';
    throw new InputError('repeated-token', {
      what: `The vocabulary holds ${named(token)} twice, as tokens ${second} and ${this.#ids.get(token)}`,
    });
  }

  get size(): number {
    return this.tokens.length;
  }

  get hasUnknown(): boolean {
    return this.unknownId !== undefined;
  }

  idOf(token: string): number | undefined {
    return this.#ids.get(token);
  }

  /**
   * The numbers of tokens; those that the vocabulary lacks read as <unk>.
   * @param where what the tokens are part of, and from which token of it on, for the error.
   * @throws InputError naming the first token that the vocabulary lacks, when it has no <unk>.
   */
  encode(tokens: readonly string[], where = { name: 'The text', from: 0 }): Encoded {
    const ids = new Int32Array(tokens.length);
    const unknown: number[] = [];
    tokens.forEach((token, position) => {
      const id = this.#ids.get(token);
      if (id === undefined) unknown.push(position);
      ids[position] = id ?? this.unknownId ?? this.#refuse(token, where.from + position, where.name);
    });
    return { ids, unknown };
  }

  #refuse(token: string, position: number, where: string): never {
    throw new InputError('unknown-token', {
      what: `${where} holds ${named(token)} at token ${position}, which the model does not know`,
      why: `Its vocabulary of ${this.size} tokens has no ${unknownToken} to read it as`,
    });
  }
}

/** How texts are cut into tokens of a vocabulary. */
export function cuttingOf(
  { unit, tokens }: { unit: Unit; tokens?: TokenizedText | undefined },
  { pieces }: Pick<Vocabulary, 'pieces'>,
): Cutting {
  return (unit === subword ? pieces : undefined) ?? cutOf({ unit, tokens });
}

/** Order by code point, as that of bytes in UTF-8 is; plain string comparison puts emoji before some letters. */
const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** <unk>, then the tokens that occur at least `minimumCount` times, the most frequent first, ties by code point. */
export function buildVocabulary(counts: Iterable<readonly [string, number]>, minimumCount: number): Vocabulary {
  const kept: (readonly [string, number])[] = [];
  // One by one: most words of a large text are rare.
  for (const each of counts) if (each[1] >= minimumCount && each[0] !== unknownToken) kept.push(each);
  kept.sort(([a, countA], [b, countB]) => countB - countA || byCodePoint(a, b));
  return new Vocabulary([unknownToken, ...kept.map(([token]) => token)]);
}
