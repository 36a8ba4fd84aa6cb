/**
 * The shape of `public/results/<experiment>/pairs.json`: which of two continuations a network prefers, intact, with neurons held,
 * and with their values taken from a twin. Imports zod, the cells' tables and the shapes of numbers.
 */
import { z } from 'zod';
import { count, finite, interval, share } from '../../core/numbers-schema.ts';
import { componentNames } from '../../nn/models/networks.ts';

const score = {
  pairs: count,
  /** Share of the pairs whose right side is the likelier one, and its interval (Wilson, 95%). */
  accuracy: share,
  accuracyInterval: interval,
  /** Mean of log P(right) - log P(wrong), nats, and its interval (bootstrap, 95%); null with fewer than two that are drawn. */
  margin: finite,
  interval: interval.nullable(),
};
/** The conditions by their columns: { subject: 'plural', attractor: 'none' }. */
const by = z.record(z.string(), z.string());

export const pairScoreSchema = z.strictObject(score);
export const conditionScoreSchema = z.strictObject({ by, ...score });

/** Neurons of one component of one layer that are taken together. */
const neurons = { component: z.enum(componentNames), layer: z.int().min(1), neurons: z.array(count).min(1) };
export const pairReasons = ['claimed', 'group', 'by hand', 'scan'] as const;
const why = { why: z.enum(pairReasons) };

/** The lowest and the highest of what neurons alike give, by themselves or as many together as are held. */
const alikeScores = z.strictObject({
  draws: z.int().min(1),
  accuracy: interval,
  margin: interval,
  conditions: z.array(z.strictObject({ by, accuracy: interval, margin: interval })),
});

const heldSchema = z.strictObject({
  ...neurons,
  ...why,
  at: z.union([z.literal('mean'), finite]),
  /** [neurons] What that is. */
  values: z.array(finite),
  conditions: z.array(conditionScoreSchema),
  all: pairScoreSchema,
  /** Null where there are too few neurons to compare with, or nobody asked. */
  alike: alikeScores.nullable(),
});

const turned = { pairs: count, turned: count, margin: finite };
/** The neurons' values, from a place of the text to its end, are taken from the twin: how often does the preference turn? */
const interchangeSchema = z.strictObject({
  ...neurons,
  ...why,
  ...turned,
  /** Of the share that turns (Wilson, 95%). */
  turnedInterval: interval,
  conditions: z.array(z.strictObject({ by, ...turned })),
  /** The most that turn with neurons alike, and how many were tried. */
  alike: z.strictObject({ draws: z.int().min(1), most: count }).nullable(),
  /** [pairs of the set] log P(right) - log P(wrong), nats; null of a pair that has no twin to take from; absent of a large set. */
  margins: z.array(finite.nullable()).optional(),
});

const courseSchema = z.strictObject({
  ...neurons,
  lines: z.array(
    z.strictObject({
      by,
      pairs: count,
      /** Tokens by their distance: from the place in the text (`start`), or from the token that is asked for (`end`, which is 0). */
      places: z.array(
        z.strictObject({
          from: z.enum(['start', 'end']),
          offset: z.int(),
          mean: finite,
          /** Bootstrap, 95%. */
          interval: interval.nullable(),
        }),
      ),
    }),
  ),
});

/** [conditions] With a neuron held: pairs that are right, and the mean of log P(right) - log P(wrong), nats. */
const heldByCondition = { right: z.array(count), margin: z.array(finite) };
/** [lines][places] */
const byPlace = z.array(z.array(finite));
const endByPlace = z.array(z.array(finite.nullable()));

/** Neurons one by one, in few digits: their figures are drawn when a reader chooses one. */
const profilesSchema = z.strictObject({
  component: z.enum(componentNames),
  layer: z.int().min(1),
  /** Neurons that the layer has; where these are more than are told, those are told that the conditions part furthest. */
  of: count,
  /** Conditions in the order of all lists, with the places of the time course. */
  lines: z.array(
    z.strictObject({
      by,
      pairs: count,
      places: z.array(z.strictObject({ from: z.enum(['start', 'end']), offset: z.int() })),
    }),
  ),
  /** [conditions] Texts of each that dose curves are computed over. */
  dosed: z.array(count),
  neurons: z.array(
    z.strictObject({
      neuron: count,
      mean: finite,
      /** The mean at each place, and the ends of its interval (bootstrap, 95%). */
      course: z.strictObject({ means: byPlace, low: endByPlace, high: endByPlace }),
      atMean: z.strictObject(heldByCondition),
      atZero: z.strictObject(heldByCondition),
      /** Preferences that turn when its value is taken from the twin; null where no pair has a twin to take from. */
      turned: z.strictObject({ pairs: count, turned: count }).nullable(),
      /** [values] each [conditions]: the neuron held at each value. */
      dose: z.strictObject({ values: z.array(finite), right: z.array(z.array(count)), margin: byPlace }),
    }),
  ),
});

const scanSchema = z.strictObject({
  component: z.enum(componentNames),
  layer: z.int().min(1),
  /** Neurons that were each held at their mean. */
  tried: count,
  /** Pairs of the half that chooses and of the half that confirms, and right ones of the latter. */
  pairs: z.strictObject({ choosing: count, confirming: count }),
  accuracy: share,
  /** Whether the network prefers the right side at all: else no neuron can carry it. */
  isAbove: z.boolean(),
  /** Those that cost most on the one half, measured on the other. */
  chosen: z.array(
    z.strictObject({
      neuron: count,
      /** Nats of the margin that are lost, with the 95% interval. */
      cost: finite,
      interval,
      accuracy: share,
      /** One-sided, by Holm over those chosen. */
      p: share,
      passed: z.boolean(),
    }),
  ),
});

/** The neuron whose exchange with the twin costs a preference most on one half of the pairs, tested on the other. */
export const causeSchema = z.strictObject({
  component: z.enum(componentNames),
  layer: z.int().min(1),
  neuron: count,
  set: z.string(),
  /** Neurons among which it was chosen. */
  tried: count,
  /** Of the half that tests, and how many of them prefer the other side with its values from the twin, with the interval of the share (Wilson, 95%). */
  pairs: count,
  turned: count,
  turnedInterval: interval,
  /** Nats of the margin that are lost, with the 95% interval; p one-sided. */
  cost: finite,
  interval,
  p: share,
  passed: z.boolean(),
});

const exampleSchema = z.strictObject({
  tokens: z.array(z.string()),
  right: z.string(),
  wrong: z.string(),
  by,
  margin: finite,
  /** [shown neurons] Of each: its value after every token, and the margin with its values from the twin (null: not taken). */
  neurons: z.array(z.strictObject({ neuron: count, values: z.array(finite), exchanged: finite.nullable() })),
});

/** How many are right, as it is and with single neurons held, by the values of a column: the number of misleading nouns. */
const acrossSchema = z.strictObject({
  /** Null: the values are those of the conditions beside the mark. */
  name: z.string().nullable(),
  values: z.array(z.string()),
  pairs: z.array(count),
  /** First as it is, which holds no neuron; then each neuron at its mean, at a value, at the twin's values. */
  rows: z.array(
    z.strictObject({
      neurons: z.array(count),
      at: z.union([z.enum(['mean', 'twin']), finite]).nullable(),
      right: z.array(count),
    }),
  ),
});

const unitsSchema = z.strictObject({
  component: z.enum(componentNames),
  layer: z.int().min(1),
  /** The value of the mark that the AUC is about; null: it has not two. */
  told: z.string().nullable(),
  each: z.array(
    z.strictObject({
      neuron: count,
      /** [conditions] Held at its mean. */
      ...heldByCondition,
      /** [values of `across`] At the last token of the texts, not held; null where all have one value of the mark. */
      auc: z.array(share.nullable()),
      /** long: it tells the mark for all values; short: for the first alone; null: neither. */
      reach: z.enum(['long', 'short']).nullable(),
    }),
  ),
});

/** Decoders of the mark from the whole layer, made at one token and read at others. */
const decodersSchema = z.strictObject({
  places: z.array(z.strictObject({ from: z.enum(['start', 'end']), offset: z.int() })),
  told: z.string(),
  /** Texts on which they were made, and on which they are read. */
  made: count,
  read: count,
  /** [made at][read at] */
  auc: z.array(z.array(share)),
  /** The same of a network of the same shape that learned nothing; null: there is none. */
  untrained: z.array(z.array(share)).nullable(),
});

/** How much of the depth of words the layer explains, of what is left by their place in the text and the word itself: shares of the squares (R²). */
const depthSchema = z.strictObject({
  texts: count,
  words: count,
  /** On texts of which no regression was made, with the 95% interval (jackknife over what is drawn together). */
  explained: finite,
  interval,
  /** Of all there is, what place and word themselves explain. */
  covariates: finite,
  /** As `explained`, of curves that are other sentences' of equal length; null where all of a length have one. */
  shuffled: z.strictObject({ draws: count, mean: finite, most: finite }).nullable(),
  /** As `explained`, of a network of the same shape that learned nothing; null: there is none. */
  untrained: finite.nullable(),
});

const formsSchema = z.array(
  z.strictObject({
    neuron: count,
    /** What the decoder adds to the logit of each form for each unit of the neuron's hidden state. */
    forms: z.array(z.strictObject({ word: z.string(), value: z.string(), weight: finite })),
  }),
);

export const pairSetSchema = z.strictObject({
  name: z.string(),
  source: z.string(),
  by: z.array(z.string()),
  /** The condition in which twins differ. */
  mark: z.string().nullable(),
  /** What is read first; null: texts begin in the zero state. */
  before: z.string().nullable(),
  pairs: count,
  /** Left out because the model lacks a word. */
  skipped: count,
  /** Read with unknown tokens in their text. */
  unknown: count,
  /** Pairs whose text stands in the training text with the right side behind it, word for word, and the score of all others; absent where the model was trained elsewhere. */
  seen: z.strictObject({ pairs: count, others: pairScoreSchema.nullable() }).optional(),
  conditions: z.array(conditionScoreSchema),
  all: pairScoreSchema,
  /** The neuron on which the preferences hang most; absent where none was looked for, or none can be told. */
  cause: causeSchema.optional(),
  held: z.array(heldSchema),
  interchange: z.array(interchangeSchema),
  courses: z.array(courseSchema),
  scan: scanSchema.nullable(),
  /** A couple of twins; none where there are no twins. */
  examples: z.array(exampleSchema),
  /** [pairs] log P(right) - log P(wrong), nats; absent of a large set. */
  margins: z.array(finite).optional(),
  /** The following are absent of results from before they were computed, and where they cannot be told. */
  across: acrossSchema.optional(),
  /** Every neuron of a scan, else those that were looked at. */
  units: unitsSchema.optional(),
  /** Of the neurons on which the preferences hang: their time courses in the other arrays of the layer, and what the verbs hear of them. */
  gates: z.array(courseSchema).optional(),
  forms: formsSchema.optional(),
  decoders: decodersSchema.optional(),
  depth: depthSchema.optional(),
  /** Absent of results from before it was computed, and where no neuron was looked at. */
  profiles: profilesSchema.optional(),
});

export const pairsFile = 'pairs.json';
/** A row for each pair and hold. */
export const itemsFile = 'items.csv';

export const pairsSchema = z.strictObject({
  schema: z.literal(1),
  /** Of all that they depend on: sets with the same key need not be asked again. */
  key: z.string(),
  sets: z.array(pairSetSchema),
});

export const pairSummarySchema = pairSetSchema
  .omit({
    courses: true,
    examples: true,
    margins: true,
    profiles: true,
    across: true,
    units: true,
    gates: true,
    forms: true,
    decoders: true,
  })
  .extend({ interchange: z.array(interchangeSchema.omit({ margins: true })) });

/** What `result.json` says of it: the file, and what each set comes to. */
export const pairsEntrySchema = z.strictObject({
  path: z.literal(pairsFile),
  bytes: count,
  /** Absent of results from before it was written. */
  items: z.strictObject({ path: z.literal(itemsFile), bytes: count }).optional(),
  sets: z.array(pairSummarySchema),
});

export type PairScore = z.infer<typeof pairScoreSchema>;
export type ConditionScore = z.infer<typeof conditionScoreSchema>;
export type HeldScore = z.infer<typeof heldSchema>;
export type PairInterchange = z.infer<typeof interchangeSchema>;
export type PairCourse = z.infer<typeof courseSchema>;
export type PairProfiles = z.infer<typeof profilesSchema>;
export type Cause = z.infer<typeof causeSchema>;
export type PairScan = z.infer<typeof scanSchema>;
export type PairAcross = z.infer<typeof acrossSchema>;
export type PairUnits = z.infer<typeof unitsSchema>;
export type PairForms = z.infer<typeof formsSchema>;
export type PairDecoders = z.infer<typeof decodersSchema>;
export type PairDepth = z.infer<typeof depthSchema>;
export type PairExample = z.infer<typeof exampleSchema>;
export type PairSet = z.infer<typeof pairSetSchema>;
export type PairSummary = z.infer<typeof pairSummarySchema>;
export type PublishedPairs = z.infer<typeof pairsSchema>;

/** The margins of all pairs under one condition: nothing held, neurons at their means or a value, or at those of the twin. */
export interface HeldMargins extends Pick<HeldScore, 'component' | 'layer'> {
  /** None: nothing is held. */
  neurons: readonly number[];
  at: HeldScore['at'] | 'twin' | null;
  /** [pairs] log P(right) - log P(wrong), nats; null where nothing could be taken. */
  margins: ArrayLike<number | null>;
}

/** What is known of each pair of a set, and what the network made of it. */
export interface PairItems {
  set: string;
  pairs: readonly { id: string; values: Readonly<Record<string, string>> }[];
  /** [pairs] 1 where it stands in the training text word for word; null: not known. */
  seen: ArrayLike<number> | null;
  items: readonly HeldMargins[];
}
