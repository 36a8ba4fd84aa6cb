/**
 * A model that is open: it reads, writes, is tested and trained. What readings need is compiled when one first needs it
 * and serves all that come after. One thing is done at a time; what is asked for meanwhile waits for its turn.
 */

import { cutOf } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { tokenize } from '../corpus/tokens.ts';
import { Vocabulary } from '../corpus/vocabulary.ts';
import type { CatalogueWord } from '../features/catalogue.ts';
import { manifestOf } from '../manifest/load.ts';
import type { Checkpoint } from '../models/checkpoint.ts';
import { type Hold, interventionsOf } from '../models/hold.ts';
import type { Intervention } from '../models/intervention.ts';
import { type Engine, sizeOf } from '../models/program.ts';
import type { ArrayFacts } from '../models/readers/reader.ts';
import { checkpointFor, isCheckpoint, type WholeNetwork } from '../models/readers/whole-network.ts';
import { type Readable, readerOf, recordedNames, stateShapes, widthOf } from '../models/reading.ts';
import { type KnownToken, type PairTokens, vocabularyTokens } from '../pairs/encode.ts';
import type { Segment } from '../recording/observe.ts';
import { createPredictor, type Predictor } from '../recording/predictor.ts';
import { openReader, type Reader } from '../recording/reader.ts';
import { samplingRandom } from '../recording/sample.ts';
import { type State, stateAfter } from '../recording/state-after.ts';
import type { Claim } from '../results/evidence-schema.ts';
import type { GivenFeature } from './given-feature.ts';
import { type Memories, type MemoryOptions, memoriesOf } from './memory.ts';
import { type PairsOptions, type PairsResult, scoredPairs } from './pairs.ts';
import { Reading, type ReadingParts } from './reading.ts';
import {
  furtherTrained,
  type TestOptions,
  type Texts,
  type TrainingCurve,
  type TrainOptions,
  testedClaims,
} from './tasks.ts';

/**
 * A text as it is, or token ids: places in the vocabulary of the model's file, [tokens], in the order in which the model reads
 * them. A text that a model reads from right to left is given and shown from left to right all the same.
 */
export type TextOrIds = string | Int32Array | readonly number[];

export interface ReadOptions {
  /** Neurons that are held at values while the text is read (not what is read before it). */
  hold?: Hold;
  /**
   * What is read first, and is not in the reading, as `observe.before` of a manifest; or a reading that this one goes on from.
   * With `segment`, before every stretch. Absent: the zero state.
   */
  before?: TextOrIds | Reading;
  /** Whether the reading has logits, [tokens, vocabulary]. */
  logits?: boolean;
  /** Names of the arrays that the reading has; absent: all. Of a large network all take much memory. */
  record?: readonly string[];
  /**
   * Tokens that are read at a time, each stretch from the same state, side by side: many times as fast for long texts, and
   * what experiments do (`observe.segment`). Absent: one stream.
   */
  segment?: number;
}

export interface WriteOptions extends Pick<ReadOptions, 'hold' | 'before' | 'logits'> {
  /** Tokens to write after the prompt; absent: 406. */
  length?: number;
  /** Logits are divided by it; 0 always takes the most likely token; absent: 1. */
  temperature?: number;
  /** The same seed writes the same text; absent: 0. */
  seed?: number;
}

/** In the order in which the model reads. */
interface Encoded {
  tokens: readonly string[];
  ids: Int32Array;
  unknown: readonly number[];
  /** Whether that is from the text's end to its beginning. */
  backward: boolean;
  /** Of a text in pieces of words: what tokens spell; absent: they are shown as the vocabulary has them. */
  spell?: (ids: Int32Array) => readonly string[];
}

/** What a reading is to have of what was read. */
interface Kept {
  logits: boolean;
  /** Names of arrays. */
  kept: readonly string[];
}

export class Model {
  #model: Checkpoint | WholeNetwork;
  #vocabulary: Vocabulary;
  #reader: Reader<Readable>;
  #predictor: Promise<Predictor> | null = null;
  #isClosed = false;
  #last: Promise<unknown> = Promise.resolve();
  readonly #engine: Engine;

  /** Made by `open`. */
  constructor(model: Checkpoint | WholeNetwork, engine: Engine) {
    this.#model = model;
    this.#vocabulary = new Vocabulary(model.vocabulary);
    this.#engine = engine;
    this.#reader = openReader<Readable>(engine, model);
  }

  /**
   * Its architecture, weights and vocabulary; after a training, those of its best epoch. `saveCheckpoint` keeps them.
   * @throws InputError for a whole network (RWKV, Mamba, ...), which is only read.
   */
  get checkpoint(): Checkpoint {
    return checkpointFor(this.#model, 'had as a checkpoint');
  }

  /** Of all that its readings record: `hidden.1`, `cell.1`, ... */
  get names(): string[] {
    return recordedNames(this.#model.architecture);
  }

  /** The same with what each is: its layer, width, formula and, of a whole network, its role. */
  get arrays(): readonly ArrayFacts[] {
    return readerOf(this.#model.architecture).arrays;
  }

  /**
   * Reads a text and records every component of every layer.
   * @throws InputError when the model does not know a token or an id, or cannot hold what `hold` says.
   */
  read(text: TextOrIds, options: ReadOptions = {}): Promise<Reading> {
    return this.#inTurn(() => this.#read(text, options));
  }

  /**
   * Goes on from a prompt, and records what it reads and writes. <unk> is never written.
   * @returns the prompt and what follows it.
   * @throws InputError as `read`, and when the prompt is empty.
   */
  write(prompt: TextOrIds, options: WriteOptions = {}): Promise<Reading> {
    return this.#inTurn(() => this.#write(prompt, options));
  }

  /**
   * Tests which neurons react to the features, with the stages and rungs of `npm run experiment`, in a temporary folder.
   * Takes from seconds to minutes. The text needs some thousand tokens in documents: where it is one string, they are cut
   * from it.
   * @param text null: the documents of the corpus (`options.corpus`, the stories) that the model was not trained on.
   * @param features regular expressions for whole tokens, features as a manifest has them, or the word `catalogue`.
   * @returns the claims with their rungs, as a result has them (`evidence.claims`).
   * @throws InputError for wrong options, features or texts; Interrupted when `options.signal` stops it.
   */
  async test(
    text: Texts | null,
    features: readonly GivenFeature[] | CatalogueWord,
    options: TestOptions = {},
  ): Promise<Claim[]> {
    this.#checkOpen();
    return testedClaims(checkpointFor(this.#model, 'tested'), text, features, options);
  }

  /**
   * Which of two ways to go on from a text the model prefers, of each pair of a file: accuracy and margins, with intervals.
   * @param file a table (.tsv), JSON lines, a file of BLiMP, or the .text of a colourless-green triple, as `pairs` of a manifest.
   * @throws InputError naming the line of the file that cannot be used, or as `read` for what `hold` says.
   */
  pairs(file: string, options: PairsOptions = {}): Promise<PairsResult> {
    return this.#inTurn(() => this.#pairs(file, options));
  }

  /**
   * How long each neuron of an array remembers: the same tokens are read after what stood before them and after another document,
   * and it is told after how many tokens half of the difference is left.
   * @param text some thousand tokens; better as documents, one string each, which are then joined to one another.
   * @throws InputError when the text is too short, or the model has no such array; and for a model that reads from right to left.
   */
  memory(text: Texts, options: MemoryOptions): Promise<Memories> {
    return this.#inTurn(() => this.#memory(text, options));
  }

  /**
   * Trains the model further, with its vocabulary, and takes the weights of the best epoch.
   * @param text as `test` has it; a share of its documents is kept out (`options.corpus`: `heldOut`, `validation`).
   * @returns how it went, by epoch, nats a token.
   * @throws InputError when the text is too small or an option wrong; RunError when the training diverges.
   */
  train(text: Texts, options: TrainOptions = {}): Promise<TrainingCurve> {
    return this.#inTurn(async () => {
      const { checkpoint, curve } = await furtherTrained(checkpointFor(this.#model, 'trained'), text, options);
      await this.#letGo();
      this.#model = checkpoint;
      this.#reader = openReader<Readable>(this.#engine, checkpoint);
      return curve;
    });
  }

  /** Lets go of what was compiled, when what was asked for before is done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
    await this.#letGo();
  }

  async #read(text: TextOrIds, options: ReadOptions): Promise<Reading> {
    const { hold = {}, before, logits = false, segment, record = this.names } = options;
    const encoded = this.#encoded(text);
    const { length } = encoded.ids;
    const { architecture } = this.#model;
    const initial = await this.#stateAfter(before);
    const unknown = record.find((name) => !this.names.includes(name));
    if (unknown !== undefined) {
      const what = `This model has no "${unknown}" to record`;
      throw new InputError('not-in-reading', { what, fix: `Choose of ${this.names.join(', ')}` });
    }
    const { decoderReads } = readerOf(architecture);
    // Logits are made of an array that need not stay.
    const taken = logits ? [...new Set([...record, decoderReads])] : record;
    const arrays = new Map(taken.map((name) => [name, new Float32Array(length * widthOf(architecture, name))]));
    const segments = segmentsOf(length, segment);
    let state: Readonly<Record<string, Float32Array>> | null = null;
    const { nll } = await this.#reader.read({
      ids: encoded.ids,
      segments,
      record: taken,
      interventions: interventionsOf(hold, architecture, length).map((each) =>
        encoded.backward ? fromTheEnd(each, length) : each,
      ),
      sink: {
        async write(name, start, rows) {
          arrays.get(name)?.set(rows, start * widthOf(architecture, name));
        },
      },
      ended(index, after) {
        if (index === segments.length - 1) state = after;
      },
      ...(initial !== null && { initial: () => initial }),
    });
    return this.#reading(encoded, { nll, arrays, logits, state, kept: record });
  }

  async #memory(text: Texts, options: MemoryOptions): Promise<Memories> {
    const model = this.#model;
    if (isCheckpoint(model) && model.direction === 'backward') {
      throw new InputError('not-in-reading', {
        what: 'Memory cannot be asked of a model that reads from right to left',
      });
    }
    const documents = [text].flat().map((each) => this.#encoded(each).ids);
    const segments: [number, number][] = [];
    let end = 0;
    for (const { length } of documents) {
      segments.push([end, length]);
      end += length;
    }
    const ids = new Int32Array(end);
    documents.forEach((own, document) => {
      ids.set(own, segments[document]?.[0]);
    });
    return memoriesOf(this.#reader, { ids, segments, documentStarts: segments.map(([start]) => start) }, options);
  }

  async #pairs(file: string, options: PairsOptions): Promise<PairsResult> {
    const model = this.#model;
    if (isCheckpoint(model) && model.direction === 'backward') {
      const what = 'Pairs cannot be asked of a model that reads from right to left';
      throw new InputError('not-in-reading', { what, why: 'What it predicts stands before the text, not behind it' });
    }
    const before = options.before === undefined ? new Int32Array() : this.#idsBefore(options.before);
    const task = { engine: this.#engine, network: model, reader: this.#reader, before, known: this.#pairTokens() };
    return scoredPairs(file, task, options);
  }

  #pairTokens(): PairTokens {
    const model = this.#model;
    return isCheckpoint(model)
      ? vocabularyTokens(this.#vocabulary, cutOf(model))
      : { unknownId: undefined, spaced: false, tokens: (text) => this.#pieces(text, model) };
  }

  #pieces(text: string, model: WholeNetwork): KnownToken[] {
    const { ids, tokens } = this.#inPieces(text, model);
    return tokens.map((token, place) => ({ token, id: ids[place] }));
  }

  async #write(prompt: TextOrIds, { hold = {}, before, logits = false, length, temperature, seed }: WriteOptions) {
    const settings = { title: 'A text', sample: { length, temperature }, seed };
    const { manifest } = await manifestOf(settings, 'write');
    const encoded = this.#encoded(prompt);
    const { architecture } = this.#model;
    const initial = await this.#stateAfter(before);
    const { unknownId } = this.#vocabulary;
    const { ids, arrays, nll, state } = await this.#reader.sample({
      prompt: encoded.ids,
      ...{ length: manifest.sample.length, temperature: manifest.sample.temperature },
      never: unknownId === undefined ? [] : [unknownId],
      random: samplingRandom(manifest.seed),
      interventions: interventionsOf(hold, architecture, encoded.ids.length + manifest.sample.length).map((each) =>
        encoded.backward ? fromTheEnd(each, encoded.ids.length + manifest.sample.length) : each,
      ),
      ...(initial !== null && { initial }),
    });
    const written = this.#encoded(ids.subarray(encoded.ids.length)).tokens;
    const tokens = encoded.spell?.(ids) ?? [...encoded.tokens, ...written];
    return this.#reading({ ...encoded, tokens, ids }, { nll, arrays, logits, state, kept: this.names });
  }

  async #reading(
    encoded: Encoded,
    { logits, kept, ...parts }: Pick<ReadingParts, 'nll' | 'arrays' | 'state'> & Kept,
  ): Promise<Reading> {
    const { arrays } = parts;
    return new Reading({
      ...{ checkpoint: this.#model, ...encoded, ...parts },
      arrays: new Map([...arrays].filter(([name]) => kept.includes(name))),
      logits: logits ? await this.#logitsOf(arrays, encoded.ids.length) : null,
    });
  }

  /** What the decoder makes of what it reads, [tokens, vocabulary]. */
  async #logitsOf(arrays: ReadonlyMap<string, Float32Array>, tokens: number): Promise<Float32Array> {
    const { vocabulary, decoderReads } = readerOf(this.#model.architecture);
    this.#predictor ??= createPredictor(this.#engine, this.#model, 'logits');
    const logits = new Float32Array(tokens * vocabulary);
    const read = arrays.get(decoderReads) ?? new Float32Array();
    await (await this.#predictor).predict(read, (row, values) => logits.set(values, row * vocabulary));
    return logits;
  }

  async #stateAfter(before: ReadOptions['before']): Promise<State | null> {
    if (before === undefined) return null;
    if (!(before instanceof Reading)) return stateAfter(this.#reader, this.#idsBefore(before));
    const reading = before;
    const { architecture } = this.#model;
    const state = reading.lastState();
    const fits = (name: string) =>
      this.names.includes(name) && reading.component(name).width === widthOf(architecture, name);
    const continues = Object.entries(stateShapes(architecture, 1)).every(
      ([name, shape]) => state === null || state[name]?.length === sizeOf(shape),
    );
    if (!reading.names.every(fits) || !continues) {
      throw new InputError('not-in-reading', { what: 'The reading before is one of another model' });
    }
    return state;
  }

  /** A text that is one token of the vocabulary, as `<|endoftext|>`, is that one. */
  #idsBefore(text: TextOrIds): Int32Array {
    const own = typeof text === 'string' && isCheckpoint(this.#model) ? this.#vocabulary.idOf(text) : undefined;
    return own === undefined ? this.#encoded(text).ids : Int32Array.of(own);
  }

  #encoded(text: TextOrIds): Encoded {
    if (typeof text === 'string') {
      if (!isCheckpoint(this.#model)) return this.#inPieces(text, this.#model);
      const backward = this.#model.direction === 'backward';
      const inText = tokenize(text, cutOf(this.#model));
      const tokens = backward ? inText.toReversed() : inText;
      return { tokens, ...this.#vocabulary.encode(tokens), backward };
    }
    const given: ArrayLike<number> = text;
    const tokens = Array.from(given, (id, position) => {
      const token = this.#vocabulary.tokens[id];
      if (token !== undefined) return token;
      const what = `There is no token of id ${id}, which stands at place ${position}: the vocabulary has ${this.#vocabulary.size}`;
      throw new InputError('no-such-id', { what });
    });
    const ids = Int32Array.from(given);
    const { unknownId } = this.#vocabulary;
    const unknown = [...ids.keys()].filter((position) => ids[position] === unknownId);
    return { tokens, ids, unknown, backward: false };
  }

  #inPieces(text: string, { tokenizer, architecture }: WholeNetwork): Encoded {
    if (tokenizer === undefined) {
      throw new InputError('only-ids', {
        what: 'This model reads token ids, and was given a text',
        why: `${readerOf(architecture).is}, whose tokens are pieces of words, and no tokenizer lies beside its file`,
      });
    }
    const { encode, pieces } = tokenizer();
    const { ids, unknown } = this.#encoded(encode(text));
    return { ids, unknown, tokens: pieces(ids), backward: false, spell: pieces };
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new InputError('model-closed', { what: 'The model was closed' });
  }

  /** After all that was asked for before, whether it went well or not. */
  async #inTurn<T>(job: () => Promise<T>): Promise<T> {
    this.#checkOpen();
    const turn = this.#last.then(job);
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #letGo(): Promise<void> {
    const predictor = this.#predictor;
    this.#predictor = null;
    await this.#reader.release();
    await (await predictor)?.release();
  }
}

/** Of a text that is read from its end: values that are given by the text's places, by those of the reading. */
const fromTheEnd = (intervention: Intervention, tokens: number): Intervention => {
  const { value } = intervention;
  return typeof value === 'function'
    ? { ...intervention, value: (position) => value(tokens - 1 - position) }
    : intervention;
};

/** Of equal length, but the last. */
function segmentsOf(tokens: number, length = tokens): Segment[] {
  if (tokens === 0) return [];
  if (!(Number.isInteger(length) && length >= 1)) {
    throw new InputError('not-in-reading', {
      what: `A segment of ${length} tokens cannot be read`,
      fix: 'Give a whole number from 1, or leave segment out',
    });
  }
  return Array.from({ length: Math.ceil(tokens / length) }, (_, index): Segment => {
    const start = index * length;
    return [start, Math.min(length, tokens - start)];
  });
}
