/** A model that is open and reads, on Node or in a browser. One thing is done at a time; what is asked for meanwhile waits. */
import { type Cut, cutOf } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import type { Engine } from '../nn/models/program.ts';
import type { Activation } from '../nn/models/readers/reader.ts';
import { type Readable, readerOf, recordedNames } from '../nn/models/reading.ts';
import { type GradientOptions, gradientOf, type TextLoss } from './gradient.ts';
import { type OpenedModel, OpenNetwork, type TextOrIds } from './network.ts';
import { type PatchingOptions, type PatchingShares, patchedShares } from './patching.ts';
import { type ReadOptions, readText } from './read.ts';
import { type SteerOptions, steeringVector } from './steer.ts';
import { decodableRows, TextReading } from './text-reading.ts';

export class TextModel {
  /** @internal */
  protected network: OpenNetwork;
  #isClosed = false;
  #last: Promise<unknown> = Promise.resolve();

  /** Made by `open`. @internal */
  constructor(model: OpenedModel, engine: Engine) {
    this.network = new OpenNetwork(model, engine);
  }

  /** What it is: the cell of its layers, or the family of a whole network, with its sizes. */
  get architecture(): Readable {
    return this.network.model.architecture;
  }

  /**
   * What each id stands for, [vocabulary]: of a whole network as its tokenizer has it, where one was given or lies beside it, else `#id`.
   */
  get vocabulary(): readonly string[] {
    return this.network.vocabulary.tokens;
  }

  /**
   * The ids of a text, [tokens], in the order in which the model reads them.
   * @throws InputError for a token that it lacks, and for a network that reads ids alone.
   */
  encode(text: string): Int32Array {
    return this.network.encode(text).ids;
  }

  /** The text of such ids. @throws InputError for an id that there is none of. */
  decode(ids: ArrayLike<number>): string {
    return this.network.decode(ids);
  }

  /** How texts are cut into its tokens. */
  get cut(): Cut {
    return cutOf(this.network.model);
  }

  /** Of all that its readings record: `hidden.1`, `cell.1`, ... */
  get names(): string[] {
    return recordedNames(this.architecture);
  }

  /** The same with what each is: its layer, width, formula and, of a whole network, its role. */
  get arrays(): readonly Activation[] {
    return readerOf(this.architecture).arrays;
  }

  /**
   * Reads a text and records every component of every layer.
   * @throws InputError when there is no token to read, the model does not know one or an id, or cannot change what `clamp` and `patch` say.
   * Interrupted when `options.signal` stops it.
   */
  read(text: TextOrIds, options: ReadOptions = {}): Promise<TextReading> {
    return this.inTurn(async (network) => new TextReading(await readText(network, text, options)));
  }

  /**
   * The mean of an array over some texts less that over others: a direction that `patch` adds, to steer what is written.
   * @returns [units]
   * @throws InputError when there is no such array, or a text without a token. Source: Turner et al. 2023, arXiv 2308.10248.
   */
  steer(positive: readonly TextOrIds[], negative: readonly TextOrIds[], options: SteerOptions): Promise<Float32Array> {
    return this.inTurn((network) => steeringVector(network, positive, negative, options));
  }

  /**
   * Activation patching: of a text that was changed, how much comes back where one array has, after one token, the values that it has in
   * the text as it was. Source: Meng et al. 2022, arXiv 2202.05262.
   * @param corrupted as many tokens as the clean text.
   * @throws InputError when the texts do not fit, do not differ in the metric, or the model has no such array.
   */
  patching(clean: TextOrIds, corrupted: TextOrIds, options: PatchingOptions): Promise<PatchingShares> {
    return this.inTurn((network) => patchedShares(network, clean, corrupted, options));
  }

  /**
   * The derivative of a loss by what the network computes while it reads a text.
   * @param loss `'nll'`: the cross-entropy of all tokens but the first, nats, summed; `{ token, id, minus }`: the logit of `id` after
   * that token, less that of `minus`; or a function of the logits.
   * @returns of each array [tokens, units], row-major: by the array's value after each token, whatever followed from it.
   * @throws InputError as `read`, for an array that the model does not have, and for a loss that is none.
   */
  gradient(text: TextOrIds, loss: TextLoss, options: GradientOptions): Promise<Record<string, Float32Array>> {
    return this.inTurn((network) => gradientOf(network, text, loss, options));
  }

  /**
   * The logits of vectors that stand in the place of what the output layer reads, with the final norm where the network has one.
   * @param rows [n x width], row-major: one vector or several, each as wide as the array that the output layer reads.
   * @returns [n x vocabulary], row-major, before the softmax.
   * @throws InputError when they are no whole number of rows, or not finite.
   */
  unembed(rows: ArrayLike<number>): Promise<Float32Array> {
    return this.inTurn((network) => network.logits(decodableRows(network.model.architecture, rows)));
  }

  /** Lets go of what was compiled, when what was asked for before is done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
    await this.network.close();
  }

  /** @internal */
  protected checkOpen(): void {
    if (this.#isClosed) throw new InputError('model-closed', { what: 'The model was closed' });
  }

  /** After all that was asked for before, whether it went well or not. @internal */
  protected async inTurn<T>(job: (network: OpenNetwork) => Promise<T>): Promise<T> {
    this.checkOpen();
    const turn = this.#last.then(() => job(this.network));
    this.#last = turn.catch(() => {});
    return turn;
  }
}
