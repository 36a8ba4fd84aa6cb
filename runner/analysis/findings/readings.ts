/**
 * What the ladder needs computed and cannot compute: readings with neurons held, and readings by other networks. The
 * experiment fulfils it with an engine; a test with a few lines. Types only.
 */

import type { HalfName, Halves } from '../stats/halves.ts';
import type { Activations } from '../stats/tested-text.ts';
import type { LayerComponent } from './arrays.ts';
import type { EffectTable } from './bench.ts';
import type { Reason } from './reasons-schema.ts';

/** Neurons, by their numbers in the bench, that are held while a half is read; none: the network as it is. */
export type HeldValues = readonly {
  neuron: number;
  /** [read tokens of the half] The value after each token. */
  values: Float32Array;
}[];

/** Some segments of a half read once more, each from the state in which the network came to it. */
export interface HeldReading {
  hold: HeldValues;
  /** Segments of the half, by their order in it. */
  segments: readonly number[];
  /** Read tokens of the half, within those segments and none the last of one, after which something is measured. */
  places: Int32Array;
}

export interface GroupedReading extends HeldReading {
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
  /** The token that is read. */
  space: number;
  /** [held neurons] each [places]: the value after it. */
  values: readonly Float32Array[];
}

/** Single tokens of a half at which a neuron is set, each by itself: before and after it the network is as it is. */
export interface StepReading {
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

/** The network as it was at the end of an epoch of its training. */
export interface EpochActivations {
  epoch: number;
  activations: Halves<Activations>;
}

/** The observed text from its beginning, as it was recorded. */
export interface RecordedText {
  /** [neurons] each [tokens]. */
  neurons: Activations;
  /** As they are written. */
  tokens: readonly string[];
  /** Tokens of the first segment, in all. */
  segment: number;
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
  losses(half: HalfName, readings: readonly HeldReading[], onProgress?: OnShare): Promise<Float32Array[]>;
  /** @returns [readings] each [groups][vocabulary]: the probabilities of what comes next, added up over the places of a group. */
  predictions(half: HalfName, readings: readonly GroupedReading[], onProgress?: OnShare): Promise<Float64Array[][]>;
  /** @returns [times] each [places]: the loss of the tokens ahead, nats. */
  steps(half: HalfName, reading: StepReading, onProgress?: OnShare): Promise<Float32Array[]>;
  /** What holding the neurons changes, beside the network as it is, which reads the same. */
  changes(half: HalfName, reading: HeldReading, onProgress?: OnShare): Promise<Changes>;
  /**
   * What all neurons of so many networks of the same shape that never learnt have of the features, and maybe of others behind. Asked
   * for more, the first of them are the same.
   */
  untrained(networks: number, onProgress?: OnShare): Promise<readonly UntrainedNetwork[]>;
  /** The same of the network itself with its weights shuffled; none where it is known how the network began. */
  shuffled(
    networks: number,
    onProgress?: OnShare,
  ): Promise<readonly (Halves<EffectTable> & Pick<UntrainedNetwork, 'documents'>)[]>;
  /** Networks trained from other seeds, or why there are none. */
  seeds(onProgress?: OnShare): AsyncIterable<OtherSeed> | Reason;
  /** The same network at the ends of the epochs that were kept, as far as there are any. */
  epochs(onProgress?: OnShare): AsyncIterable<EpochActivations>;
  /** A recorded array. @param most tokens. */
  recorded(array: Pick<LayerComponent, 'component' | 'layer'>, most: number): Promise<RecordedText>;
}

/** Hears the share that is done, 0 to 1; may throw to stop. */
export type OnShare = (share: number) => void;
