/** Writing a text with a model that is open. */

import { samplingRandom } from '../analysis/reading/sample.ts';
import { manifestOf } from '../experiment/manifest/load.ts';
import { recordedNames } from '../nn/models/reading.ts';
import type { OpenNetwork } from './open-network.ts';
import { heldOver, initialState, type ReadOptions, readingOf } from './read.ts';
import type { Reading } from './reading.ts';
import type { TextOrIds } from './tokens.ts';

export interface WriteOptions extends Pick<ReadOptions, 'hold' | 'before' | 'logits'> {
  /** Tokens to write after the prompt; absent: 406. */
  length?: number;
  /** Logits are divided by it; 0 always takes the most likely token; absent: 1. */
  temperature?: number;
  /** The same seed writes the same text; absent: 0. */
  seed?: number;
}

export async function writeText(
  network: OpenNetwork,
  prompt: TextOrIds,
  { hold = {}, before, logits = false, length, temperature, seed }: WriteOptions,
): Promise<Reading> {
  const { manifest } = await manifestOf({ title: 'A text', sample: { length, temperature }, seed }, 'write');
  const { architecture } = network.model;
  const encoded = network.tokens.encode(prompt);
  const initial = await initialState(network, before);
  const { unknownId } = encoded.vocabulary;
  const { ids, arrays, nll, state } = await network.runner.sample({
    prompt: encoded.ids,
    ...{ length: manifest.sample.length, temperature: manifest.sample.temperature },
    never: unknownId === undefined ? [] : [unknownId],
    random: samplingRandom(manifest.seed),
    interventions: heldOver(hold, architecture, {
      tokens: encoded.ids.length + manifest.sample.length,
      backward: encoded.backward,
    }),
    ...(initial !== null && { initial }),
  });
  const kept = recordedNames(architecture);
  return readingOf(network, network.tokens.continued(encoded, ids), { nll, arrays, logits, state, kept });
}
