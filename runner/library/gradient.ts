/** Derivatives of a loss by what a model computes while it reads, as a program asks for them. */

import { withVectors } from '../analysis/reading/gradients.ts';
import { at } from '../core/at.ts';
import { InputError } from '../core/errors.ts';
import { shownValue } from '../core/format.ts';
import { settable } from '../nn/models/intervention.ts';
import { readerOf } from '../nn/models/reading.ts';
import type { OpenNetwork, TextOrIds } from './network.ts';
import { interventionsOf, type PatchOptions } from './patch.ts';
import { initialState, type ReadOptions } from './read.ts';
import { checkArrays, rowsTurned } from './text-reading.ts';
import { pauseOf, type Watching } from './watching.ts';

/**
 * What is differentiated: the cross-entropy of all tokens but the first, nats, summed over them; one logit after one token, from 0, or how far
 * it is above another's; or a function of the logits [tokens, vocabulary], row-major, that gives its value and its derivative by each.
 */
export type TextLoss =
  | 'nll'
  | { token: number; id: number; minus?: number }
  | ((logits: Float32Array) => { value: number; gradient: Float32Array });

export interface GradientOptions extends PatchOptions, Watching, Pick<ReadOptions, 'before'> {
  /** Names of arrays, as `model.names` has them, or `embedding`: the vectors that the tokens are read as (one-hot: [tokens, vocabulary]). */
  of: string | readonly string[];
}

export async function gradientOf(
  network: OpenNetwork,
  text: TextOrIds,
  loss: TextLoss,
  { of, before, ...options }: GradientOptions = {} as GradientOptions,
): Promise<Record<string, Float32Array>> {
  const { ids, backward } = network.encode(text);
  if (ids.length === 0)
    throw new InputError('nothing-to-read', { what: 'The text that was given has no token to read' });
  // One-hot input can be moved along too.
  const reader = readerOf(withVectors(network.model.architecture));
  const known = settable(reader).map(({ name }) => name);
  checkArrays(of, known);
  const names = [...new Set([of].flat())];
  const interventions = interventionsOf(options, reader, { tokens: ids.length, backward });
  const derivative = derivativeOf(loss, ids, { backward, vocabulary: reader.vocabulary });
  const pause = pauseOf(options);
  const initial = await initialState(network, before);
  const slopes = await network.gradients.of({
    ids,
    of: names,
    interventions,
    back: derivative,
    ...(initial !== null && { initial }),
    async onProgress(share) {
      options.onProgress?.(share);
      await pause();
    },
  });
  const shown = (values: Float32Array) => (backward ? rowsTurned(values, values.length / ids.length) : values);
  return Object.fromEntries(names.map((name) => [name, shown(slopes[name] ?? new Float32Array())]));
}

/** In the order of reading, from logits in that order; what a person writes is in the order of the text. */
function derivativeOf(
  loss: TextLoss,
  ids: Int32Array,
  { backward, vocabulary }: { backward: boolean; vocabulary: number },
): (logits: Float32Array) => Float32Array {
  const unusable = (what: string) => new InputError('loss-unusable', { what });
  if (loss === 'nll') {
    if (ids.length < 2) throw unusable('A text of one token has none that is predicted');
    return (logits) => surprise(logits, ids, vocabulary);
  }
  if (typeof loss === 'function') {
    const turned = (values: Float32Array) => (backward ? rowsTurned(values, vocabulary) : values);
    return (logits) => {
      const { gradient } = loss(turned(logits));
      if (!(gradient instanceof Float32Array) || gradient.length !== logits.length)
        throw unusable(`The loss gave ${gradient?.length ?? 'no'} derivatives of ${logits.length} logits`);
      const strange = gradient.findIndex((value) => !Number.isFinite(value));
      if (strange < 0) return turned(gradient);
      throw unusable(`The loss gave ${gradient[strange]} as its derivative by logit ${strange}`);
    };
  }
  if (typeof loss !== 'object' || loss === null) {
    const fix = "Give 'nll', { token, id }, or a function of the logits";
    throw new InputError('loss-unusable', { what: `There is no loss ${shownValue(loss)}`, fix });
  }
  const { token, id, minus } = loss as { token: unknown; id: unknown; minus?: unknown };
  const placeOf = (value: unknown, of: number, what: string): number => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < of) return value;
    throw unusable(`The loss names ${what} ${String(value)}, and there are ${of} from 0`);
  };
  const position = placeOf(token, ids.length, 'token');
  const row = backward ? ids.length - 1 - position : position;
  const [plus, less] = [placeOf(id, vocabulary, 'id'), minus === undefined ? null : placeOf(minus, vocabulary, 'id')];
  return (logits) => {
    const slopes = new Float32Array(logits.length);
    slopes[row * vocabulary + plus] = 1;
    if (less !== null) slopes[row * vocabulary + less] = at(slopes, row * vocabulary + less) - 1;
    return slopes;
  };
}

/** Of the summed cross-entropy: after each token but the last, what was expected less what came. */
function surprise(logits: Float32Array, ids: Int32Array, vocabulary: number): Float32Array {
  const slopes = new Float32Array(logits.length);
  for (let t = 0; t + 1 < ids.length; t++) {
    const row = logits.subarray(t * vocabulary, (t + 1) * vocabulary);
    const most = row.reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY);
    const powers = Float64Array.from(row, (value) => Math.exp(value - most));
    const sum = powers.reduce((total, value) => total + value, 0);
    const came = at(ids, t + 1);
    powers.forEach((power, id) => {
      slopes[t * vocabulary + id] = power / sum - (id === came ? 1 : 0);
    });
  }
  return slopes;
}
