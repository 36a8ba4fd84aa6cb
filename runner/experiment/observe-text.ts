/** Reads a text with a checkpoint in one call, everything in memory: the short way for programs. */
import { cutOf } from '../core/cut.ts';
import { tokenize } from '../corpus/tokens.ts';
import { Vocabulary } from '../corpus/vocabulary.ts';
import { chooseEngine } from '../engines/engines.ts';
import type { Checkpoint } from '../models/checkpoint.ts';
import type { Engine } from '../models/program.ts';
import { memorySink, observe } from '../recording/observe.ts';

export interface ObservedRecording {
  /** The text's tokens. */
  tokens: string[];
  /** Positions that the model reads as <unk>. */
  unknown: number[];
  /** Arrays `<component>.<layer>` (layers from 1), [tokens, units], row-major: the values after each token was read. */
  arrays: Map<string, Float32Array>;
  /** Cross-entropy of token t+1 given those up to t, nats, [tokens - 1]. */
  nll: Float32Array;
}

/**
 * Reads the text as one stream from the zero state.
 * @throws InputError when it holds a token that a vocabulary without <unk> lacks.
 */
export async function observeText(checkpoint: Checkpoint, text: string, engine?: Engine): Promise<ObservedRecording> {
  const tokens = tokenize(text, cutOf(checkpoint));
  const { ids, unknown } = new Vocabulary(checkpoint.vocabulary).encode(tokens);
  const sink = memorySink(ids.length, checkpoint.architecture.units);
  const segments = ids.length === 0 ? [] : [[0, ids.length] as const];
  const { nll } = await observe({
    engine: engine ?? (await chooseEngine({ device: 'cpu' })),
    checkpoint,
    ids,
    segments,
    sink,
  });
  return { tokens, unknown, arrays: sink.arrays, nll };
}
