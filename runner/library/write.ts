/** Writing on from a text with a model that is open. */
import { samplingRandom } from '../analysis/reading/sample.ts';
import { InputError } from '../core/errors.ts';
import { shownValue } from '../core/format.ts';
import { manifestOf } from '../experiment/manifest/load.ts';
import { readerOf, recordedNames } from '../nn/models/reading.ts';
import type { OpenNetwork, TextOrIds } from './network.ts';
import { checkNames, interventionsOf, type PatchOptions } from './patch.ts';
import { initialState, partsOf, type ReadOptions } from './read.ts';
import type { ReadingParts } from './text-reading.ts';
import { pauseOf, type Watching } from './watching.ts';

export interface WriteOptions extends PatchOptions, Watching, Pick<ReadOptions, 'before' | 'logits'> {
  /** Tokens to write after the prompt; absent: 406. */
  length?: number;
  /** Logits are divided by it; 0 always takes the most likely token; absent: 1. */
  temperature?: number;
  /** The same seed writes the same text; absent: 0. */
  seed?: number;
}

const optionsOfWriting = [
  'clamp',
  'patch',
  'before',
  'logits',
  'length',
  'temperature',
  'seed',
  'signal',
  'onProgress',
] as const satisfies (keyof WriteOptions)[];

const unwritable = (what: string, fix: string) => new InputError('patch-unusable', { what, fix });

export async function writeText(network: OpenNetwork, prompt: TextOrIds, options: WriteOptions): Promise<ReadingParts> {
  checkNames(Object.keys(options), optionsOfWriting, 'Writing has no option');
  const { before, logits = false, length, temperature, seed } = options;
  if (length !== undefined && !(Number.isInteger(length) && length >= 1))
    throw unwritable(`There are no ${shownValue(length)} tokens to write`, 'length is a whole number from 1');
  if (temperature !== undefined && !(Number.isFinite(temperature) && temperature >= 0))
    throw unwritable(`There is no temperature ${shownValue(temperature)}`, 'temperature is a number from 0');
  const { manifest } = await manifestOf({ title: 'A text', sample: { length, temperature }, seed }, 'write');
  const { architecture } = network.model;
  const encoded = network.encode(prompt);
  const initial = await initialState(network, before);
  const { unknownId } = encoded.vocabulary;
  const { sample } = manifest;
  const tokens = encoded.ids.length + sample.length;
  const { ids, arrays, nll, state } = await network.runner.sample({
    prompt: encoded.ids,
    length: sample.length,
    temperature: sample.temperature,
    never: unknownId === undefined ? [] : [unknownId],
    random: samplingRandom(manifest.seed),
    interventions: interventionsOf(options, readerOf(architecture), { tokens, backward: encoded.backward }),
    ...(initial !== null && { initial }),
    onProgress: (done) => options.onProgress?.(done / tokens),
    pause: pauseOf(options),
  });
  const written = Array.from(ids.subarray(encoded.ids.length), (id) => encoded.vocabulary.tokens[id] ?? '');
  const whole = { ...encoded, tokens: [...encoded.tokens, ...written], ids };
  return partsOf(network, whole, { nll, arrays, logits, state, kept: recordedNames(architecture) });
}
