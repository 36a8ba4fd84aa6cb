/**
 * The shape of the evidence in a result, fifth version: one claim for each neuron and feature, with every rung of the
 * ladder by its name, whether it passed, failed, does not apply, could not be tested or was not run. What stands beside the
 * rungs, and beside the claims, is put together from the list of findings: each brings its own shape.
 * Codes and numbers: `runner/wording` says them in sentences.
 *
 * A claim says: neuron n of a layer's component is higher (or lower) where the feature is than where it is not, among the
 * tokens of the feature's reference class. Effects are local AUCs (of pairs of tokens of one segment), 0 to 1, of the activation as it is: .5 is
 * no effect, below .5 is lower at the feature. Intervals are 95%, [low, high]. Losses and flips are nats a token. Sources
 * of the measures: the files of runner/analysis/findings and runner/analysis/stats.
 */
import { z } from 'zod';
import { claimFacts, verdictSchema } from '../../analysis/findings/claim-schema.ts';
import { findings } from '../../analysis/findings/findings.ts';
import { rungsSchema } from '../../analysis/findings/rungs-schema.ts';
import { causeSchema } from '../../analysis/pairs/pairs-schema.ts';
import { count, finite } from '../../core/numbers-schema.ts';

export const evidenceVersion = 5 as const;

type Listed = (typeof findings)[number];

/** The shapes of what is published beside a claim's rungs: of each finding that of one claim. */
type RungsShape = { [Own in Extract<Listed, { published: 'claim' }> as Own['name']]: Own['schema']['element'] };
const rungsShape = Object.fromEntries(
  findings.flatMap((each) => (each.published === 'claim' ? [[each.name, each.schema.element]] : [])),
) as RungsShape;

/** The shapes of what is published beside the claims. */
type ClaimsShape = { [Own in Extract<Listed, { published: 'evidence' }> as Own['name']]: Own['schema'] };
const claimsShape = Object.fromEntries(
  findings.flatMap((each) => (each.published === 'evidence' ? [[each.name, each.schema]] : [])),
) as ClaimsShape;

const claimSchema = z.strictObject({
  ...claimFacts,
  /** The feature's claim with the highest verdict (of equal ones that the network uses that with the largest flip, else effect; before all what is shown to be a cause): page, text and picture show it. */
  lead: z.boolean(),
  /** Where pairs were asked and their preferences hang on this neuron most. */
  cause: causeSchema.optional(),
  rungs: rungsSchema,
  verdict: verdictSchema,
  ...rungsShape,
});

const halfSchema = z.strictObject({ documents: count, segments: count, tokens: count });

export const evidenceSchema = z.strictObject({
  schema: z.literal(evidenceVersion),
  level: z.enum(['full', 'quick']),
  /** How many of the steps are done: fewer while the evidence is still running, or was interrupted. */
  steps: z.strictObject({ done: count, of: count }),
  /** Tokens that were scored (warm-up left out), by half. */
  discovery: halfSchema,
  confirmation: halfSchema,
  sources: z.array(z.strictObject({ name: z.string(), discovery: count, confirmation: count })),
  /** What was swapped: whole documents within their source, or segments within documents where documents are few. */
  swapped: z.enum(['documents', 'segments within documents']),
  neurons: count,
  features: count,
  permutations: count,
  seconds: finite,
  claims: z.array(claimSchema),
  /**
   * The best neurons, so many, of each of so many features of the catalogue beside the experiment's own, corrected for among themselves;
   * absent where the catalogue was not tested.
   */
  catalogue: z.strictObject({ neurons: count, features: count, claims: z.array(claimSchema) }).optional(),
  ...claimsShape,
});

export type Evidence = z.infer<typeof evidenceSchema>;
export type Claim = z.infer<typeof claimSchema>;
export type ClaimDetails = Pick<Claim, keyof RungsShape>;
export type EvidenceDetails = Pick<Evidence, keyof ClaimsShape>;
