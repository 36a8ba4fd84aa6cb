/**
 * What a finding is: one object that names its criteria, what it reads, how it is computed, the shape of what comes out and
 * where that is published; and what it can ask to be read, which the experiment fulfils with an engine, a test with a few lines. Types,
 * and how such an object is written down. The list of all of them is `findings.ts`.
 */
import type { z } from 'zod';
import type { Activations, HalfName, Halves } from '../stats/tested-text.ts';
import type { LayerComponent } from './arrays.ts';
import type { Bench, EffectTable } from './bench.ts';
import type { Reason } from './reasons-schema.ts';

/** Neurons, by their numbers in the bench, that are held while a half is read; none: the network as it is. */
export type ClampValues = readonly {
  neuron: number;
  /** [read tokens of the half] The value after each token. */
  values: Float32Array;
}[];

/** Some segments of a half read once more, each from the state in which the network came to it. */
export interface ClampedRun {
  clamp: ClampValues;
  /** Segments of the half, by their order in it. */
  segments: readonly number[];
  /** Read tokens of the half, within those segments and none the last of one, after which something is measured. */
  places: Int32Array;
}

export interface GroupedClampedRun extends ClampedRun {
  /** [places] Which sum a place's prediction is added to. */
  groups: Int32Array;
  /** Where it stands, the next word or mark is told, else the next token. */
  past?: WhiteSpaceSkip;
}

/**
 * How white space is looked past: the share that the network gives to white space goes to the words and marks that it expects
 * once it has read a space more. (What is white space after that space is left out.)
 */
export interface WhiteSpaceSkip {
  /** [vocabulary] 1 where a token is white space. */
  white: Uint8Array;
  space: number;
  /** [held neurons] each [places]: the value after it. */
  values: readonly Float32Array[];
}

/** Single tokens of a half at which a neuron is set, each by itself: before and after it the network is as it is. */
export interface SingleTokenPatchRun {
  neuron: number;
  segments: readonly number[];
  /** Read tokens of the half, within those segments and none the first or the last of one. */
  places: Int32Array;
  /** [times] each [places]: what the neuron is set to after the token. */
  values: readonly Float32Array[];
  /** [places] Tokens after the place whose losses are added up, 1 or 2. */
  ahead: Uint8Array;
}

/** Nats, [places]. */
export interface Changes {
  /** Loss of the next token with the neurons held, minus that without. */
  rise: Float32Array;
  /** Divergence of the prediction with the neurons held from that without (Kullback and Leibler). */
  divergence: Float32Array;
}

export interface OtherSeed {
  seed: number;
  activations: Halves<Activations>;
}

export interface EpochActivations {
  epoch: number;
  activations: Halves<Activations>;
}

/** What is known of a network that never learnt, read like the trained one. */
export interface UntrainedNetwork extends Halves<EffectTable> {
  /** What its own neurons would count as learned by, in the trained network's place; null where nobody asks. */
  standing: Standing | null;
  /** [features, as many as were asked for] Local AUC of a linear probe of its layer; null where none can be made. */
  probes: readonly (number | null)[];
  /**
   * [features] Of each that is a number the means of its best neuron (`number-curve.ts`); null of the others. None where it was
   * not looked for.
   */
  curves?: readonly (readonly number[] | null)[];
  /** [labels of documents] The effect of its best neuron; none where documents have no labels. */
  documents?: readonly (number | null)[];
}

/** What decides, beside effects, whether a network's neurons tell more than chance and than labels that mean nothing. */
export interface Standing {
  /** [features] each [neurons]: z of the swap test on discovery; NaN where it cannot be told. */
  z: EffectTable;
  /** |z| above which the p over all neurons and features of the network (maximum of |z|) is below .05. */
  threshold: number;
  /** [features] The effect of the network's best neuron for the best of the control labels; null where there are none. */
  labels: readonly (number | null)[];
}

export interface Readings {
  /** @returns [readings] each [places]: the loss of the next token, nats. */
  losses(half: HalfName, readings: readonly ClampedRun[], onProgress?: OnProgress): Promise<Float32Array[]>;
  /** @returns [readings] each [groups][vocabulary]: the probabilities of what comes next, added up over the places of a group. */
  predictions(
    half: HalfName,
    readings: readonly GroupedClampedRun[],
    onProgress?: OnProgress,
  ): Promise<Float64Array[][]>;
  /** @returns [times] each [places]: the loss of the tokens ahead, nats. */
  steps(half: HalfName, reading: SingleTokenPatchRun, onProgress?: OnProgress): Promise<Float32Array[]>;
  /** What holding the neurons changes, beside the network as it is, which reads the same. */
  changes(half: HalfName, reading: ClampedRun, onProgress?: OnProgress): Promise<Changes>;
  /**
   * What all neurons of so many networks of the same shape that never learnt have of the features, and maybe of others behind. Asked
   * for more, the first of them are the same.
   */
  untrained(networks: number, onProgress?: OnProgress): Promise<readonly UntrainedNetwork[]>;
  /** The same of the network itself with its weights shuffled; none where it is known how the network began. */
  shuffled(
    networks: number,
    onProgress?: OnProgress,
  ): Promise<readonly (Halves<EffectTable> & Pick<UntrainedNetwork, 'documents'>)[]>;
  /** Networks trained from other seeds, or why there are none. */
  seeds(onProgress?: OnProgress): AsyncIterable<OtherSeed> | Reason;
  /** The same network at the ends of the epochs that were kept, as far as there are any. */
  epochs(onProgress?: OnProgress): AsyncIterable<EpochActivations>;
  /** [neurons] each [tokens] of a recorded array, from the text's beginning. @param most tokens. */
  recorded(array: Pick<LayerComponent, 'component' | 'layer'>, most: number): Promise<Activations>;
}

/** Hears the share that is done, 0 to 1; may throw to stop. */
export type OnProgress = (share: number) => void;

export type Criteria = Readonly<Record<string, number | readonly number[]>>;

/**
 * Where a finding stands in a result: as a `rung` of each claim; beside the rungs of each `claim`; in the `evidence`, beside
 * the claims; or nowhere, where only other findings read it (`inner`). Of a rung and of what stands beside it there is one
 * for each claim, in the order of the claims.
 */
export type ResultPlace = 'rung' | 'claim' | 'evidence' | 'inner';

export type ReadingName = keyof Readings;

/** Any finding. What is kept of one counts only while all that it declares, and all that it reads, is the same. */
export interface Finding {
  /** Also its name in the result, and that of the file in which it is kept. */
  name: string;
  /** What the reader of a terminal is told while it is computed. */
  title: string;
  published: ResultPlace;
  fullOnly?: boolean;
  criteria: Criteria;
  /** The criteria of the parts that it computes with. */
  bounds?: readonly Criteria[];
  /** The findings that it reads; all stand before it in the list. */
  inputs: readonly Finding[];
  /** Those that it reads where they were computed, as far as quick evidence has them. */
  optional?: readonly Finding[];
  /** What it has computed that a recording does not hold. */
  reads: readonly ReadingName[];
  schema: z.ZodType;
  compute(task: AnyTask): Promise<unknown>;
}

/** All criteria that something computed as the finding computes hangs on. */
export const boundsOf = ({ criteria, bounds = [] }: Pick<Finding, 'criteria' | 'bounds'>): readonly Criteria[] => [
  criteria,
  ...bounds,
];

export type FoundBy<Own extends Finding> = { [Each in Own as Each['name']]: z.output<Each['schema']> };

interface Common {
  bench: Bench;
  onProgress?: OnProgress;
}

interface AnyTask extends Common {
  found: object;
  readings: object;
}

export interface FindingTask<Inputs extends readonly Finding[] = readonly [], Reads extends ReadingName = never>
  extends Common {
  found: FoundBy<Inputs[number]>;
  readings: Pick<Readings, Reads>;
}

export interface TypedFinding<
  Name extends string,
  Where extends ResultPlace,
  Schema extends z.ZodType,
  Inputs extends readonly Finding[],
  Reads extends ReadingName,
  Own extends Criteria,
> extends Finding {
  name: Name;
  published: Where;
  criteria: Own;
  inputs: Inputs;
  reads: readonly Reads[];
  schema: Schema;
  compute(task: FindingTask<Inputs, Reads>): Promise<z.output<Schema>>;
}

/** Writes a finding down: the compiler knows of `compute` what `inputs` and `reads` name, and nothing else. */
export const finding = <
  const Name extends string,
  const Where extends ResultPlace,
  Schema extends z.ZodType,
  const Inputs extends readonly Finding[],
  Reads extends ReadingName,
  const Own extends Criteria,
>(
  own: TypedFinding<Name, Where, Schema, Inputs, Reads, Own>,
): TypedFinding<Name, Where, Schema, Inputs, Reads, Own> => own;
