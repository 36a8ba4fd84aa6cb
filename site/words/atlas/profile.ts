/** Everything that an atlas tells of one neuron, gathered from its arrays for a page or a panel. Pure; runs in the browser. */
import type { AtlasMap, AtlasShard } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { at } from '../../../runner/core/at.ts';
import { levels } from '../../../runner/experiment/results/activations.ts';
import { type Best, featureEffectOf } from './learned.ts';
import { rememberedBy } from './memory.ts';

export type AtlasIndex = Pick<
  Atlas,
  | 'component'
  | 'layer'
  | 'neurons'
  | 'tokens'
  | 'range'
  | 'features'
  | 'networks'
  | 'learned'
  | 'places'
  | 'side'
  | 'memory'
  | 'documents'
  | 'parts'
>;

/** Tokens around one that is looked at. */
export interface AtlasExcerpt {
  tokens: string[];
  /** [tokens] */
  activations: number[];
  /** Which of the tokens is looked at. */
  centre: number;
  /** Its position in the observed text; null where the excerpt is of a list that does not say. */
  position: number | null;
}

/** What it tells of a feature, and its local AUC on the half that chose. */
export type FeatureEffect = Best & { discovery: number };

export interface LogitEffect {
  token: string;
  /** Logits per unit of hidden state. */
  by: number;
}

export type PublishedProfile = ReturnType<typeof publishedProfileOf>;

/** The part of `data` that belongs to one of its equal rows. */
const row = <A extends { subarray(from: number, to: number): A; length: number }>(
  data: A,
  index: number,
  width: number,
): A => data.subarray(index * width, (index + 1) * width);

/**
 * @param sources `tokens`: those that the atlas names by number.
 * @throws RangeError when the neuron is not of this shard.
 */
export function publishedProfileOf(
  sources: { atlas: AtlasIndex; map: AtlasMap; shard: AtlasShard; tokens: readonly string[] },
  neuron: number,
) {
  const { atlas, map, shard, tokens } = sources;
  const n = neuron - shard.first;
  if (n < 0 || n >= shard.count) {
    throw new RangeError(`neuron ${neuron} is not one of ${shard.first} to ${shard.first + shard.count - 1}`);
  }
  const [low, high] = [at(map.saturated, 2 * neuron), at(map.saturated, 2 * neuron + 1)];
  const frequency = at(map.frequency, neuron);
  const near = shard.nearest.length / shard.count;
  const correlations = row(shard.correlation, n, near);
  return {
    neuron,
    mean: at(map.mean, neuron),
    deviation: at(map.deviation, neuron),
    lowest: at(map.lowest, neuron),
    highest: at(map.highest, neuron),
    /** Shares of tokens near the ends of the range; null where it has none. */
    saturated: Number.isNaN(low) ? null : { low, high },
    dead: map.dead[neuron] === 1,
    /** [bars] Tokens in each bar, from the first to the second of `limits`. */
    histogram: [...row(shard.histogram, n, shard.histogram.length / shard.count)],
    limits: [at(shard.limits, 2 * n), at(shard.limits, 2 * n + 1)] as const,
    /** Of all features that could be tested: learned ones first, the furthest beyond what they must be at the top. */
    effects: effectsOf(atlas, map, neuron),
    excerpts: excerptsOf(atlas, shard, tokens, n),
    writes: writesOf(shard, tokens, n),
    nearest: [...row(shard.nearest, n, near)].map((each, index) => ({
      neuron: each,
      correlation: at(correlations, index),
    })),
    rhythm: Number.isNaN(frequency) ? null : { frequency, amplitude: at(map.amplitude, neuron) },
    /** How long it remembers; null where the atlas does not tell. */
    memory: rememberedBy(atlas, map)[neuron] ?? null,
    document: documentOf(atlas, map, neuron),
  };
}

/** How its level in one passage of a document goes with that in another, beyond its tokens; null where that is no more than chance. */
function documentOf({ documents }: AtlasIndex, { document }: AtlasMap, neuron: number): number | null {
  const correlation = document?.[neuron] ?? Number.NaN;
  return documents && correlation > documents.limit ? correlation : null;
}

const effectsOf = (atlas: AtlasIndex, map: AtlasMap, neuron: number): FeatureEffect[] =>
  atlas.features
    .flatMap((_, number) => {
      const told = featureEffectOf(atlas, map, neuron, number);
      return told ? [{ ...told, discovery: at(map.discovery, neuron * atlas.features.length + number) }] : [];
    })
    .sort((a, b) => Number(b.learned) - Number(a.learned) || strength(b) - strength(a));

/** Beyond what it must be of what was learned; of the rest the effect alone. */
const strength = ({ beyond, learned, effect }: Best): number =>
  learned && beyond !== null ? beyond : Math.abs(effect - 0.5);

function excerptsOf({ places, side }: AtlasIndex, shard: AtlasShard, tokens: readonly string[], n: number) {
  const found = places.flatMap((kind, place) => {
    const index = n * places.length + place;
    const excerpt = excerptOf(tokens, shard.token, shard.activation, at(shard.scale, n), side, index);
    return excerpt === null ? [] : [{ kind, excerpt: { ...excerpt, position: shard.place[index] ?? null } }];
  });
  const groups = Map.groupBy(found, ({ kind }) => kind);
  return [...groups].map(([kind, own]) => ({ kind, excerpts: own.map(({ excerpt }) => excerpt) }));
}

/**
 * The one of this index among windows of 2 `side` + 1 tokens, their values in 127ths of `scale`; null when there is no such place: its
 * own token is none.
 */
function excerptOf(
  tokens: readonly string[],
  token: Uint16Array,
  activation: Int8Array,
  scale: number,
  side: number,
  index: number,
): AtlasExcerpt | null {
  const width = 2 * side + 1;
  const values = row(activation, index, width);
  const shown: string[] = [];
  const activations: number[] = [];
  let centre = -1;
  row(token, index, width).forEach((number, place) => {
    const word = tokens[number];
    if (word === undefined) return;
    if (place === side) centre = shown.length;
    shown.push(word);
    activations.push((at(values, place) / levels) * scale);
  });
  return centre === -1 ? null : { tokens: shown, activations, centre, position: null };
}

/** The one excerpt that a list of all neurons shows; null for a neuron without. */
export function exampleOf(
  { side }: Pick<AtlasIndex, 'side'>,
  map: Pick<AtlasMap, 'exampleToken' | 'exampleActivation' | 'exampleScale'>,
  tokens: readonly string[],
  neuron: number,
): AtlasExcerpt | null {
  return excerptOf(tokens, map.exampleToken, map.exampleActivation, at(map.exampleScale, neuron), side, neuron);
}

/** Null where the component has no direction that the decoder reads. */
function writesOf({ writes, count }: AtlasShard, tokens: readonly string[], n: number) {
  if (writes === null) return null;
  const list = (numbers: Uint16Array, logits: Float32Array): LogitEffect[] => {
    const width = numbers.length / count;
    const by = row(logits, n, width);
    return [...row(numbers, n, width)].flatMap((number, index) => {
      const token = tokens[number];
      return token === undefined ? [] : [{ token, by: at(by, index) }];
    });
  };
  return {
    raised: list(writes.raised, writes.raisedBy),
    lowered: list(writes.lowered, writes.loweredBy),
  };
}

/** The colours of a neuron's activations run to the ends of its component's range, or to its own largest value. */
export const coloursTo = (
  range: readonly [number, number] | null,
  activations: readonly number[],
): readonly [number, number] => {
  if (range !== null) return range;
  const largest = Math.max(1e-9, ...activations.map(Math.abs));
  return [-largest, largest];
};
