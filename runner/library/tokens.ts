/** How a text becomes the tokens that a model reads, and its ids. */

import { type PairTokens, vocabularyTokens } from '../analysis/pairs/encode.ts';
import { type Cut, cutOf, subword, withSpaces } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { type WholeNetwork, withPieces } from '../io/exchange/whole-networks.ts';
import type { Checkpoint } from '../nn/models/checkpoint.ts';
import { type Readable, readerOf } from '../nn/models/reading.ts';
import { tokenize } from '../text/tokens.ts';
import { cuttingOf, Vocabulary } from '../text/vocabulary.ts';

/**
 * A text as it is, or token ids: places in the vocabulary of the model's file, [tokens], in the order in which the model reads
 * them. A text that a model reads from right to left is given and shown from left to right all the same.
 */
export type TextOrIds = string | Int32Array | readonly number[];

/** A model as it was opened. */
export type OpenedModel = Checkpoint<Readable> | WholeNetwork;

/** In the order in which the model reads. */
export interface EncodedText {
  tokens: readonly string[];
  ids: Int32Array;
  unknown: readonly number[];
  /** Whether that is from the text's end to its beginning. */
  backward: boolean;
  /** Of which they are. */
  vocabulary: Vocabulary;
}

export class ModelTokens {
  readonly #model: OpenedModel;
  /** The model's own; of pieces of words that its file does not name, their numbers. */
  readonly vocabulary: Vocabulary;
  #named: { model: Checkpoint<Readable>; vocabulary: Vocabulary } | null = null;

  constructor(model: OpenedModel) {
    this.#model = model;
    this.vocabulary = new Vocabulary(model.vocabulary, model.pieces);
  }

  /**
   * The model with the tokens of texts, which its tokenizer names where its file does not.
   * @throws InputError where it reads ids alone.
   */
  get named(): { model: Checkpoint<Readable>; vocabulary: Vocabulary } {
    this.#named ??= this.#name();
    return this.#named;
  }

  /** The names of ids: a tokenizer that lies there by chance and cannot be read does not hinder them. */
  get ofIds(): Vocabulary {
    try {
      return this.named.vocabulary;
    } catch (error) {
      if (error instanceof InputError) return this.vocabulary;
      throw error;
    }
  }

  /** @throws InputError for a text that it cannot cut or a token that it lacks, and an id that there is none of. */
  encode(given: TextOrIds): EncodedText {
    if (typeof given !== 'string') return this.#ofIds(given);
    const { model, vocabulary } = this.named;
    const backward = model.direction === 'backward';
    const inText = tokenize(given, cuttingOf(model, vocabulary));
    const tokens = backward ? inText.toReversed() : inText;
    return { tokens, ...vocabulary.encode(tokens), backward, vocabulary };
  }

  /** A text that is one token of the vocabulary, as `<|endoftext|>`, is that one. */
  before(given: TextOrIds): Int32Array {
    const own = typeof given === 'string' ? this.named.vocabulary.idOf(given) : undefined;
    return own === undefined ? this.encode(given).ids : Int32Array.of(own);
  }

  /** What was encoded, and what a model wrote behind it. @param ids of both. */
  continued(prompt: EncodedText, ids: Int32Array): EncodedText {
    const written = Array.from(ids.subarray(prompt.ids.length), (id) => prompt.vocabulary.tokens[id] ?? '');
    return { ...prompt, tokens: [...prompt.tokens, ...written], ids };
  }

  get cut(): Cut {
    return cutOf(this.#model);
  }

  /** As they are shown: characters that several pieces make up stand at the last one. */
  shown(tokens: readonly string[]): readonly string[] {
    return this.cut === subword ? withSpaces(tokens, subword) : tokens;
  }

  get ofPairs(): PairTokens {
    const { model, vocabulary } = this.named;
    return vocabularyTokens(vocabulary, cuttingOf(model, vocabulary));
  }

  #ofIds(given: ArrayLike<number>): EncodedText {
    const vocabulary = this.ofIds;
    const tokens = Array.from(given, (id, position) => {
      const token = vocabulary.tokens[id];
      if (token !== undefined) return token;
      const what = `There is no token of id ${id}, which stands at place ${position}: the vocabulary has ${vocabulary.size}`;
      throw new InputError('no-such-id', { what });
    });
    const ids = Int32Array.from(given);
    const { unknownId } = vocabulary;
    const unknown = [...ids.keys()].filter((position) => ids[position] === unknownId);
    return { tokens, ids, unknown, backward: false, vocabulary };
  }

  #name(): { model: Checkpoint<Readable>; vocabulary: Vocabulary } {
    const model = this.#model;
    if (model.unit !== subword || model.pieces !== undefined) return { model, vocabulary: this.vocabulary };
    if (!('tokenizer' in model) || model.tokenizer === undefined) {
      throw new InputError('only-ids', {
        what: 'This model reads token ids, and was given a text',
        why: `${readerOf(model.architecture).is}, whose tokens are pieces of words, and no tokenizer lies beside its file`,
      });
    }
    const named = withPieces(model, 'This model');
    return { model: named, vocabulary: new Vocabulary(named.vocabulary, named.pieces) };
  }
}
