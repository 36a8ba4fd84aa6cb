/** The model that a manifest names, as experiments ask it: with names for its tokens. */
import { resolve } from 'node:path';
import { InputError } from '../core/errors.ts';
import { modelFolder, modelNameOf, noSuchModel } from '../core/model-places.ts';
import { wholeNetworkIn, withPieces } from '../exchange/whole-networks.ts';
import { type Checkpoint, loadModel } from '../models/checkpoint.ts';
import type { Readable } from '../models/reading.ts';

/** As files of models end. */
const fileOfModel = /\.(?:pt|pth|bin|h5|keras|safetensors|onnx|ckpt)$/i;

/**
 * @param path a checkpoint's folder, the name of a model that ships, or the file or folder of a whole network.
 * @throws InputError when there is none, it was not imported, cannot be read or has no tokenizer.
 */
export async function givenModel(path: string, cwd: string): Promise<Checkpoint<Readable>> {
  const found = modelFolder(path, cwd);
  if (found === null && modelNameOf(path) !== null)
    throw noSuchModel(path, { home: cwd, otherwise: ', or train one: model.checkpoint=' });
  const place = found ?? resolve(cwd, path);
  const whole = await wholeNetworkIn(place);
  if (whole === null && fileOfModel.test(path))
    throw new InputError('not-imported', { what: `${path} is a model file, not a checkpoint of this program` });
  return whole === null ? loadModel(place) : withPieces(whole, path);
}
