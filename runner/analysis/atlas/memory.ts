/** How long the neurons of an atlas remember beside those of networks that never learnt, and what context is worth. Pure. */
import type { NeuronMemory } from '../stats/memory.ts';
import { predictionInterval } from '../stats/moderated.ts';
import { mean, meanInterval } from '../stats/summary.ts';
import type { MemoryArrays } from './atlas-arrays.ts';
import type { MemoryIndex } from './atlas-schema.ts';

/** Tokens behind the first after a join, at which it is told how much is left. */
export const memoryDistances: readonly number[] = [1, 2, 4, 8, 16, 32, 64];

export interface AtlasMemory extends Pick<MemoryIndex, 'joins' | 'acrossDocuments' | 'tokens' | 'distances'> {
  /** [neurons] */
  neurons: readonly NeuronMemory[];
  /** [networks] each [neurons]: half-lives of neurons that never learnt. */
  untrained: readonly (readonly number[])[];
  /** [amounts of context, rising] each [passages]: nats a token. */
  context: readonly { tokens: number; losses: readonly number[] }[];
}

export const memoryIndex = ({ neurons: _, untrained, context, ...index }: AtlasMemory): MemoryIndex => ({
  ...index,
  distances: [...index.distances],
  untrained: untrained.length < 2 ? null : longestOf(untrained),
  context: contextOf(context),
});

/** How sure it is that one more network stays below the limit. */
const probability = 0.95;

/**
 * Beside the longest itself stands how far it is from the middle: as weights are drawn here, a whole layer of an untrained network
 * echoes what it read, each neuron as long as the others.
 */
function longestOf(untrained: AtlasMemory['untrained']): NonNullable<MemoryIndex['untrained']> {
  const lives = untrained.map((each) => each.filter((life) => !Number.isNaN(life)).sort((a, b) => a - b));
  const longest = lives.map((sorted) => sorted.at(-1) ?? 0);
  const middle = lives.map((sorted) => sorted[Math.floor(sorted.length / 2)] ?? 0);
  const known = (each: number): number | null => (Number.isFinite(each) ? each : null);
  // Half-lives differ by factors; ln(1 + tokens) gives those of a token and less a place too.
  const limit = Math.expm1(predictionInterval(longest.map(Math.log1p), 0, probability).limit);
  const times = longest.map((each, network) => Math.log(each / (middle[network] ?? 0)));
  return {
    longest: longest.map(known),
    middle: middle.map(known),
    limit: known(Math.max(0, limit)),
    times: known(Math.exp(predictionInterval(times, 0, probability).limit)),
  };
}

/** What is lost with less context, passage by passage: how hard each is to predict is the same with all of them. */
function contextOf(context: AtlasMemory['context']): MemoryIndex['context'] {
  const most = context.at(-1)?.losses ?? [];
  return context.map(({ tokens, losses }) => {
    const rise = meanInterval(losses.map((loss, passage) => loss - (most[passage] ?? Number.NaN)));
    return {
      tokens,
      loss: mean(losses),
      rise: { mean: rise.mean, low: rise.low ?? rise.mean, high: rise.high ?? rise.mean },
    };
  });
}

export const longestFirst = ({ neurons }: Pick<AtlasMemory, 'neurons'>): number[] =>
  [...neurons.entries()]
    .filter(([, { halfLife }]) => !Number.isNaN(halfLife))
    .sort(([a, one], [b, other]) => (one.halfLife === other.halfLife ? a - b : other.halfLife - one.halfLife))
    .map(([neuron]) => neuron);

export const memoryArrays = ({ neurons, untrained }: AtlasMemory): MemoryArrays => ({
  halfLife: Float32Array.from(neurons, ({ halfLife }) => halfLife),
  interval: Float32Array.from(neurons.flatMap(({ interval }) => interval)),
  left: Float32Array.from(neurons.flatMap(({ left }) => left)),
  untrained: Float32Array.from(untrained.length < 2 ? [] : untrained.flat()),
});
