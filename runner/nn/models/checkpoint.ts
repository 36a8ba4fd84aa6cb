/**
 * A checkpoint: `model.json` (architecture, vocabulary, training facts) and `weights.safetensors` (PyTorch's names and
 * layouts; of a whole network those of its family). Reading checks that the two fit; writing goes through a temporary folder and a rename.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recoverFolder, writeFolder } from '../../core/atomic-files.ts';
import { subword } from '../../core/cut.ts';
import { InputError } from '../../core/errors.ts';
import { modelFolder } from '../../core/find-model.ts';
import { sha256 } from '../../core/hash.ts';
import { encodeSafetensors } from '../../io/formats/safetensors/file.ts';
import { decodeSafetensors } from '../../io/formats/safetensors/read.ts';
import { piecesBy } from '../../io/formats/tokenizers/tokenizer.ts';
import { architectureSchema, type Checkpoint, fitted, parseModel } from './model-file.ts';
import { isOfCells, type Readable, readerOf } from './reading.ts';

export type { Checkpoint };

export const modelFile = 'model.json';
export const weightsFile = 'weights.safetensors';
/** Of a network that reads pieces of words, as it came. */
const tokenizerFile = 'tokenizer';

export const isCheckpoint = (model: Checkpoint<Readable>): model is Checkpoint => isOfCells(model.architecture);

/** @throws InputError when it is a whole network. @param what cannot be done with it: 'trained'. */
export function checkpointFor(model: Checkpoint<Readable>, what: string): Checkpoint {
  if (isCheckpoint(model)) return model;
  throw new InputError('only-read', {
    what: `This model cannot be ${what}`,
    why: `${readerOf(model.architecture).is}, a whole network`,
    fix: "Read with it, write with it, test it, train it further, hold its neurons: (await open('<its path>')).read(ids, { logits: true, hold })",
  });
}

/** The same of a network of cells. @throws InputError as `loadModel`, and when it is a whole network. */
export const loadCheckpoint = async (path: string): Promise<Checkpoint> =>
  checkpointFor(await loadModel(path), 'used here');

/**
 * Reads and checks a checkpoint's folder.
 * @param path the folder; where none is there, models/<name> or <name> is that of a model that ships.
 * @throws InputError when a file is missing or damaged, or when weights, vocabulary and model.json do not fit.
 */
export async function loadModel(path: string): Promise<Checkpoint<Readable>> {
  await recoverFolder(path);
  const directory = modelFolder(path, process.cwd()) ?? path;
  const model = parseModel(join(directory, modelFile), await readPart(directory, modelFile), checkSum);
  const weights = decodeSafetensors(await readPart(directory, weightsFile), join(directory, weightsFile));
  const checkpoint = fitted(model, weights, { model: directory, weights: join(directory, weightsFile) });
  if (model.unit !== subword) return checkpoint;
  return { ...checkpoint, pieces: piecesBy(await readPart(directory, tokenizerFile), model.vocabulary, directory) };
}

/** Writes a checkpoint; an older one in the same place is replaced only when the new one is complete. */
export async function saveCheckpoint(
  directory: string,
  checkpoint: Checkpoint<Readable>,
  dtype: 'F32' | 'F16' = 'F32',
): Promise<void> {
  const { pieces } = checkpoint;
  await writeFolder(directory, {
    ...checkpointFiles(checkpoint, dtype),
    ...(pieces !== undefined && { [tokenizerFile]: pieces.file }),
  });
}

/** The bytes of a checkpoint's two files. @param summed without it, model.json has no checksum. */
export function checkpointFiles(
  { architecture, unit, tokens, direction, vocabulary, weights, training }: Checkpoint<Readable>,
  dtype: 'F32' | 'F16',
  { summed = true } = {},
): Record<typeof modelFile | typeof weightsFile, Uint8Array> {
  // Keys whose value is undefined are not written.
  const model = { format: 1, ...described(architecture), unit, tokens, direction, vocabulary, training };
  const sum = summed ? { sha256: sha256(JSON.stringify(model)) } : {};
  return {
    [modelFile]: new TextEncoder().encode(`${JSON.stringify({ ...model, ...sum })}\n`),
    [weightsFile]: encodeSafetensors(weights, dtype),
  };
}

/** As model.json has it. */
const described = (architecture: Readable): object =>
  isOfCells(architecture) ? architectureSchema.parse(architecture) : { network: architecture };

async function readPart(directory: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(directory, name));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError('checkpoint-incomplete', {
      what: `The checkpoint ${directory} has no readable ${name}`,
      why: code === 'ENOENT' ? 'there is no such file' : message,
    });
  }
}

/** Other programs write no checksum, nor did earlier versions. @throws InputError when there is one, and it is another. */
function checkSum(path: string, value: unknown): void {
  const { sha256: sum, ...model } = Object(value) as Readonly<Record<string, unknown>>;
  try {
    if (sum === undefined || sum === sha256(JSON.stringify(model))) return;
  } catch {
    // Lists too deep in each other to be written are none that we wrote.
  }
  throw new InputError('checkpoint-inconsistent', {
    what: `${path} is not what was written`,
    why: 'its checksum is another',
    fix: 'Take the file from where you had it; if you changed it yourself, delete "sha256" from it',
  });
}
