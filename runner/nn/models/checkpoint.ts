/**
 * A checkpoint: `model.json` (architecture, vocabulary, training facts) and `weights.safetensors` (PyTorch's names and
 * layouts; of a whole network those of its family). Reading checks that the two fit; writing goes through a temporary folder and a rename.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { settleFolder, writeFolder } from '../../core/atomic-files.ts';
import {
  allUnits,
  type Direction,
  directions,
  type PieceCutter,
  subword,
  type TokenizedText,
  tokenizedTexts,
  type Unit,
} from '../../core/cut.ts';
import { InputError } from '../../core/errors.ts';
import { sha256 } from '../../core/hash.ts';
import { modelFolder } from '../../core/model-places.ts';
import { encodeSafetensors } from '../../io/formats/safetensors/file.ts';
import { decodeSafetensors } from '../../io/formats/safetensors/read.ts';
import { piecesBy } from '../../io/formats/tokenizers/tokenizer.ts';
import {
  type Architecture,
  asUnits,
  decoderWeight,
  embeddingWeight,
  matricesOf,
  parameterName,
  projectionWeight,
} from './architecture.ts';
import { recurrentActivations } from './cells/cell.ts';
import { cellNames, cells } from './cells/cells.ts';
import type { Shape } from './operations.ts';
import type { Tensor } from './program.ts';
import { familyNames } from './readers/families.ts';
import { isOfCells, parametersOf, type Readable, readerOf } from './reading.ts';

export const modelFile = 'model.json';
export const weightsFile = 'weights.safetensors';
/** Of a network that reads pieces of words, as it came. */
const tokenizerFile = 'tokenizer';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What is known of how the model came to be; all of it absent in a checkpoint from elsewhere. */
const trainingFactsSchema = z.strictObject({
  trainingHash: hash,
  corpus: z.strictObject({ name: z.string(), hash, heldOut: z.array(hash) }),
  epoch: z.int().min(0),
  validationLoss: z.number(),
  validationAccuracy: z.number(),
  curve: z.unknown(),
});
export type TrainingFacts = z.infer<typeof trainingFactsSchema>;

const count = z.int().min(1);
/** Each has names that are made before they are looked for. */
const layerCount = count.max(1000);

const readSchema = z.object({
  format: z.literal(1),
  unit: z.enum(allUnits),
  tokens: z.enum(tokenizedTexts).optional(),
  direction: z.enum(directions).optional(),
  vocabulary: z.array(z.string()).min(1),
  training: trainingFactsSchema.optional(),
});

const architectureSchema = z.object({
  cell: z.enum(cellNames),
  layers: layerCount,
  /** Of every layer; or of each, where they have widths of their own. */
  units: z.union([count, z.array(count).min(1)]),
  embedding: z.int().min(0),
  recurrentActivation: z.enum(recurrentActivations).optional(),
  projection: count.optional(),
  residual: z.literal(true).optional(),
});

const cellsSchema = readSchema.extend({
  ...architectureSchema.shape,
  block: z.undefined('is of an earlier version: import the file of the minLM again').optional(),
});

const wholeSchema = readSchema.extend({
  /** With the sizes that its family knows. */
  network: z
    .object({ family: z.enum(familyNames), layers: layerCount, vocabulary: count, width: count })
    .catchall(z.union([z.number(), z.boolean(), z.string()])),
});

/** Of cells, or a whole network. */
type Model = z.infer<typeof cellsSchema> | z.infer<typeof wholeSchema>;

/** A model: of cells, as it is trained and kept; or any that can be read. */
export interface Checkpoint<A extends Readable = Architecture> {
  architecture: A;
  unit: Unit;
  /** What it reads is tokenized already, with white space between its tokens; absent: words, spaces and marks. */
  tokens?: TokenizedText | undefined;
  /** Backward: it reads texts from their end to their beginning; absent: as we do. */
  direction?: Direction | undefined;
  /** Tokens by id. */
  vocabulary: readonly string[];
  /** Of subwords: how a text becomes tokens; absent: `vocabulary` has numbers for them. */
  pieces?: PieceCutter | undefined;
  /** Parameters by PyTorch's names; of a whole network by those of its family. */
  weights: Readonly<Record<string, Tensor>>;
  training?: TrainingFacts;
}

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
  await settleFolder(path);
  const directory = modelFolder(path, process.cwd()) ?? path;
  const model = parseModel(join(directory, modelFile), await readPart(directory, modelFile));
  const weights = decodeSafetensors(await readPart(directory, weightsFile), join(directory, weightsFile));
  const { unit, tokens, direction, vocabulary, training } = model;
  const architecture = 'network' in model ? model.network : cellsIn(model, weights, directory);
  if (!isOfCells(architecture)) checkShapes(weights, parametersOf(architecture), join(directory, weightsFile));
  if (architecture.vocabulary !== vocabulary.length) {
    throw mismatch(
      directory,
      `the vocabulary has ${vocabulary.length} tokens and the weights have rows for ${architecture.vocabulary}`,
    );
  }
  for (const [name, { data }] of Object.entries(weights)) {
    if (!data.every(Number.isFinite)) throw mismatch(directory, `"${name}" holds values that are not finite numbers`);
  }
  const pieces =
    unit === subword ? piecesBy(await readPart(directory, tokenizerFile), vocabulary, directory) : undefined;
  const facts = { architecture, unit, tokens, direction, vocabulary, pieces };
  return { ...facts, weights, ...(training !== undefined && { training }) };
}

function cellsIn(model: z.infer<typeof cellsSchema>, weights: Checkpoint['weights'], directory: string): Architecture {
  const { units, ...claimed } = architectureSchema.parse(model);
  const { layers } = claimed;
  const architecture = architectureOf(weights, claimed as Omit<Architecture, 'units'>, join(directory, weightsFile));
  const isSaid = typeof units === 'number' || units.length === layers;
  if (isSaid && `${architecture.units}` === `${asUnits([units].flat())}`) return architecture;
  throw mismatch(directory, `model.json says ${units} units and the weights have ${architecture.units}`);
}

/**
 * The architecture that weights have, checked against what is claimed of them.
 * @param refuse makes the error.
 * @throws InputError naming the first parameter that is missing, of another shape, or unknown.
 */
export function architectureOf(
  weights: Readonly<Record<string, Tensor>>,
  claimed: Omit<Architecture, 'units' | 'vocabulary'>,
  path: string,
  refuse: (path: string, why: string) => InputError = mismatch,
): Architecture {
  const present = (name: string): Tensor => {
    const tensor = weights[name];
    if (tensor !== undefined) return tensor;
    throw refuse(path, `the weights lack "${name}"; they hold ${Object.keys(weights).join(', ') || 'nothing'}`);
  };
  const widths = Array.from({ length: claimed.layers }, (_, index) => widthOf(claimed, index + 1, present));
  const [first = 0] = widths;
  const [vocabulary] = present(decoderWeight).shape;
  if (vocabulary === undefined) throw refuse(path, "the decoder's weights are no matrix");
  const architecture = { ...claimed, units: asUnits(widths), vocabulary };
  for (const [name, { blocks }] of Object.entries(cells[claimed.cell].parameters)) {
    const { shape } = present(parameterName(name, 1));
    if (shape[0] === blocks * first) continue;
    throw refuse(
      path,
      `a ${claimed.cell} has ${blocks} blocks of rows, and ${name} is [${shape}] where there are ${first} units`,
    );
  }
  checkShapes(weights, parametersOf(architecture), path, refuse);
  return architecture;
}

/** @throws InputError naming the first parameter that is missing, of another shape, or unknown. */
function checkShapes(
  weights: Checkpoint['weights'],
  expected: Readonly<Record<string, Shape>>,
  path: string,
  refuse: (path: string, why: string) => InputError = mismatch,
): void {
  for (const [name, shape] of Object.entries(expected)) {
    const found = weights[name];
    if (found === undefined) throw refuse(path, `the weights lack "${name}" [${shape}]`);
    if (found.shape.join() !== shape.join())
      throw refuse(path, `"${name}" is [${found.shape}] and should be [${shape}]`);
  }
  const extra = Object.keys(weights).find((name) => !Object.hasOwn(expected, name));
  if (extra === undefined) return;
  const hint = extra === embeddingWeight ? ' (with "embedding": 0 the input is one-hot)' : '';
  throw refuse(path, `the weights hold "${extra}", which this architecture has no place for${hint}`);
}

/** Neurons of a layer: the columns of its recurrent matrix, or by the rows of what multiplies its input. */
function widthOf(
  { cell, projection }: Pick<Architecture, 'cell' | 'projection'>,
  layer: number,
  present: (name: string) => Tensor,
): number {
  if (projection !== undefined) return present(projectionWeight(layer)).shape[1] ?? 0;
  const [rows = 0] = present(parameterName('weight_ih', layer)).shape;
  const [recurrent] = matricesOf({ cell }, layer, 'units');
  if (recurrent !== undefined) return present(recurrent).shape[1] ?? 0;
  return Math.floor(rows / (cells[cell].parameters.weight_ih?.blocks ?? 1));
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

function mismatch(path: string, why: string): InputError {
  return new InputError('checkpoint-inconsistent', {
    what: `The checkpoint ${path} is not consistent`,
    why,
  });
}

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

function parseModel(path: string, bytes: Buffer): Model {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new InputError('checkpoint-not-json', { what: `${path} is not JSON`, why: (error as Error).message });
  }
  checkSum(path, value);
  const isWhole = typeof value === 'object' && value !== null && 'network' in value;
  const parsed = (isWhole ? wholeSchema : cellsSchema).safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError('checkpoint-invalid', {
    what: `${path} does not describe a model`,
    why: `${issue?.path.join('.') || 'the file'}: ${issue?.message}`,
  });
}
