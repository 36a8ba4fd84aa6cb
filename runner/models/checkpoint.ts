/**
 * A checkpoint: `model.json` (architecture, vocabulary, training facts) and `weights.safetensors` (PyTorch's names and
 * layouts). Reading checks that the two fit; writing goes through a temporary folder and a rename.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { settleFolder, writeFolder } from '../core/atomic-files.ts';
import {
  type Direction,
  directions,
  type PieceCutter,
  type TokenizedText,
  tokenizedTexts,
  tokenUnits,
  type Unit,
} from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { modelFolder } from '../core/model-places.ts';
import { decodeSafetensors, encodeSafetensors } from '../formats/safetensors/file.ts';
import {
  type Architecture,
  decoderWeight,
  embeddingWeight,
  matricesOf,
  parameterName,
  parameterShapes,
} from './architecture.ts';
import { type CellName, cellNames, cells } from './cells/cells.ts';
import { recurrentActivations } from './cells/recurrent-activation.ts';
import type { Tensor } from './program.ts';
import { isOfCellsAlone, type Readable } from './reading.ts';

export const modelFile = 'model.json';
export const weightsFile = 'weights.safetensors';

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

const modelSchema = z.object({
  format: z.literal(1),
  cell: z.enum(cellNames),
  layers: z.int().min(1),
  /** Of every layer; or of each, where they have widths of their own. */
  units: z.union([z.int().min(1), z.array(z.int().min(1)).min(1)]),
  embedding: z.int().min(0),
  recurrentActivation: z.enum(recurrentActivations).optional(),
  block: z
    .strictObject({ convolution: z.int().min(0).max(64), feedForward: z.int().min(1), epsilon: z.number().min(0) })
    .optional(),
  unit: z.enum(tokenUnits),
  tokens: z.enum(tokenizedTexts).optional(),
  direction: z.enum(directions).optional(),
  vocabulary: z.array(z.string()).min(1),
  training: trainingFactsSchema.optional(),
});

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

/**
 * Reads and checks a checkpoint's folder.
 * @param path the folder; where none is there, models/<name> or <name> is that of a model that ships.
 * @throws InputError when a file is missing or damaged, or when weights, vocabulary and model.json do not fit.
 */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  await settleFolder(path);
  const directory = modelFolder(path, process.cwd()) ?? path;
  const model = parseModel(join(directory, modelFile), await readPart(directory, modelFile));
  const weights = decodeSafetensors(await readPart(directory, weightsFile), join(directory, weightsFile));
  const { cell, layers, units, embedding, recurrentActivation, block, unit, tokens, direction, vocabulary, training } =
    model;
  const architecture = architectureOf(
    weights,
    { cell, layers, embedding, recurrentActivation, ...(block && { block }) },
    join(directory, weightsFile),
  );
  if (`${architecture.units}` !== `${units}`) {
    throw mismatch(directory, `model.json says ${units} units and the weights have ${architecture.units}`);
  }
  if (architecture.vocabulary !== vocabulary.length) {
    throw mismatch(
      directory,
      `the vocabulary has ${vocabulary.length} tokens and the weights have rows for ${architecture.vocabulary}`,
    );
  }
  for (const [name, { data }] of Object.entries(weights)) {
    if (!data.every(Number.isFinite)) throw mismatch(directory, `"${name}" holds values that are not finite numbers`);
  }
  return {
    architecture,
    unit,
    ...(tokens !== undefined && { tokens }),
    ...(direction !== undefined && { direction }),
    vocabulary,
    weights,
    ...(training !== undefined && { training }),
  };
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
  const widths = Array.from({ length: claimed.layers }, (_, index) => widthOf(claimed.cell, index + 1, present));
  const [first = 0] = widths;
  const [vocabulary] = present(decoderWeight).shape;
  if (vocabulary === undefined) throw refuse(path, "the decoder's weights are no matrix");
  const architecture = { ...claimed, units: widths.every((units) => units === first) ? first : widths, vocabulary };
  for (const [name, { blocks }] of Object.entries(cells[claimed.cell].parameters)) {
    const { shape } = present(parameterName(name, 1));
    if (shape[0] === blocks * first) continue;
    throw refuse(
      path,
      `a ${claimed.cell} has ${blocks} blocks of rows, and ${name} is [${shape}] where there are ${first} units`,
    );
  }
  const expected = parameterShapes(architecture);
  for (const [name, shape] of Object.entries(expected)) {
    const found = weights[name];
    if (found === undefined) throw refuse(path, `the weights lack "${name}" [${shape}]`);
    if (found.shape.join() !== shape.join())
      throw refuse(path, `"${name}" is [${found.shape}] and should be [${shape}]`);
  }
  const extra = Object.keys(weights).find((name) => !(name in expected));
  if (extra !== undefined) {
    const hint = extra === embeddingWeight ? ' (with "embedding": 0 the input is one-hot)' : '';
    throw refuse(path, `the weights hold "${extra}", which this architecture has no place for${hint}`);
  }
  return architecture;
}

/** Neurons of a layer: the columns of its recurrent matrix, or by the rows of what multiplies its input. */
function widthOf(cell: CellName, layer: number, present: (name: string) => Tensor): number {
  const [rows = 0] = present(parameterName('weight_ih', layer)).shape;
  const [recurrent] = matricesOf({ cell }, layer, 'units');
  if (recurrent !== undefined) return present(recurrent).shape[1] ?? 0;
  return rows / (cells[cell].parameters.weight_ih?.blocks ?? 1);
}

/**
 * What experiments ask of a model that they read with: their segments, warm-ups and lags run from left to right.
 * @param isTrained whether it is to be trained further.
 * @throws InputError when it reads from right to left; when it has blocks and is to be trained.
 */
export function checkForExperiments(
  { direction, architecture }: Pick<Checkpoint<Readable>, 'direction' | 'architecture'>,
  path: string,
  isTrained = false,
): void {
  const refusal = (what: string, why: string) =>
    new InputError('only-read', { what: `The model ${path} ${what}`, why: `Experiments ${why}` });
  if (direction !== undefined)
    throw refusal('reads texts from their end to their beginning', 'read from left to right');
  if (isTrained && !isOfCellsAlone(architecture))
    throw refusal('has norms and feed-forward parts around its cells', 'train cells alone');
}

/** Writes a checkpoint; an older one in the same place is replaced only when the new one is complete. */
export async function saveCheckpoint(
  directory: string,
  checkpoint: Checkpoint,
  dtype: 'F32' | 'F16' = 'F32',
): Promise<void> {
  await writeFolder(directory, checkpointFiles(checkpoint, dtype));
}

/** The bytes of a checkpoint's two files. */
export function checkpointFiles(
  { architecture, unit, tokens, direction, vocabulary, weights, training }: Checkpoint,
  dtype: 'F32' | 'F16',
): Record<typeof modelFile | typeof weightsFile, Uint8Array> {
  const { cell, layers, units, embedding, recurrentActivation, block } = architecture;
  // Keys whose value is undefined are not written.
  const read = { unit, tokens, direction, vocabulary };
  const model = { format: 1, cell, layers, units, embedding, recurrentActivation, block, ...read, training };
  return {
    [modelFile]: new TextEncoder().encode(`${JSON.stringify(model)}\n`),
    [weightsFile]: encodeSafetensors(weights, dtype),
  };
}

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

function parseModel(path: string, bytes: Buffer): z.infer<typeof modelSchema> {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new InputError('checkpoint-not-json', { what: `${path} is not JSON`, why: (error as Error).message });
  }
  const parsed = modelSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError('checkpoint-invalid', {
    what: `${path} does not describe a model`,
    why: `${issue?.path.join('.') || 'the file'}: ${issue?.message}`,
  });
}
