/**
 * The shape of `public/results/<experiment>/result.json`, checked when it is written and when it is read.
 * This is the only thing the site knows about the runner. Imports zod, the manifest's schema and the parts beside it.
 *
 * Activations never stand in the JSON: each recorded component of each shown text has a side-car file,
 * little-endian: float32 scale[neurons], then int8 value[neurons][tokens]; activation = value / 127 * scale.
 * The scale is the neuron's largest absolute activation in that text.
 */
import { z } from 'zod';
import { pairsEntrySchema } from '../../analysis/pairs/pairs-schema.ts';
import { allUnits, directions, tokenizedTexts } from '../../core/cut.ts';
import { count, fileSchema, finite } from '../../core/numbers-schema.ts';
import { componentNames, networkNames } from '../../nn/models/networks.ts';
import { resolvedManifestSchema } from '../manifest/resolved.ts';
import { changeSummarySchema } from './change-schema.ts';
import { embeddingSchema } from './embedding-schema.ts';
import { evidenceSchema } from './evidence-schema.ts';
import { evolutionFilesSchema } from './evolution-schema.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const recordSchema = z.strictObject({ layer: z.int().min(1), component: z.enum(componentNames) });

/** The file of a component of a layer, on one shown text or of all neurons. */
const sidecarSchema = z.strictObject({ component: z.enum(componentNames), layer: z.int().min(1), ...fileSchema.shape });

/**
 * A text as shown on the page and in the terminal, in the order of the text. What a model that reads from right to left had read at
 * a token are those of its segment behind it.
 */
const shownTextSchema = z.strictObject({
  tokens: z.array(z.string()),
  /** Tokens the model reads as <unk>, as positions. */
  unknown: z.array(count),
  /** Positions at which the model started from the zero state (0 is the first). */
  resets: z.array(count),
  /** How many tokens were given as the prompt (sampled text only; 0 otherwise). */
  promptLength: count,
  /** The first of these; absent: the text's first. One that is written from right to left ends with them. */
  promptStart: count.optional(),
  /**
   * Cross-entropy, nats: nll[t] is that of token t+1 given the tokens up to t, or read from right to left that of token t given
   * those from t+1 on; null across a reset. Length tokens-1.
   */
  nll: z.array(finite.nullable()),
  sidecars: z.array(sidecarSchema),
  /** The file of the likeliest next tokens; null in results that came without. */
  predictions: fileSchema.nullable().default(null),
});

/**
 * The tokens that the model expects next, at each shown token, likeliest first. A file of its own as JSON: `tokens` holds
 * each expected token once, `next` [tokens][5] its places in that list, `probability` [tokens][5] from 0 to 1.
 */
export const predictionsSchema = z.strictObject({
  tokens: z.array(z.string()),
  next: z.array(z.array(count)),
  probability: z.array(z.array(z.number().min(0).max(1))),
});

export const textNames = ['observed', 'sampled'] as const;
export const textNameSchema = z.enum(textNames);

const detectedNeuronSchema = z.strictObject({
  neuron: count,
  /** 'detected' was chosen by the ranking (or asked for); 'neighbour' stands beside one that was. */
  role: z.enum(['detected', 'neighbour']),
  /** Rank among all neurons by the measure of detection, from 1; null when neurons were given by hand. */
  rank: z.int().min(1).nullable(),
  /**
   * The measure of detection: relevance, of a number the size of the correlation; the effect, a local AUC (below .5: lower at the
   * feature) or of a number its rank correlation; or amplitude in the band. Null when undefined.
   */
  score: finite.nullable(),
});

/** Neurons first..last (both included) shown together; overlapping windows are merged. */
const windowSchema = z.strictObject({ first: count, last: count, neurons: z.array(detectedNeuronSchema) });

const featureResultSchema = z.strictObject({
  name: z.string(),
  /** What was asked, in words: 'tokens that match /[.?!]/'. */
  description: z.string(),
  /** Positions that carry the feature in each shown text. */
  positions: z.strictObject({ observed: z.array(count), sampled: z.array(count) }),
  /** Of a feature that is a number, at each token of each shown text; null where a token has none. Then no token carries it. */
  numbers: z.strictObject({ observed: z.array(finite.nullable()), sampled: z.array(finite.nullable()) }).optional(),
  /** How often in the text that was analysed: carriers among counted tokens. */
  carriers: count,
  counted: count,
  /** A clear word when the measure cannot mean much: matches nothing, or everything. */
  warning: z.string().nullable(),
  /** The thesis' relevance and its two parts, [neurons] each; null when the feature never occurs, or is a number. */
  relevance: z
    .strictObject({ relevance: z.array(finite), prominence: z.array(finite), difference: z.array(finite) })
    .nullable(),
  /** Windows of detected neurons and neighbours, in order of neuron number, for the highlighted text and the heatmap. */
  windows: z.array(windowSchema),
  heatmapWindows: z.array(windowSchema),
});

/** Amplitude spectrum of one detected neuron over the analysed shown text; frequency k is k / tokens cycles per token. */
const spectrumSchema = z.strictObject({
  neuron: count,
  tokens: z.int().min(1),
  amplitude: z.array(finite),
  /** The largest amplitude inside the band; null when no band is set or no frequency lies in it. */
  peak: z.strictObject({ frequency: finite, amplitude: finite }).nullable(),
});

const epochSchema = z.strictObject({
  epoch: count,
  /** Mean training loss over the epoch, nats per token; at epoch 0, of the untrained model on training text. */
  trainingLoss: finite,
  validationLoss: finite,
  /** Share of validation positions where the most likely token is right, 0 to 1. */
  validationAccuracy: z.number().min(0).max(1),
  /** Of a training with a loss of one's own: its value on the validation texts. */
  validationOwnLoss: finite.optional(),
  learningRate: finite,
  seconds: finite,
});

/** Smoothed training loss within epochs, for the learning curve. */
const smoothedSchema = z.strictObject({ epoch: z.array(finite), loss: z.array(finite) });

export const resultSchema = z.strictObject({
  schema: z.literal(1),
  id: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  /** The manifest with every default filled in and every override applied. */
  manifest: resolvedManifestSchema,
  provenance: z.strictObject({
    /** Null for a checkpoint that came without one. */
    trainingHash: hash.nullable(),
    configHash: hash,
    corpusHash: hash,
    seed: z.int(),
    /** That with which the text was read. */
    engine: z.string(),
    device: z.string(),
    versions: z.record(z.string(), z.string()),
    commit: z.string().nullable(),
    started: z.iso.datetime(),
    seconds: finite,
    command: z.string(),
  }),
  model: z.strictObject({
    /** The cell, or the family of a whole network. */
    cell: z.enum(networkNames),
    layers: z.int().min(1),
    /** Neurons of the recorded layer; of a whole network those of the recorded component. */
    units: z.int().min(1),
    /** Of each layer, where they are not as many in all. */
    widths: z.array(z.int().min(1)).optional(),
    /** 0: one-hot input. */
    embedding: count,
    /** How the gates are squashed, where it is not by the sigmoid. */
    recurrentActivation: z.enum(['sigmoid', 'hard_sigmoid', 'hard_sigmoid_keras_3']).optional(),
    /** Numbers that each hidden state is brought to; absent: it is carried and read as it is. */
    projection: z.int().min(1).optional(),
    /** True: from the second on, a layer gives what it reads and its hidden state added. */
    residual: z.literal(true).optional(),
    unit: z.enum(allUnits),
    /** Of a text that is tokenized already: no token is a space. */
    tokens: z.enum(tokenizedTexts).optional(),
    /** Backward: it reads from right to left. Absent: from left to right. */
    direction: z.enum(directions).optional(),
    vocabulary: z.int().min(1),
    parameters: z.int().min(1),
    /** 'trained here' or the path of the checkpoint that the manifest names. */
    origin: z.string(),
  }),
  corpus: z.strictObject({
    sources: z.array(z.strictObject({ name: z.string(), credit: z.string().nullable() })),
    tokens: count,
    trainingTokens: count,
    validationTokens: count,
    heldOutTokens: count,
    documents: count,
  }),
  observation: z.strictObject({
    /** Where the observed text came from: 'held-out' or a path. */
    source: z.string(),
    /**
     * 'held out' when the checkpoint's own list shows that the model never saw these documents; 'declared' when the
     * manifest says so (`observe.heldOut`) and no list does.
     */
    exposure: z.enum(['held out', 'declared held out by the author', 'not shown to be held out']),
    documents: count,
    segments: count,
    tokens: count,
    /** Of the text that they are a part of: all held-out documents, or the file. Absent in results of before. */
    textTokens: count.optional(),
    /**
     * Documents that were passed over because they are nearly the text of one that is read, or of one that the model was trained on.
     * Absent in results of before.
     */
    nearCopies: z.strictObject({ ofRead: count, ofTraining: count }).optional(),
    /** Tokens past each segment's warm-up, whose loss counts. Absent in results of before. */
    counted: count.optional(),
    /** Their mean cross-entropy, nats per token, and its exponential. */
    loss: finite.nullable(),
    perplexity: finite.nullable(),
    /** Of pieces of words: the same of what stands between white space. Absent where tokens are no pieces. */
    perplexityPerWord: finite.nullable().optional(),
  }),
  learningCurve: z
    .strictObject({
      epochs: z.array(epochSchema),
      bestEpoch: count,
      /** Epochs of the trainings that this one went on from; absent: none. */
      earlier: count.optional(),
      smoothed: smoothedSchema,
    })
    .nullable(),
  /** The model's token vectors; null for one-hot input, and in results that came without. */
  embedding: embeddingSchema.nullable().default(null),
  /** The component that is detected in and drawn. */
  record: recordSchema,
  /** All components among whose neurons claims are chosen, as the manifest lists them; absent where there is only one. */
  recorded: z.array(recordSchema).min(2).optional(),
  detection: z.strictObject({
    by: z.enum(['effect', 'relevance', 'fourier', 'none']),
    on: textNameSchema,
    count: count,
    neighbours: count,
    band: z.tuple([finite, finite]).nullable(),
  }),
  figures: z.strictObject({ learningCurve: z.boolean(), heatmap: z.boolean(), fourier: z.boolean() }),
  texts: z.strictObject({ observed: shownTextSchema, sampled: shownTextSchema }),
  features: z.array(featureResultSchema),
  /** Spectra of the neurons of all windows (or those asked for), on the shown text of `detection.on`, ordered by neuron. */
  spectra: z.array(spectrumSchema),
  /** The tests of each claim; null when the manifest asks for none, or while they are still to be made. */
  evidence: evidenceSchema.nullable(),
  /** There while the manifest asks for evidence and not all of it is gathered as yet, with the command that goes on. */
  evidencePending: z.strictObject({ command: z.string() }).optional(),
  /** The profiles of all neurons of a component (atlas-schema.ts), the recorded one first; absent where none were made. */
  atlases: z.array(sidecarSchema).optional(),
  /** What minimal pairs came to (pairs-schema.ts); absent where none were asked. */
  pairs: pairsEntrySchema.optional(),
  /** What the model wrote after its epochs; absent where it was not trained here, or not watched. */
  evolution: evolutionFilesSchema.optional(),
  /** How the network goes on while the leading neuron is held; absent: it uses none for a state that any text has. */
  change: changeSummarySchema.optional(),
  /**
   * The model for the reader to try: a checkpoint in half precision beside the result. Null when it is too large, or
   * when it ships with the project and lies in models/ already (see shipped.ts).
   */
  live: z.strictObject({ model: fileSchema, weights: fileSchema }).nullable().default(null),
});

export type Result = z.infer<typeof resultSchema>;
export type ShownText = z.infer<typeof shownTextSchema>;
export type FeatureResult = z.infer<typeof featureResultSchema>;
/** A neuron chosen by the detection, or standing beside one. */
export type ShownNeuron = FeatureResult['windows'][number]['neurons'][number];
export type Predictions = z.infer<typeof predictionsSchema>;
export type Sidecar = z.infer<typeof sidecarSchema>;
export type TextName = z.infer<typeof textNameSchema>;

export const inTexts = <Told>(told: (text: TextName) => Told): Record<TextName, Told> => ({
  observed: told('observed'),
  sampled: told('sampled'),
});
export type Spectrum = z.infer<typeof spectrumSchema>;
