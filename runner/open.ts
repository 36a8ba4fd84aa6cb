/**
 * The way in for programs, notebooks and our own commands: a model by its folder or file.
 *
 * ```ts
 * const model = await open('models/stories-lstm');
 * const reading = await model.read('It was a dark night. "Who is there?" she asked. Nobody.');
 * reading.neuron('hidden.1', 408); // Float32Array, [tokens]
 * await model.close();
 * ```
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { modelFolder, noSuchModel } from './core/find-model.ts';
import { foreignModel, type ImportOptions } from './io/convert/import-model.ts';
import type { WholeNetwork } from './io/convert/whole-networks.ts';
import { Model } from './library/model.ts';
import { chooseEngine, type EngineChoice } from './nn/engines/engines.ts';
import { type Checkpoint, loadModel, modelFile } from './nn/models/checkpoint.ts';
import type { Readable } from './nn/models/reading.ts';

/**
 * Of the file of another program, what `npm run import` asks for: `vocabulary` (a file, or the tokens by id), `alphabet`,
 * `unit`, `tokens`, `direction`, `cell`, `unknown`, `lineEnd`, `map`, `ignore`. And `engine` and `device`, that compute; absent: the CPU.
 */
export type OpenOptions = Partial<ImportOptions> & EngineChoice;

/**
 * Opens a model.
 * @param from a checkpoint's folder (or the name of a model that ships), a file or folder that `npm run import` reads, the
 * file or folder of a whole network (RWKV-4, Mamba, ...), which is read as it is, or a checkpoint that is loaded.
 * @throws InputError when there is no such model, or it cannot be read.
 */
export async function open(from: string | Checkpoint<Readable>, options: OpenOptions = {}): Promise<Model> {
  const { engine, device, ...foreign } = options;
  const model = typeof from === 'string' ? await modelAt(from, foreign) : from;
  return new Model(model, await chooseEngine({ ...(engine && { engine }), ...(device && { device }) }));
}

async function modelAt(path: string, options: Partial<ImportOptions>): Promise<Checkpoint<Readable> | WholeNetwork> {
  const { cwd = process.cwd() } = options;
  const found = modelFolder(path, cwd);
  if (found === null) throw noSuchModel(path, { home: cwd, lookedIn: 'a folder or file of that path' });
  const isCheckpoint = (await stat(join(found, modelFile)).catch(() => null)) !== null;
  if (isCheckpoint) return loadModel(found);
  const model = await foreignModel(found, { map: new Map(), ignore: new Set(), ...options, cwd });
  return 'checkpoint' in model ? model.checkpoint : model;
}
