/**
 * A network that is open: how texts become the tokens that it reads, and their ids; what its readings need is compiled when one
 * first needs it, and serves all that come after.
 */

import { Gradients } from '../analysis/reading/gradients.ts';
import { openRunner, type Runner } from '../analysis/reading/runner.ts';
import { cutOf, joinTokens, subword } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { shownValue } from '../core/format.ts';
import type { WholeNetwork } from '../io/convert/whole-networks.ts';
import type { Checkpoint } from '../nn/models/checkpoint.ts';
import type { Engine } from '../nn/models/program.ts';
import { type Readable, readerOf } from '../nn/models/reading.ts';
import { type Cutting, tokenize } from '../text/tokens.ts';
import { cuttingOf, Vocabulary } from '../text/vocabulary.ts';

/**
 * A text as it is, or token ids: places in the vocabulary of the model's file, [tokens], in the order in which the model reads
 * them. A text that a model reads from right to left is given and shown from left to right all the same.
 */
export type TextOrIds = string | Int32Array | readonly number[];

/** Whether what a caller gives is an array, plain or typed: a view of bytes has no length, and an object that has one is no list. */
export const isList = (given: unknown): given is ArrayLike<number> =>
  Array.isArray(given) || (ArrayBuffer.isView(given) && 'length' in given);

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

/** A model with the tokens of texts, and how these are cut. */
interface Named {
  model: Checkpoint<Readable>;
  vocabulary: Vocabulary;
  cut: Cutting;
}

export class OpenNetwork {
  readonly model: OpenedModel;
  readonly engine: Engine;
  readonly runner: Runner;
  readonly gradients: Gradients;
  #named: Named | null = null;
  #isClosed = false;
  #vocabulary: Vocabulary | null = null;

  constructor(model: OpenedModel, engine: Engine) {
    this.model = model;
    this.engine = engine;
    // Nothing in threads of its own: a program that does not close its model ends all the same.
    this.runner = openRunner({ ...engine, sideBySide: 1 }, model);
    this.gradients = new Gradients(engine, model);
  }

  /**
   * The model with the tokens of texts, which its tokenizer names where its file does not.
   * @throws InputError where it reads ids alone.
   */
  get named(): Named {
    if (this.#named === null) {
      const model = withTokens(this.model);
      const vocabulary = new Vocabulary(model.vocabulary, model.pieces);
      this.#named = { model, vocabulary, cut: cuttingOf(model, vocabulary) };
    }
    return this.#named;
  }

  /** The model, with its tokenizer where it has one that can be read. */
  get kept(): Checkpoint<Readable> {
    return this.vocabulary === this.#named?.vocabulary ? this.#named.model : this.model;
  }

  /** The names of ids: a tokenizer that lies there by chance and cannot be read does not hinder them, and they are numbers. */
  get vocabulary(): Vocabulary {
    try {
      this.#vocabulary ??= this.named.vocabulary;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#vocabulary = new Vocabulary(this.model.vocabulary, this.model.pieces);
    }
    return this.#vocabulary;
  }

  /** @throws InputError for a text that it cannot cut or a token that it lacks, and an id that there is none of. */
  encode(given: TextOrIds): EncodedText {
    if (typeof given === 'string') {
      const { model, vocabulary, cut } = this.named;
      const backward = model.direction === 'backward';
      const tokens = tokenize(given, cut);
      if (backward) tokens.reverse();
      return { tokens, ...vocabulary.encode(tokens), backward, vocabulary };
    }
    if (!isList(given)) {
      const what = `What is to be read is ${shownValue(given)}, which is neither a text nor a list of ids`;
      throw new InputError('nothing-to-read', { what });
    }
    if (Array.isArray(given) && given.some((each) => typeof each === 'string')) {
      const what = 'A list of texts was given, and one text is read at a time';
      const fix = 'Read each of them: await Promise.all(texts.map((text) => model.read(text)))';
      throw new InputError('nothing-to-read', { what, fix });
    }
    const { vocabulary } = this;
    const tokens = Array.from(given, (id, position) => {
      const token = vocabulary.tokens[id];
      if (token !== undefined) return token;
      const what = `There is no token of id ${shownValue(id)}, which stands at place ${position}: the vocabulary has ${vocabulary.size}`;
      throw new InputError('no-such-id', { what });
    });
    const ids = Int32Array.from(given);
    const unknown = [...ids.keys()].filter((position) => ids[position] === vocabulary.unknownId);
    return { tokens, ids, unknown, backward: false, vocabulary };
  }

  /** What is read before a text; one that is one token of the vocabulary, as `<|endoftext|>`, is that one. */
  encodeBefore(given: TextOrIds): Int32Array {
    const own = typeof given === 'string' ? this.named.vocabulary.idOf(given) : undefined;
    return own === undefined ? this.encode(given).ids : Int32Array.of(own);
  }

  /** @returns as texts have them; whole characters stand at the last of the pieces that make them up. */
  decode(ids: ArrayLike<number>): string {
    const { unit, tokens, direction } = this.model;
    const own = this.encode(Int32Array.from(ids)).tokens;
    return joinTokens(direction === 'backward' ? own.toReversed() : own, cutOf({ unit, tokens }));
  }

  /** @param read [tokens x width] of what the output layer reads. @returns what it makes of that, [tokens x vocabulary]. */
  async logits(read: Float32Array): Promise<Float32Array> {
    const { vocabulary, decoderReads, widthOf } = readerOf(this.model.architecture);
    const logits = new Float32Array((read.length / widthOf(decoderReads)) * vocabulary);
    await this.predict('logits', read, (values, token) => logits.set(values, token * vocabulary));
    return logits;
  }

  /**
   * @param read as `logits` has it. @param hear is told what is expected after each token, [vocabulary].
   * @throws InputError when the model was closed.
   */
  async predict(
    gives: 'logits' | 'probabilities',
    read: Float32Array,
    hear: (values: Float32Array, token: number) => void,
  ): Promise<void> {
    if (this.#isClosed) {
      throw new InputError('model-closed', { what: 'The model that read this was closed, or trained further' });
    }
    const { decoderReads, widthOf } = readerOf(this.model.architecture);
    const width = widthOf(decoderReads);
    const rowOf = (token: number) => ({ row: read.subarray(token * width, (token + 1) * width) });
    await this.runner.decode(gives, read.length / width, rowOf, (token, values) => hear(values, token));
  }

  /** Lets go of what was compiled; what it has read predicts nothing any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.runner.release();
    await this.gradients.release();
  }
}

function withTokens(model: OpenedModel): Checkpoint<Readable> {
  if (model.unit !== subword || model.pieces !== undefined) return model;
  if ('named' in model && model.named !== undefined) return model.named('This model');
  throw new InputError('only-ids', {
    what: 'This model reads token ids, and was given a text',
    why: `${readerOf(model.architecture).is}, whose tokens are pieces of words, and no tokenizer lies beside its file`,
  });
}
