/** What a model made of a text: its tokens, their losses, every component of every layer after each of them. */
import { likeliest } from '../analysis/stats/likeliest.ts';
import { float32At, item } from '../core/at.ts';
import { InputError } from '../core/errors.ts';
import { counted, shownValue } from '../core/format.ts';
import { transposed } from '../core/tensor.ts';
import { isOfCells, type Readable, readerOf, recordedNames, widthOf } from '../nn/models/reading.ts';
import { isList, type OpenNetwork } from './network.ts';

/** One recorded array, row-major: the value of neuron n after token t is `values[t * width + n]`. */
export interface RecordedArray {
  /** [tokens x width] */
  values: Float32Array;
  tokens: number;
  /** Neurons of the layer. */
  width: number;
}

/** A token that is expected next. */
export interface ExpectedToken {
  token: string;
  id: number;
  /** Its probability. */
  p: number;
}

export interface ReadingParts {
  /** That has read it. */
  network: OpenNetwork;
  tokens: readonly string[];
  ids: Int32Array;
  unknown: readonly number[];
  nll: Float32Array;
  /** [tokens, units] by name. */
  arrays: ReadonlyMap<string, Float32Array>;
  /** [tokens, vocabulary] */
  logits: Float32Array | null;
  /** After the token that was read last, by name. */
  state: Readonly<Record<string, Float32Array>>;
  /** Whether the text was read from its end; the parts are in the order of reading. */
  backward: boolean;
}

/** A text that a model has read or written; `model.read` gives it. */
export class TextReading {
  /** The tokens as the text has them; after ids, as the vocabulary does, or a whole network's tokenizer where one lies beside it. */
  readonly tokens: readonly string[];
  /** [tokens] Their places in the vocabulary of the model's file. */
  readonly ids: Int32Array;
  /** Positions of tokens that the model reads as <unk>. */
  readonly unknown: readonly number[];
  /**
   * [tokens - 1] Cross-entropy of token t+1 given those up to t, nats. NaN where token t+1 begins another segment. Of a text that
   * is read from right to left: of token t given those from t+1 on.
   */
  readonly nll: Float32Array;
  /** Of all that is recorded: `hidden.1`, `cell.1`, ... (layers from 1), in the order in which a step computes it. */
  readonly names: readonly string[];
  readonly #parts: ReadingParts;

  /** @internal */
  constructor(parts: ReadingParts) {
    const shown = parts.backward ? fromLeftToRight(parts) : parts;
    this.tokens = shown.tokens;
    this.ids = shown.ids;
    this.unknown = shown.unknown;
    this.nll = shown.nll;
    this.names = [...shown.arrays.keys()];
    this.#parts = shown;
  }

  /**
   * [tokens, vocabulary], row-major: what the decoder gives for the token after each, before the softmax.
   * @throws InputError when the text was read without `logits: true`.
   */
  get logits(): Float32Array {
    const { logits } = this.#parts;
    if (logits !== null) return logits;
    const fix = 'Ask for them: read(text, { logits: true })';
    throw new InputError('not-in-reading', { what: 'This reading has no logits', fix });
  }

  /**
   * What the output layer makes of another array than the one that it reads, with the final norm where the network has one (the
   * logit lens; nostalgebraist 2020).
   * @param array as wide as the one that it reads: `residual.3`, of cells the output of a layer, `hidden.1`.
   * @returns [tokens, vocabulary], row-major, before the softmax.
   * @throws InputError as `component`, for an array of another width, and when the model was closed or trained since.
   */
  async logitsOf(array: string): Promise<Float32Array> {
    return this.#parts.network.logits(this.#decodable(array));
  }

  /**
   * The tokens that are expected most after each token, the likeliest first.
   * @param count of each.
   * @param array of which the output layer makes them, as `logitsOf`; absent: that which it reads.
   * @returns [tokens][count]
   * @throws InputError as `logitsOf`.
   */
  async top(count: number, array?: string): Promise<ExpectedToken[][]> {
    const { network } = this.#parts;
    const { tokens } = network.vocabulary;
    if (!(Number.isInteger(count) && count >= 1)) {
      const what = `There are no ${count} tokens that are expected most`;
      throw new InputError('not-in-reading', { what, fix: 'Ask for a whole number of them, from 1' });
    }
    const found: ExpectedToken[][] = [];
    await network.predict('probabilities', this.#decodable(array), (probabilities) => {
      const likely = likeliest(probabilities, count);
      found.push(likely.map(({ id, probability: p }) => ({ token: item(tokens, id), id, p })));
    });
    return found;
  }

  /** [tokens x width] of an array as the output layer reads it. */
  #decodable(array?: string): Float32Array {
    const { architecture } = this.#parts.network.model;
    const { decoderReads, arrays, widthOf } = readerOf(architecture);
    const width = widthOf(decoderReads);
    const given = this.component(array ?? decoderReads);
    const fitting = arrays.filter(
      ({ width: own, name, component }) =>
        own === width && this.names.includes(name) && (!isOfCells(architecture) || outputsOfLayers.has(component)),
    );
    if (array === undefined || fitting.some(({ name }) => name === array)) return given.values;
    const aboutOf = (name: string) => arrays.find((each) => each.name === name)?.about.name ?? name;
    throw new InputError('not-in-reading', {
      what: `The output layer cannot read ${array}`,
      why:
        given.width === width
          ? `It reads the ${aboutOf(decoderReads)} (${decoderReads}), not the ${aboutOf(array)}`
          : `It reads ${width} numbers a token (${decoderReads}), and ${array} has ${given.width}`,
      fix: `Choose one of ${fitting.map(({ name }) => name).join(', ')}`,
    });
  }

  /**
   * All neurons of a component of a layer.
   * @param name such as `hidden.1`.
   * @throws InputError when the model has no such component or layer.
   */
  component(name: string): RecordedArray {
    const values = this.#parts.arrays.get(name);
    const { architecture } = this.#parts.network.model;
    if (values !== undefined) return { values, tokens: this.tokens.length, width: widthOf(architecture, name) };
    const known = recordedNames(architecture);
    checkArrays([name], known);
    const fix = `Read it with record: ['${name}'], or leave record out`;
    throw new InputError('not-in-reading', { what: `This reading has no "${name}"`, fix });
  }

  /**
   * The same neuron by neuron, as the statistics take them: [neurons][tokens].
   * @throws InputError as `component`.
   */
  neurons(name: string): Float32Array[] {
    const { values, tokens, width } = this.component(name);
    const { data } = transposed({ shape: [tokens, width], data: values });
    return Array.from({ length: width }, (_, neuron) => data.subarray(neuron * tokens, (neuron + 1) * tokens));
  }

  /**
   * One neuron after each token, [tokens].
   * @param neuron from 0.
   * @throws InputError when the model has no such component, layer or neuron.
   */
  neuron(name: string, neuron: number): Float32Array {
    const { values, tokens, width } = this.component(name);
    if (!(Number.isInteger(neuron) && neuron >= 0 && neuron < width)) {
      const what = `There is no neuron ${neuron} of ${name}`;
      throw new InputError('not-in-reading', { what, fix: `Choose one from 0 to ${width - 1}` });
    }
    return Float32Array.from({ length: tokens }, (_, t) => float32At(values, t * width + neuron));
  }

  /** @internal */
  protected get network(): OpenNetwork {
    return this.#parts.network;
  }

  /** The state after the token that was read last, by name; another reading begins with it as its option `before`. */
  lastState(): Record<string, Float32Array> {
    return Object.fromEntries(Object.entries(this.#parts.state).map(([name, values]) => [name, values.slice()]));
  }
}

/** Components of cells that the layer above reads, or the output layer. A gate or a cell state is as wide and means something else. */
const outputsOfLayers: ReadonlySet<string> = new Set(['hidden', 'projected', 'residual']);

/** @throws InputError at the first of these arrays that is not known, and where none is named. */
export function checkArrays(asked: string | readonly string[] | undefined, known: readonly string[]): void {
  const given = [asked ?? []].flat();
  const wrong = given.find((name) => !known.includes(name));
  if (wrong !== undefined || given.length === 0) throw notRecorded(wrong, known);
}

/** Vectors of a user's as the output layer reads them, [n x width]. @throws InputError when they are no rows of finite numbers. */
export function decodableRows(architecture: Readable, rows: ArrayLike<number>): Float32Array {
  const { decoderReads, widthOf } = readerOf(architecture);
  const width = widthOf(decoderReads);
  const fix = `Give rows of ${width} finite numbers, as ${decoderReads} has them, one after the other`;
  const refused = (what: string) => new InputError('not-in-reading', { what, fix });
  if (!isList(rows)) throw refused(`What is to be unembedded is ${shownValue(rows)}`);
  const values = Float32Array.from(rows);
  if (values.length === 0 || values.length % width !== 0)
    throw refused(`${counted(values.length, 'number')} ${values.length === 1 ? 'is' : 'are'} no rows of ${width}`);
  if (!values.every(Number.isFinite)) throw refused('The rows hold a value that is no finite number');
  return values;
}

/** @param name undefined: none was named. */
export function notRecorded(name: string | undefined, known: readonly string[]): InputError {
  const names = known.join(', ');
  const [what, fix] =
    name === undefined
      ? ['No array is named', `Name one or more of ${names}`]
      : [`A reading of this model has no "${name}"`, `Choose one of ${names}`];
  return new InputError('not-in-reading', { what, fix });
}

/** What was read from a text's end, in the order of the text. */
function fromLeftToRight(parts: ReadingParts): ReadingParts {
  const { tokens, logits } = parts;
  const turned = (values: Float32Array) => rowsTurned(values, values.length / tokens.length);
  return {
    ...parts,
    tokens: tokens.toReversed(),
    ids: parts.ids.toReversed(),
    unknown: parts.unknown.map((position) => tokens.length - 1 - position).reverse(),
    nll: parts.nll.toReversed(),
    arrays: new Map([...parts.arrays].map(([name, values]) => [name, turned(values)])),
    logits: logits === null ? null : turned(logits),
  };
}

/** [rows x width] with the last row first. */
export function rowsTurned(values: Float32Array, width: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let from = 0; from < values.length; from += width)
    result.set(values.subarray(from, from + width), values.length - from - width);
  return result;
}
