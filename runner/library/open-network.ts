/** A network that is open: what its readings need is compiled when one first needs it, and serves all that come after. */

import { createPredictor, type Predictor } from '../analysis/reading/predictor.ts';
import { openReader, type Reader } from '../analysis/reading/reader.ts';
import type { Engine } from '../models/program.ts';
import { type Readable, readerOf } from '../models/reading.ts';
import { ModelTokens, type OpenedModel } from './tokens.ts';

export class OpenNetwork {
  readonly model: OpenedModel;
  readonly tokens: ModelTokens;
  readonly engine: Engine;
  readonly reader: Reader<Readable>;
  #predictor: Promise<Predictor> | null = null;

  constructor(model: OpenedModel, engine: Engine) {
    this.model = model;
    this.tokens = new ModelTokens(model);
    this.engine = engine;
    this.reader = openReader<Readable>(engine, model);
  }

  /** @param read [tokens x width] of what the decoder reads. @returns what it makes of that, [tokens x vocabulary]. */
  async logits(read: Float32Array): Promise<Float32Array> {
    const { vocabulary, decoderReads, widthOf } = readerOf(this.model.architecture);
    this.#predictor ??= createPredictor(this.engine, this.model, 'logits');
    const logits = new Float32Array((read.length / widthOf(decoderReads)) * vocabulary);
    await (await this.#predictor).predict(read, (row, values) => logits.set(values, row * vocabulary));
    return logits;
  }

  async release(): Promise<void> {
    const predictor = this.#predictor;
    this.#predictor = null;
    await this.reader.release();
    await (await predictor)?.release();
  }
}
