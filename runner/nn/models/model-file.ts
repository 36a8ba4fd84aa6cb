/** What the two files of a checkpoint say, and that they fit. Pure: it reads bytes, wherever they come from. */
import * as z from 'zod';
import {
  allUnits,
  type Direction,
  directions,
  type PieceCutter,
  type TokenizedText,
  tokenizedTexts,
  type Unit,
} from '../../core/cut.ts';
import { InputError } from '../../core/errors.ts';
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
import { mapValues, type Tensor } from './program.ts';
import { type FamilyArchitecture, families, familyNames } from './readers/families.ts';
import type { SizeKind } from './readers/family.ts';
import { isOfCells, parametersOf, type Readable, type Weights } from './reading.ts';

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

export const architectureSchema = z.object({
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

const sizeSchemas = { count, 'count or 0': z.int().min(0), number: z.number(), boolean: z.boolean() };

const sizeSchema = (kind: SizeKind): z.ZodType =>
  typeof kind === 'object' ? z.object(mapValues(kind, sizeSchema)) : sizeSchemas[kind];

const wholeSchema = readSchema.extend({
  /** With the sizes that its family knows. */
  network: z
    .object({ family: z.enum(familyNames), layers: layerCount, vocabulary: count, width: count })
    .catchall(z.union([z.number(), z.boolean(), z.string(), z.record(z.string(), z.number())]))
    .superRefine((network, { addIssue }) => {
      const { error } = sizeSchema(families[network.family].sizes).safeParse(network);
      for (const { message, path } of error?.issues ?? []) addIssue({ code: 'custom', message, path });
    }),
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

/** Of cells, or a whole network. */
export type ModelFile = z.infer<typeof cellsSchema> | z.infer<typeof wholeSchema>;

/**
 * @param path for errors.
 * @param checked hears the parsed file, and throws where its checksum is another.
 * @throws InputError where it does not describe a model.
 */
export function parseModel(
  path: string,
  bytes: Uint8Array,
  checked: (path: string, value: unknown) => void = () => {},
): ModelFile {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new InputError('checkpoint-not-json', { what: `${path} is not JSON`, why: (error as Error).message });
  }
  checked(path, value);
  const isWhole = typeof value === 'object' && value !== null && 'network' in value;
  const parsed = (isWhole ? wholeSchema : cellsSchema).safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError('checkpoint-invalid', {
    what: `${path} does not describe a model`,
    why: `${issue?.path.join('.') || 'the file'}: ${issue?.message}`,
  });
}

/**
 * A model of its two files.
 * @param places of model.json and of the weights, for errors.
 * @throws InputError when weights, vocabulary and model.json do not fit.
 */
export function fitted(
  model: ModelFile,
  weights: Weights,
  places: { model: string; weights: string },
): Checkpoint<Readable> {
  const { unit, tokens, direction, vocabulary, training } = model;
  const architecture = 'network' in model ? model.network : cellsIn(model, weights, places);
  if (!isOfCells(architecture)) checkShapes(weights, shapesOfWhole(architecture, places.model), places.weights);
  if (architecture.vocabulary !== vocabulary.length) {
    throw mismatch(
      places.model,
      `the vocabulary has ${vocabulary.length} tokens and the weights have rows for ${architecture.vocabulary}`,
    );
  }
  for (const [name, { data }] of Object.entries(weights)) {
    if (!data.every(Number.isFinite))
      throw mismatch(places.model, `"${name}" holds values that are not finite numbers`);
  }
  return {
    architecture,
    unit,
    tokens,
    direction,
    vocabulary,
    weights,
    ...(training !== undefined && { training }),
  };
}

/** @throws InputError where sizes do not fit one another: heads that do not divide a width. */
function shapesOfWhole(architecture: FamilyArchitecture, path: string): Readonly<Record<string, Shape>> {
  try {
    return parametersOf(architecture);
  } catch (error) {
    const { label } = families[architecture.family];
    throw mismatch(path, `its sizes are those of no ${label}: ${(error as Error).message}`);
  }
}

function cellsIn(
  model: z.infer<typeof cellsSchema>,
  weights: Checkpoint['weights'],
  places: { model: string; weights: string },
): Architecture {
  const { units, ...claimed } = architectureSchema.parse(model);
  const { layers } = claimed;
  const architecture = architectureOf(weights, claimed as Omit<Architecture, 'units'>, places.weights);
  const isSaid = typeof units === 'number' || units.length === layers;
  if (isSaid && `${architecture.units}` === `${asUnits([units].flat())}`) return architecture;
  throw mismatch(places.model, `model.json says ${units} units and the weights have ${architecture.units}`);
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

export function mismatch(path: string, why: string): InputError {
  return new InputError('checkpoint-inconsistent', {
    what: `The checkpoint ${path} is not consistent`,
    why,
  });
}
