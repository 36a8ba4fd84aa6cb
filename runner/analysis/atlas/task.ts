/** What an atlas is made of, and the arrays that come out. Types only. */
import type { TypedTensor } from '../../formats/safetensors/arrays.ts';
import type { Atlas, AtlasFeature, AtlasParts, LearnedCounts } from './atlas-schema.ts';
import type { AtlasMemory } from './memory.ts';
import type { ScoredTokens } from './places.ts';
import type { SearchArrays, SearchTask } from './search.ts';
import type { StrongestParts, StrongestTask } from './strongest.ts';

/** What every neuron does at every feature of the catalogue. N neurons, F features, row-major. */
export interface FeatureEffects {
  features: AtlasFeature[];
  /** [N, F] Swap-centred local AUC on each half, and z on discovery; NaN where it cannot be tested. */
  discovery: Float32Array;
  confirmation: Float32Array;
  z: Float32Array;
  /** [N, F] 1 where the neuron learned to tell the feature; how many did, null where that cannot be told. */
  learned: Uint8Array;
  counted: LearnedCounts | null;
  /** [networks, N, F] On confirmation; null when no untrained network was read. */
  untrained: Float32Array | null;
  /** [N, lags.length] Mean activation around the onsets of each neuron's best feature, in standard deviations. */
  lags: number[];
  lag: Float32Array;
  /** [N, lags.length] Local AUC of the activation beyond its token type's mean, at each lag from those onsets. */
  lagEffect: Float32Array;
  /** [N] `none16` for none. */
  lagFeature: Uint16Array;
}

export interface AtlasTask {
  component: string;
  layer: number;
  range: readonly [number, number] | null;
  /** [tokens] Of the observed text, and where its segments begin and how long they are. */
  ids: Int32Array;
  segments: readonly (readonly [start: number, length: number])[];
  vocabulary: readonly string[];
  /** [neurons] each [tokens]. */
  activations: readonly Float32Array[];
  /** Tokens of an excerpt on each side of its place. */
  side: number;
  /** Whether the text was read from right to left: excerpts stand in the order of the text. */
  backward?: boolean;
  scored: ScoredTokens;
  effects: FeatureEffects;
  /** [vocabulary, neurons] of the decoder that reads this layer's hidden state; null when another layer is between. */
  decoder: Float32Array | null;
  /** More of the component is more (1) or less (-1) of the hidden state; null where it depends. */
  direction(neuron: number): 1 | -1 | null;
  /** The product of `rows` [neurons, tokens] with itself turned round: [neurons, neurons]. */
  product(rows: Float32Array, neurons: number): Promise<Float32Array>;
  /** For the search by token types. */
  search: SearchTask;
  /** How long the neurons remember; null where the text is too short to tell. */
  memory: AtlasMemory | null;
  /** What earlier tokens have put into neurons; absent: it is not asked. */
  parts?: {
    /** Neurons that lead a feature are asked about first. */
    leading: readonly number[];
    /**
     * @param asked neurons, each after a token of the observed text, the most wanted first.
     * @returns of as many as there is time for.
     */
    read(asked: readonly { neuron: number; position: number }[]): Promise<AtlasParts[]>;
  };
  /** For the best neurons of each feature. */
  strongest?: StrongestTask;
  seed: number;
  /** Called now and then; may throw to stop. */
  onNeuron?(done: number): Promise<void>;
}

export interface AtlasArrays {
  /** Without its files, which whoever writes them names. */
  index: Omit<Atlas, 'key' | 'vocabulary' | 'map' | 'untrained' | 'shards' | 'quantiles' | 'strongest' | 'search'>;
  /** The tokens that the shards name by number. */
  tokens: string[];
  map: Record<string, TypedTensor>;
  untrained: Record<string, TypedTensor> | null;
  /** [N, levels] of `quantile`. */
  quantiles: { levels: readonly number[]; arrays: Record<string, TypedTensor> };
  /** Absent where it was not asked for. */
  strongest?: StrongestParts;
  search: SearchArrays | null;
  shards: { first: number; count: number; arrays: Record<string, TypedTensor> }[];
}
