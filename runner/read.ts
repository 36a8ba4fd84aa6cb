/**
 * RNN Atlas where there is no Node: a model is opened from bytes, and reads and is patched as on Node, by the same code.
 *
 * ```ts
 * import { open } from 'rnn-atlas/read';
 * const model = await open({ model, weights });
 * const reading = await model.read('It was a dark night.', { patch: [{ array: 'hidden.1', neurons: [408], set: 0 }] });
 * await reading.top(5);
 * ```
 */
import { decodeSafetensors } from './io/formats/safetensors/read.ts';
import { TextModel } from './library/text-model.ts';
import { plainEngine } from './nn/engines/plain/engine.ts';
import { architectureSchema, fitted, mismatch, parseModel } from './nn/models/model-file.ts';
import { gunzippedWeights, unpackWeights } from './nn/models/quantized-weights.ts';

export { argmax, cosine, logSoftmax, softmax } from './analysis/stats/logits.ts';
export type { Cut, TokenizedText, Unit } from './core/cut.ts';
export type { ErrorKind } from './core/errors/entry.ts';
export {
  AtlasError,
  type CodeOf,
  type ErrorCode,
  type Explanation,
  type errorCatalogue,
  InputError,
  Interrupted,
} from './core/errors.ts';
export type { GradientOptions, TextLoss } from './library/gradient.ts';
export type { TextOrIds } from './library/network.ts';
export type { Clamp, Patch, PatchOptions, PatchValue } from './library/patch.ts';
export type { PatchingMetric, PatchingOptions, PatchingShares } from './library/patching.ts';
export type { ModelState, ReadOptions } from './library/read.ts';
export type { SteerOptions } from './library/steer.ts';
export type { TextModel } from './library/text-model.ts';
export type { ExpectedToken, RecordedArray, TextReading } from './library/text-reading.ts';
export type { Watching } from './library/watching.ts';
export type { Architecture, Stacking, Units } from './nn/models/architecture.ts';
export type { RecurrentActivation } from './nn/models/cells/cell.ts';
export type { CellName } from './nn/models/cells/cells.ts';
export type { FamilyArchitecture, FamilyName } from './nn/models/readers/families.ts';
export type { Sizes } from './nn/models/readers/family.ts';
export type { Activation, ActivationInfo, Role } from './nn/models/readers/reader.ts';
export type { Readable } from './nn/models/reading.ts';

/** The two files of a model: as a checkpoint's folder has them, or as an experiment publishes them beside its page. */
export interface ModelBytes {
  /** `model.json` */
  model: Uint8Array<ArrayBuffer> | ArrayBuffer;
  /** `weights.safetensors`, or `weights.packed`, as pages load those of large models. */
  weights: Uint8Array<ArrayBuffer> | ArrayBuffer;
}

/**
 * Opens a model.
 * @throws InputError when a file is damaged, or the two do not fit.
 */
export async function open({ model, weights }: ModelBytes): Promise<TextModel> {
  const bytes = bytesOf(weights);
  const parsed = parseModel('model.json', bytesOf(model));
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (isPacked && 'network' in parsed) throw mismatch('that was given', 'packed weights are of cells');
  const claimed = () => ({ ...architectureSchema.parse(parsed), vocabulary: parsed.vocabulary.length });
  const tensors = isPacked
    ? unpackWeights(claimed(), await gunzippedWeights(claimed(), bytes))
    : decodeSafetensors(bytes, 'weights.safetensors');
  const places = { model: 'that was given', weights: 'weights.safetensors' };
  return new TextModel(fitted(parsed, tensors, places), plainEngine());
}

const bytesOf = (given: ModelBytes['model']): Uint8Array<ArrayBuffer> =>
  given instanceof ArrayBuffer ? new Uint8Array(given) : given;
