/**
 * Every key of a manifest: its type, its default and what it is for. Imports zod and the parts beside it. Strict:
 * unknown keys are errors. What a default depends on another key for is filled in by resolve.ts.
 */
import { z } from 'zod';
import { pairSettingsSchema } from '../../analysis/pairs/settings.ts';
import { directions } from '../../core/cut.ts';
import { either } from '../../core/format.ts';
import { wholeNumber } from '../../core/whole-number.ts';
import { cellNames } from '../../nn/models/cells/cells.ts';
import { componentNames } from '../../nn/models/networks.ts';
import { deviceNames, engineNames } from '../../nn/models/program.ts';
import {
  type OptimizerKind,
  type OptimizerName,
  optimizerNames,
  optimizers,
} from '../../nn/train/optimizers/optimizers.ts';
import { executorShape } from '../../sweep/executors/settings.ts';
import { catalogueWord } from '../../text/labels/catalogue.ts';
import { featureSchema } from '../../text/labels/features.ts';
import { corpusSchema, observeSchema } from '../../text/settings.ts';
import { documentLabelSettings, evidenceSettings, neuronsSchema } from './parts-schema.ts';
import { presetNames } from './presets.ts';
import { allTokens } from './problem.ts';

const path = z.string().min(1);
const positive = wholeNumber().min(1);
const off = z.literal('none').transform(() => null);
/** A number, or none (or nothing) to turn the setting off. */
const orOff = <T extends z.ZodType>(schema: T, error: string) => z.union([schema, off, z.null()], { error });

/** Vectors that are learned from the corpus before the model is trained. */
export const learned = 'word2vec';
export const drawn = 'random';

/** Whether the vectors come from a file: its path is the value. */
export const isFileOfVectors = (from: string): boolean => from !== learned && from !== drawn;

export const embeddingObject = z.strictObject({
  size: wholeNumber()
    .min(0)
    .optional()
    .describe("Length of the token vectors; 0: one-hot; left out: that of the file's vectors, else 300"),
  from: path
    .default(drawn)
    .describe('Where the vectors start from: random, word2vec (learned from the corpus first), or a file of vectors'),
  further: z
    .boolean()
    .optional()
    .describe(
      'Learns the vectors of the file further on the corpus, with those of tokens that it lacks, before training',
    ),
  trainable: z.boolean().default(true).describe('Whether training moves the vectors'),
});

/** normal(0.01), normal(1e-2) */
const normal = /^normal\((\d*\.?\d+(?:e[+-]?\d+)?)\)$/i;

const initialization = z
  .union(
    [
      z.enum(['glorot', 'he']),
      z
        .string()
        .regex(normal)
        .transform((text) => ({ normal: Number(normal.exec(text)?.[1]) })),
      z.strictObject({ normal: z.number() }),
    ],
    { error: 'must be glorot, he or normal(0.01)' },
  )
  .refine((given) => typeof given === 'string' || given.normal > 0, { error: 'must have a deviation above 0' })
  .default('glorot')
  .describe('glorot, he, or normal(0.01): normal with that standard deviation');

export const modelSchema = z.strictObject({
  checkpoint: path
    .nullable()
    .default(null)
    .describe(
      'Folder with model.json and weights.safetensors, or the file or folder of a whole network (RWKV, Mamba, ...) with its tokenizer; empty: train',
    ),
  cell: z.enum(cellNames).default('lstm').describe('The recurrent cell'),
  units: z
    .union([z.literal('auto'), positive, z.array(positive).min(1)], {
      error: 'must be a whole number from 1, a list of them, or auto',
    })
    .default(672)
    .describe(
      "Neurons of each layer, or a list, the first layer's first; auto: the embedding's size, with one-hot input the vocabulary's",
    ),
  layers: positive.default(1).describe('How many recurrent layers'),
  projection: positive
    .optional()
    .describe(
      "Each hidden state is brought to so many numbers by a matrix; these are carried to the next token and read by the layer above (PyTorch's proj_size); left out: it is carried and read as it is",
    ),
  residual: z
    .boolean()
    .optional()
    .describe('From the second on, a layer gives what it reads and its hidden state added'),
  direction: z
    .enum(directions)
    .optional()
    .describe(
      'backward: it reads texts from right to left, each token by those behind it; left out: from left to right',
    ),
  embedding: z
    .union([wholeNumber().min(0), embeddingObject], { error: 'must be a size, or size, from and trainable' })
    .transform((given) => (typeof given === 'number' ? embeddingObject.parse({ size: given }) : given))
    .prefault({})
    .describe('The token vectors that the first layer reads'),
  initialization,
});

const common = (learningRate: number) => ({
  learningRate: z.number().positive().default(learningRate).describe('The highest learning rate of the schedule'),
  schedule: z
    .enum(['constant', 'linear', 'cosine'])
    .default('linear')
    .describe('How the learning rate falls to the end of training'),
  warmUp: wholeNumber().min(0).default(100).describe('Steps in which the learning rate rises from 0'),
});

/** Keys without a name belong to this one. */
const nameless = 'adam';

const nameSchema = (name: string) =>
  name === nameless
    ? z
        .literal(nameless)
        .optional()
        .transform(() => nameless)
    : z.literal(name);

const schemaOf = (kind: OptimizerKind) =>
  z.strictObject({ name: nameSchema(kind.name), ...common(kind.learningRate), ...kind.keys });

/** What `schemaOf` makes of one kind, as the compiler cannot see it through the registry. */
type SchemaOf<Kind> =
  Kind extends OptimizerKind<infer Name, infer Keys>
    ? z.ZodObject<{ name: z.ZodLiteral<Name> } & ReturnType<typeof common> & Keys, z.core.$strict>
    : never;
type Schema = SchemaOf<(typeof optimizers)[OptimizerName]>;

const full = z.discriminatedUnion(
  'name',
  optimizerNames.map((name) => schemaOf(optimizers[name])) as unknown as [Schema, ...Schema[]],
  { error: ({ code }) => (code === 'invalid_union' ? `must be ${either(optimizerNames)}` : undefined) },
);

/** A name alone, or a name with its keys; keys without a name belong to adam. */
const optimizerSchema = z
  .union([z.enum(optimizerNames), full], { error: `must be ${either(optimizerNames)}, or its name and keys` })
  .transform((given) => (typeof given === 'string' ? full.parse({ name: given }) : given))
  .prefault(nameless)
  .describe(`${either(optimizerNames)}: a name, or { name, learningRate, schedule, warmUp, ... }`);

const clip = (what: string) => orOff(z.number().positive(), 'must be a number above 0, or none').describe(what);

export const trainSchema = z.strictObject({
  objective: z.enum(['every', 'last']).default('every').describe('Predict every next token, or the last of a window'),
  epochs: positive.default(10).describe('How often the training text is read, at most'),
  batch: positive.default(64).describe('Parallel streams (or windows, with last)'),
  window: positive.default(24).describe('Tokens read per step'),
  dropRare: z.boolean().default(false).describe('With last: leave out windows that contain a rare word'),
  shuffle: z.boolean().default(true).describe('Shuffle windows (last) or documents (every) each epoch'),
  flipInput: z.boolean().default(false).describe('With last: read each window backwards'),
  optimizer: optimizerSchema,
  dropout: z.number().min(0).lt(1).default(0.4).describe('Share of the inputs of each layer that is dropped'),
  clipNorm: clip('Largest global norm of the gradient; none: no limit').optional(),
  clipValue: clip('Largest absolute value in the gradient, after clipNorm; none: no limit').default(null),
  patience: orOff(positive, 'must be a whole number from 1, or none')
    .default(2)
    .describe('Stop after so many epochs without improvement; none: never'),
  best: z.enum(['loss', 'accuracy']).default('loss').describe('What decides which checkpoint is kept'),
  keep: z.enum(['best', 'all']).default('best').describe('all: every epoch stays on disk, to see neurons emerge'),
  continue: z.boolean().default(false).describe('Train the loaded checkpoint further'),
});

const sample = z.strictObject({
  prompt: z.string().default('It was not the first time that').describe('Text to continue'),
  length: positive.default(406).describe('Tokens to draw, the prompt not counted'),
  temperature: z.number().min(0).default(1).describe('0: always the most likely token; 1: as the model says'),
});

export const recordSchema = z.strictObject({
  layer: positive.default(1).describe('Layer that is analysed and published, from 1'),
  component: z.enum(componentNames).optional().describe('Component that is analysed and published'),
});

export const detectSchema = z.strictObject({
  by: z
    .enum(['effect', 'relevance', 'fourier', 'none'])
    .optional()
    .describe(
      'How neurons are found. effect: by the local AUC (of numbers the rank correlation) on the half of the documents that claims are chosen on; relevance: as the thesis did; fourier: by their amplitude in a band; none: those of neurons',
    ),
  on: z.enum(['observed', 'sampled']).default('observed').describe('On which text (sampled: as the thesis did)'),
  count: positive.default(2).describe('How many neurons each feature detects'),
  neighbours: wholeNumber()
    .min(0)
    .optional()
    .describe('How many neurons are shown on each side of each (1; of neurons given by hand 0)'),
});

/** A list of features, of which the catalogue may be one; or that word alone. */
const featuresSchema = z
  .union(
    [
      z.literal(catalogueWord),
      z
        .array(z.union([z.literal(catalogueWord), featureSchema], { error: 'must be a feature or the word catalogue' }))
        .min(1),
    ],
    { error: 'must be a list, or the word catalogue' },
  )
  .transform((given) => [given].flat());

const frequency = z.number().min(0).max(0.5);
const fourier = z.strictObject({
  band: z
    .tuple([frequency, frequency])
    .nullable()
    .default(null)
    .describe('Lowest and highest frequency, cycles per token, both included: [0.4, 0.5]'),
});

const figures = z.strictObject({
  learningCurve: z.boolean().default(true),
  heatmap: z.boolean().default(true),
  fourier: z.boolean().default(true),
  words: wholeNumber()
    .min(0)
    .max(2000)
    .optional()
    .describe('How many of the most frequent words the picture of the token vectors shows; 0: none; left out: 200'),
});

export const manifestSchema = z.strictObject({
  title: z.string().min(1).describe('Heading of the page'),
  preset: z
    .enum(presetNames)
    .nullable()
    .default(null)
    .describe("Settings in place of the defaults: those of the thesis' LSTM or of its character RNN"),
  description: z.string().nullable().default(null).describe('What was asked, in a sentence or two'),
  author: z.string().min(1).nullable().default(null).describe('Who is cited as the author of the page'),
  licence: z.string().min(1).optional().describe('Under which licence the result is published, as CC-BY-4.0'),
  seed: wholeNumber().min(0).max(0xffff_ffff).default(0).describe('Fixes every random draw'),
  corpus: corpusSchema.prefault({}).describe('The text'),
  model: modelSchema.prefault({}).describe('The network: loaded, or built and trained'),
  train: trainSchema.prefault({}).describe('Training; not used when a checkpoint is loaded'),
  sample: sample.prefault({}).describe('The text that the model writes'),
  observe: observeSchema.prefault({}).describe('The text that the model reads'),
  record: z
    .union([recordSchema, z.array(recordSchema).min(1)], {
      error: 'must be a layer and its component, or a list of them',
    })
    .prefault({})
    .describe(
      'What is analysed and published; a list: claims are chosen among the neurons of all, and pages begin with the one whose neuron tells the first feature best',
    ),
  features: featuresSchema
    .prefault([allTokens])
    .describe('Features of the text to look for; catalogue: a prepared list'),
  detect: detectSchema.prefault({}).describe('Which neurons are shown'),
  neurons: neuronsSchema,
  pairs: z
    .array(pairSettingsSchema)
    .min(1)
    .refine((sets) => new Set(sets.map(({ name }) => name)).size === sets.length, {
      error: 'must have names that differ',
    })
    .optional()
    .describe('Sets of minimal pairs that the network is asked, as it is and with neurons held'),
  documents: z
    .array(documentLabelSettings)
    .min(1)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, { error: 'must have names that differ' })
    .optional()
    .describe('Labels of whole documents (a genre, an author, a year), tested over documents'),
  evidence: evidenceSettings
    .default('full')
    .describe('Which tests are run on each claim; quick: without ablation; { catalogue: 2 } tests the catalogue too'),
  atlas: z
    .enum(['component', 'all', 'none'])
    .default('component')
    .describe('Whose neurons are profiled: the recorded component, all components of its layer, or none'),
  seeds: positive.max(100).default(1).describe('How many seeds are trained and compared, the first included'),
  live: z
    .boolean()
    .optional()
    .describe("false: the model's weights are not published; left out: a model under 8 MB is there for readers to try"),
  fourier: fourier.prefault({}).describe('The spectra'),
  figures: figures.prefault({}).describe('Which figures the page has'),
  tagger: path.nullable().default(null).describe("Folder of NLTK's own tagger (nltk_data); empty: the built-in one"),
  watch: z
    .enum(['page', 'text', 'none'])
    .default('page')
    .describe(
      'What is seen of a training: a text that the model writes after every epoch, on the page or in the terminal too',
    ),
  theme: z.enum(['dark', 'light']).default('dark').describe('Colours of the terminal'),
  engine: z
    .enum(['auto', ...engineNames])
    .default('auto')
    .describe('What computes'),
  device: z
    .enum(['auto', ...deviceNames])
    .default('auto')
    .describe('Where it computes; auto: the CPU'),
  ...executorShape,
  runs: path.default('runs').describe('Folder for files that are not published'),
  results: path.default('public/results').describe('Folder for published files'),
});

/** A manifest as it is written, with those defaults that depend on no other key; files are not read yet. */
export type WrittenManifest = z.output<typeof manifestSchema>;
