/** A network that is open: what its readings need is compiled when one first needs it, and serves all that come after. */

import { openRunner, type Runner } from '../analysis/reading/runner.ts';
import type { Engine } from '../nn/models/program.ts';
import { readerOf } from '../nn/models/reading.ts';
import { ModelTokens, type OpenedModel } from './tokens.ts';

export class OpenNetwork {
  readonly model: OpenedModel;
  readonly tokens: ModelTokens;
  readonly engine: Engine;
  readonly runner: Runner;

  constructor(model: OpenedModel, engine: Engine) {
    this.model = model;
    this.tokens = new ModelTokens(model);
    this.engine = engine;
    this.runner = openRunner(engine, model);
  }

  /** @param read [tokens x width] of what the decoder reads. @returns what it makes of that, [tokens x vocabulary]. */
  async logits(read: Float32Array): Promise<Float32Array> {
    const { vocabulary, decoderReads, widthOf } = readerOf(this.model.architecture);
    const width = widthOf(decoderReads);
    const logits = new Float32Array((read.length / width) * vocabulary);
    const rowOf = (index: number) => ({ row: read.subarray(index * width, (index + 1) * width) });
    await this.runner.decode('logits', read.length / width, rowOf, (index, values) =>
      logits.set(values, index * vocabulary),
    );
    return logits;
  }

  release(): Promise<void> {
    return this.runner.release();
  }
}
