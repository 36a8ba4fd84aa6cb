/**
 * The atlas of one recorded component: the profile of every neuron, as the arrays that are published (their list is in
 * atlas-arrays.ts). What needs much computing, the product of all neurons with all and the effects on features, is given. Pure, with the
 * random numbers from the seed.
 */
import { meanwhile } from '../../core/all-settled.ts';
import { at, float32At, item, uint32At } from '../../core/at.ts';
import { free } from '../../core/release-memory.ts';
import { clusterOrder } from '../stats/average-linkage.ts';
import { documentLevels } from '../stats/document-level.ts';
import { risingOrder } from '../stats/rising-order.ts';
import { viewed } from '../stats/view.ts';
import type { AtlasMap, AtlasShard, OnsetArrays } from './atlas-arrays.ts';
import type { AtlasArrays } from './atlas-file.ts';
import { type AtlasParts, atlasVersion, none16, none32 } from './atlas-schema.ts';
import type { FeatureEffects } from './effects.ts';
import { type AtlasMemory, longestFirst, memoryArrays, memoryIndex } from './memory.ts';
import { nearestByCorrelation, standardised } from './nearest.ts';
import {
  atlasExcerptsOf,
  firstOf,
  type NeuronProfile,
  type ProfiledText,
  placeKinds,
  quantileLevels,
} from './profile.ts';
import { type StrongestTask, strongestOf } from './strongest.ts';

export interface AtlasTask extends ProfiledText {
  component: string;
  layer: number;
  vocabulary: readonly string[];
  /** Those of all neurons. @param numbers as `profileOf` is given them. */
  profiles(numbers: Uint16Array): Promise<NeuronProfile[]>;
  /** What neurons do at features; measured while they are profiled. */
  effects: Promise<FeatureEffects>;
  /** As `aroundOnsets` tells of the lags. @param best [neurons] The feature of each. */
  onsets(best: Uint16Array): Promise<OnsetArrays>;
  lags: readonly number[];
  /** As `planeOf` has it. @param correlations [neurons, neurons]. */
  plane(correlations: Float32Array): Promise<[x: number, y: number][]>;
  /** How long they remember, null where the text is too short to tell; measured meanwhile too. */
  memory: Promise<AtlasMemory | null>;
  /** [vocabulary, neurons] of the decoder that reads this layer's hidden state; null when another layer is between. */
  decoder: Float32Array | null;
  /** More of the component is more (1) or less (-1) of the hidden state; null where it depends. */
  direction(neuron: number): 1 | -1 | null;
  /** The product of `rows` [neurons, tokens] with itself turned round: [neurons, neurons]. */
  product(rows: Float32Array, neurons: number): Promise<Float32Array>;
  /** Neurons that lead a feature: what was put into them is asked first. */
  leading: readonly number[];
  /**
   * What earlier tokens have put into neurons, of as many as there is time for.
   * @param asked neurons, each after a token of the observed text, the most wanted first.
   */
  parts(asked: readonly { neuron: number; position: number }[]): Promise<AtlasParts[]>;
  strongest: StrongestTask;
}

/** Nearest neurons that a profile names. */
const nearestCount = 6;
/** Raised and lowered tokens that a profile names. */
const writtenCount = 10;
/** Neurons of one shard: small enough to open quickly, not too many files. */
const shardSize = 16;

export async function atlasArraysOf(task: AtlasTask): Promise<AtlasArrays> {
  const { activations, scored, component, layer, range } = task;
  const neurons = activations.length;
  // One at a time: of all of them there are copies enough.
  const scoredOf = (neuron: number) => viewed(item(activations, neuron), scored);
  const { tokens, numbers } = tokenNumbers(task);
  const profiles = await task.profiles(numbers);
  // While that is measured.
  const correlations = await correlationsOf(task, scoredOf);
  const plane = meanwhile(task.plane(correlations));
  const documents = documentLevels(neurons, scoredOf, { ...scored, types: viewed(task.ids, scored) });
  const memory = await task.memory;
  // Read while the rest is measured and put together.
  const parts = meanwhile(task.parts(askedOf({ ...task, memory }, profiles)));
  const effects = await task.effects;
  const onsets = meanwhile(task.onsets(effects.best));
  const strongest = strongestOf(task.strongest, task, effects, tokens);
  const arrays = {
    tokens,
    map: {
      ...mapOf({ ...task, effects }, profiles, numbers),
      plane: Float32Array.from((await plane).flat()),
      memory: memory && memoryArrays(memory),
      document: documents && Float32Array.from(documents.correlation),
    },
    untrained: effects.untrained,
    quantiles: {
      levels: [...quantileLevels],
      quantile: Float32Array.from(profiles.flatMap(({ quantiles }) => [...quantiles])),
    },
    strongest,
    shards: shardsOf({ ...task, around: await onsets }, profiles, numbers, correlations),
  };
  return {
    ...arrays,
    index: {
      schema: atlasVersion,
      component,
      layer,
      neurons,
      tokens: scored.positions.length,
      range: range === null ? null : [range[0], range[1]],
      features: effects.features,
      networks: effects.untrained === null ? 0 : effects.untrained.length / effects.z.length,
      learned: effects.counted,
      places: placeKinds,
      side: task.side,
      lags: [...task.lags],
      memory: memory && memoryIndex(memory),
      documents: documents && { count: documents.documents, limit: documents.limit },
      parts: await parts,
    },
  };
}

/** [neurons, neurons]; what they are the product of is as large as all activations, and let go again. */
async function correlationsOf({ activations, product }: AtlasTask, scoredOf: (neuron: number) => Float32Array) {
  const rows = standardised(activations.length, scoredOf);
  const correlations = await product(rows, activations.length);
  free(rows);
  return correlations;
}

/** Where the neurons that lead, and those of the longest memory, are highest and lowest. */
function askedOf(
  { leading, memory }: { leading: AtlasTask['leading']; memory: AtlasMemory | null },
  profiles: readonly NeuronProfile[],
) {
  const neurons = [...new Set([...leading, ...(memory === null ? [] : longestFirst(memory))])];
  return neurons.flatMap((neuron) =>
    (['highest', 'lowest'] as const).flatMap((kind) => {
      const position = firstOf(kind, item(profiles, neuron));
      return position === none32 ? [] : [{ neuron, position }];
    }),
  );
}

/**
 * The tokens that an atlas can name, those of the observed text, and the vocabulary where a decoder's tokens are named, up to what 16
 * bits can hold; and by token id their numbers, `none16` for those that are not named.
 */
function tokenNumbers({ ids, vocabulary, decoder }: AtlasTask): { tokens: string[]; numbers: Uint16Array } {
  const used = decoder === null ? [...new Set(ids)].sort((a, b) => a - b) : [...vocabulary.keys()];
  const numbers = new Uint16Array(vocabulary.length).fill(none16);
  const tokens: string[] = [];
  for (const id of used.slice(0, none16)) {
    numbers[id] = tokens.length;
    tokens.push(vocabulary[id] ?? '');
  }
  return { tokens, numbers };
}

function mapOf(
  task: Omit<AtlasTask, 'effects'> & { effects: FeatureEffects },
  profiles: readonly NeuronProfile[],
  numbers: Uint16Array,
): Omit<AtlasMap, 'plane' | 'memory' | 'document'> {
  const { discovery, confirmation, z, learned, features, best: bestOf } = task.effects;
  const each = (value: (profile: NeuronProfile) => number) => Float32Array.from(profiles, value);
  // For a list of all neurons: one excerpt, where its best feature would have it.
  const examples = profiles.map((profile, neuron) => {
    const best = at(bestOf, neuron);
    const isLower = best !== none16 && at(confirmation, neuron * features.length + best) < 0.5;
    const place = firstOf(isLower ? 'lowest' : 'highest', profile);
    return atlasExcerptsOf(task, numbers, neuron, Uint32Array.of(place));
  });
  const sketches = profiles.flatMap(({ histogram }) => {
    const most = Math.max(...histogram);
    return Array.from(histogram, (bar) => Math.round((255 * bar) / most));
  });
  // What cannot be tested is as good as no effect where rows are only put in order.
  const rows = profiles.map((_, neuron) =>
    Array.from(discovery.subarray(neuron * features.length, (neuron + 1) * features.length), (area) =>
      Number.isNaN(area) ? 0 : area - 0.5,
    ),
  );
  const columns = features.map((_, feature) => rows.map((row) => item(row, feature)));
  return {
    discovery,
    confirmation,
    z,
    learned,
    mean: each(({ mean }) => mean),
    deviation: each(({ deviation }) => deviation),
    lowest: each(({ lowest }) => lowest),
    highest: each(({ highest }) => highest),
    saturated: Float32Array.from(profiles.flatMap(({ saturated }) => saturated)),
    dead: Uint8Array.from(profiles, ({ dead }) => Number(dead)),
    frequency: each(({ rhythm }) => rhythm?.frequency ?? Number.NaN),
    amplitude: each(({ rhythm }) => rhythm?.amplitude ?? Number.NaN),
    order: Uint16Array.from(clusterOrder(rows)),
    featureOrder: Uint16Array.from(clusterOrder(columns)),
    sketch: Uint8Array.from(sketches),
    exampleToken: Uint16Array.from(examples.flatMap((own) => [...own.tokens])),
    exampleActivation: Int8Array.from(examples.flatMap((own) => [...own.values])),
    exampleScale: Float32Array.from(examples, ({ scale }) => scale),
    best: bestOf,
  };
}

function shardsOf(
  task: AtlasTask & { around: OnsetArrays },
  profiles: readonly NeuronProfile[],
  numbers: Uint16Array,
  correlations: Float32Array,
): AtlasShard[] {
  const neurons = profiles.length;
  const near = nearestByCorrelation(correlations, neurons, nearestCount).flat();
  const all = {
    histogram: Uint32Array.from(profiles.flatMap(({ histogram }) => [...histogram])),
    limits: Float32Array.from(profiles.flatMap(({ limits }) => limits)),
    place: Uint32Array.from(profiles.flatMap((own) => [...own.places])),
    token: Uint16Array.from(profiles.flatMap(({ excerpts }) => [...excerpts.tokens])),
    activation: Int8Array.from(profiles.flatMap(({ excerpts }) => [...excerpts.values])),
    scale: Float32Array.from(profiles, ({ excerpts }) => excerpts.scale),
    nearest: Uint16Array.from(near, ({ neuron }) => neuron),
    correlation: Float32Array.from(near, ({ correlation }) => correlation),
    ...task.around,
  };
  const writes = task.decoder && writesOf(task.decoder, neurons, numbers, task.direction);
  return Array.from({ length: Math.ceil(neurons / shardSize) }, (_, index) => {
    const first = index * shardSize;
    const count = Math.min(shardSize, neurons - first);
    const rows = <T extends object>(arrays: T): T =>
      Object.fromEntries(
        Object.entries(arrays).map(([key, data]) => {
          const width = data.length / neurons;
          return [key, data.subarray(first * width, (first + count) * width)];
        }),
      ) as T;
    return { first, count, ...rows(all), writes: writes && rows(writes) };
  });
}

/**
 * What every neuron does to the next token through the decoder alone: the tokens whose logits a unit of its hidden state raises and
 * lowers most, against the mean over the vocabulary (softmax does not see a shift of all logits). Where more of the component is less of
 * the hidden state, what that raises is lowered; where it depends, there are none.
 * @param decoder [vocabulary, neurons].
 * @param numbers [vocabulary] of tokens in the atlas.
 * Source: Nostalgebraist 2020; Geva et al. 2022 (reading weights in the vocabulary's space).
 */
export function writesOf(
  decoder: Float32Array,
  neurons: number,
  numbers: Uint16Array,
  direction: AtlasTask['direction'],
): NonNullable<AtlasShard['writes']> {
  const vocabulary = decoder.length / neurons;
  const count = Math.min(writtenCount, Math.floor(vocabulary / 2));
  const size = neurons * count;
  const raised = new Uint16Array(size).fill(none16);
  const lowered = new Uint16Array(size).fill(none16);
  const raisedBy = new Float32Array(size).fill(Number.NaN);
  const loweredBy = new Float32Array(size).fill(Number.NaN);
  // In the order of the negated weights the highest comes first, and of equal ones the first token.
  const negated = new Float32Array(vocabulary);
  for (let neuron = 0; neuron < neurons; neuron++) {
    const sign = direction(neuron);
    if (sign === null) continue;
    let sum = 0;
    for (let id = 0; id < vocabulary; id++) {
      const weight = float32At(decoder, id * neurons + neuron);
      negated[id] = -weight;
      sum += weight;
    }
    const mean = sum / vocabulary;
    const order = risingOrder(negated);
    for (let rank = 0; rank < count; rank++) {
      const ends = [uint32At(order, rank), uint32At(order, vocabulary - 1 - rank)];
      const [up = 0, down = 0] = sign === 1 ? ends : ends.toReversed();
      const by = (id: number) => sign * (-float32At(negated, id) - mean);
      const place = neuron * count + rank;
      raised[place] = at(numbers, up);
      lowered[place] = at(numbers, down);
      raisedBy[place] = by(up);
      loweredBy[place] = by(down);
    }
  }
  return { raised, lowered, raisedBy, loweredBy };
}
