/** Where an array stands on average after some texts, less where it stands after others. */
import { mostSequences } from '../analysis/reading/runner.ts';
import { addAt, item } from '../core/at.ts';
import { InputError } from '../core/errors.ts';
import { recordedNames, widthOf } from '../nn/models/reading.ts';
import type { OpenNetwork, TextOrIds } from './network.ts';
import { checkArrays } from './text-reading.ts';
import { pauseOf, type Watching } from './watching.ts';

export interface SteerOptions extends Watching {
  /** Which array: `hidden.1`, `residual.3`. */
  array: string;
  /** After which tokens of each text; absent: all, each text counting as much as any other. */
  after?: 'last' | 'all';
}

/** @throws InputError where there is no such array, no text, or a text without a token. */
export async function steeringVector(
  network: OpenNetwork,
  positive: readonly TextOrIds[],
  negative: readonly TextOrIds[],
  { array, after = 'all', onProgress, signal }: SteerOptions = {} as SteerOptions,
): Promise<Float32Array> {
  const { architecture } = network.model;
  const names = recordedNames(architecture);
  checkArrays(array, names);
  const sequences = [positive, negative].flatMap((texts, side) => {
    const kind = side === 0 ? 'positive' : 'negative';
    if (!Array.isArray(texts) || texts.length === 0) {
      const fix = "Give two lists of texts: model.steer(['...'], ['...'], { array })";
      throw new InputError('nothing-to-read', { what: `There is no list of ${kind} texts`, fix });
    }
    return texts.map((text, index) => {
      const { ids } = network.encode(text);
      const what = `The ${kind} text ${index} has no token to read`;
      if (ids.length === 0) throw new InputError('nothing-to-read', { what });
      return { ids, weight: (side === 0 ? 1 : -1) / texts.length / (after === 'last' ? 1 : ids.length) };
    });
  });
  const sum = new Float64Array(widthOf(architecture, array));
  await network.runner.run(sequences, {
    record: [array],
    filled: true,
    together: mostSequences,
    onProgress,
    pause: pauseOf({ signal }),
    wants: (sequence, position) => after === 'all' || position === item(sequences, sequence).ids.length - 1,
    hear(sequence, _position, row) {
      const { weight } = item(sequences, sequence);
      for (const [unit, value] of row.entries()) addAt(sum, unit, weight * value);
    },
  });
  return Float32Array.from(sum);
}
