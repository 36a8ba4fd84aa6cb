/**
 * The shape of `public/results/<sweep>/sweep.json`, which is written while a sweep runs and when it ends. Imports only zod
 * and the shapes of the evidence and of pairs. Losses are nats a token, on the validation documents, of the epoch whose model is kept.
 */
import { z } from 'zod';
import { amongNames, verdictLevels } from '../../analysis/findings/claim-schema.ts';
import { rungStatusSchema } from '../../analysis/findings/rungs-schema.ts';
import { conditionScoreSchema } from '../../analysis/pairs/pairs-schema.ts';
import { count, finite } from '../../core/numbers-schema.ts';

export const sweepFile = 'sweep.json';

/** A value of a setting: as it stands in the manifest. */
const settingSchema = z.json();

/** What a trial claims of one feature: its leading claim. (Sweeps of before said its verdict in words as well: not read.) */
const trialClaimSchema = z.object({
  feature: z.string(),
  neuron: count,
  component: z.string(),
  among: z.enum(amongNames),
  sign: z.union([z.literal(1), z.literal(-1)]),
  level: z.enum(verdictLevels),
  /** Local AUC on the confirmation half; null where it was not measured. */
  localAuc: finite.nullable(),
  /** What became of the rungs that the table shows. */
  heldOut: rungStatusSchema,
  learned: rungStatusSchema,
  used: rungStatusSchema,
});

/** What minimal pairs came to, by condition, with nothing held. */
const trialPairsSchema = z.strictObject({
  name: z.string(),
  conditions: z.array(conditionScoreSchema.pick({ by: true, pairs: true, accuracy: true, margin: true })),
});

const trialStatuses = ['done', 'failed', 'stopped', 'running'] as const;

const trialSchema = z.strictObject({
  id: z.string(),
  /** Dotted keys of the manifest, with their values. */
  parameters: z.record(z.string(), settingSchema),
  /** Stopped: by successive halving. Running: begun and not ended, also while nobody works on it. */
  status: z.enum(trialStatuses),
  /** Null before the first epoch has ended, or where nothing is trained. */
  validationLoss: finite.nullable(),
  seconds: finite,
  /** Epochs trained, and numbers that the model learns; null while they are not known. */
  epochs: count.nullable(),
  size: count.nullable(),
  /** The loss at the end of each rung of the halving that it has reached: that of the best epoch so far. */
  rungs: z.array(z.strictObject({ epoch: count, validationLoss: finite })),
  /** A token of the observed text; null where the trial is not done. */
  perplexity: finite.nullable(),
  /** Of each feature with evidence; empty where the trial is not done or asks for none. */
  claims: z.array(trialClaimSchema),
  /** Of each set of pairs; absent where none were asked. */
  pairs: z.array(trialPairsSchema).optional(),
  error: z.string().nullable(),
  /** The command that makes an experiment of it, with a page of its own. */
  command: z.string(),
});

export const sweepResultSchema = z.strictObject({
  schema: z.literal(1),
  id: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  /** The base manifest's path, and its title. */
  base: z.strictObject({ path: z.string(), title: z.string() }),
  search: z.enum(['grid', 'random']),
  seed: count,
  /** The settings that differ, in the order of the file, each with its scale. */
  settings: z.array(z.strictObject({ key: z.string(), scale: z.enum(['linear', 'log', 'choice']) })),
  /** Settings that are the same in every trial and not as in the base. */
  fixed: z.record(z.string(), settingSchema),
  halving: z.strictObject({ epochs: z.array(count), keep: finite }).nullable(),
  executor: z.string(),
  planned: count,
  trials: z.array(trialSchema),
  /** Of the trials that are done, the one with the lowest loss; null while there is none. */
  best: z.string().nullable(),
  provenance: z.strictObject({
    versions: z.record(z.string(), z.string()),
    commit: z.string().nullable(),
    command: z.string(),
  }),
});

export type SweepResult = z.infer<typeof sweepResultSchema>;
export type SweepTrial = z.infer<typeof trialSchema>;
export type TrialClaim = z.infer<typeof trialClaimSchema>;
export type TrialPairs = z.infer<typeof trialPairsSchema>;
export type Setting = z.infer<typeof settingSchema>;
