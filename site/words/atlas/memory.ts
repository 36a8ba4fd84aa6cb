/** How long the neurons of an atlas remember, and what earlier tokens put into one, in numbers and sentences. Pure; runs in the browser. */
import type { AtlasMap, MemoryArrays } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas, MemoryIndex } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { at } from '../../../runner/core/at.ts';
import { counted, decimal, integer, quoted } from '../../../runner/core/format.ts';
import { csv } from '../../../runner/wording/csv.ts';

/** What is known of one neuron's memory. */
export type MemorySummary = NonNullable<ReturnType<typeof rememberedBy>[number]>;

type Index = Pick<Atlas, 'neurons' | 'memory'>;
type Arrays = Pick<AtlasMap, 'memory'>;

/** [share of the neurons] Half-lives from the shortest to the longest. */
function levelOf({ halfLife }: Pick<MemoryArrays, 'halfLife'>, share: number): number {
  const sorted = halfLife.filter((each) => !Number.isNaN(each)).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** [N] Null where the atlas does not tell, and for a neuron that never differs. */
export function rememberedBy({ neurons, memory }: Index, { memory: arrays }: Arrays) {
  if (!memory || arrays === null) return new Array<null>(neurons).fill(null);
  const { distances } = memory;
  const middle = levelOf(arrays, 0.5);
  return Array.from(arrays.halfLife, (halfLife, neuron) => {
    if (Number.isNaN(halfLife)) return null;
    const shares = arrays.left.subarray(neuron * distances.length, (neuron + 1) * distances.length);
    return {
      /** Tokens, and how many times as long as the middle neuron; infinity beyond what was read. */
      neuron,
      halfLife,
      times: halfLife / middle,
      interval: [at(arrays.interval, 2 * neuron), at(arrays.interval, 2 * neuron + 1)] as const,
      /** The share that is left so many tokens on. */
      left: distances.map((distance, index) => ({ distance, share: at(shares, index) })),
    };
  });
}

/** '0.6', '14', 'more than 127'. */
export function tokensText(halfLife: number, { tokens }: Pick<MemoryIndex, 'tokens'>): string {
  if (halfLife === Number.POSITIVE_INFINITY) return `more than ${tokens - 1}`;
  return halfLife < 9.95 ? decimal(halfLife, 1) : integer(halfLife);
}

const orEndless = (known: readonly (number | null)[]): number[] =>
  known.map((each) => each ?? Number.POSITIVE_INFINITY);

/** 'untrained at most 48'; empty where no untrained network was read. */
function untrainedText(memory: MemoryIndex): string {
  if (memory.untrained === null) return '';
  const longest = Math.max(...orEndless(memory.untrained.longest));
  return `; untrained ${Number.isFinite(longest) ? `at most ${tokensText(longest, memory)}` : 'too'}`;
}

/** 'Remembers 18 tokens (13 to 23), 6.1 times as long as the middle neuron; untrained at most 48.' */
export function memorySentence({ halfLife, interval: [low, high], times }: MemorySummary, memory: MemoryIndex): string {
  const text = (end: number) => tokensText(end, memory);
  const between =
    low === Number.POSITIVE_INFINITY
      ? ''
      : high === Number.POSITIVE_INFINITY
        ? ` (at least ${text(low)})`
        : ` (${text(low)} to ${text(high)})`;
  const compared =
    times >= 2 && Number.isFinite(times) ? `, ${decimal(times, 1)} times as long as the middle neuron` : '';
  return `Remembers ${text(halfLife)} tokens${between}${compared}${untrainedText(memory)}.`;
}

/** Whether its level goes with the document, in a sentence; empty where that is not shown. */
export const documentSentence = (correlation: number | null, { documents }: Pick<Atlas, 'documents'>): string =>
  correlation === null || !documents
    ? ''
    : `Its level goes with the document, beyond what the tokens say: where it is high in one passage it is high in another of the same document (r = ${decimal(correlation)} over ${counted(documents.count, 'document')}, more than chance among all neurons; not compared with untrained networks).`;

/** The longest hundredth of the neurons is named, but some at least; and no more than there is room for on a page. */
const named = { share: 0.01, least: 6, most: 16 } as const;

/** How many tokens the longest remember more than, all whole; the longest first. */
function longMemories(atlas: Index, map: Arrays): { tokens: number; neurons: MemorySummary[] } {
  const sorted = rememberedBy(atlas, map)
    .filter((each) => each !== null)
    .sort(longer);
  const last = sorted[Math.min(sorted.length, Math.max(named.least, Math.ceil(named.share * atlas.neurons))) - 1];
  const tokens = Math.min((atlas.memory?.tokens ?? 1) - 1, Math.ceil(last?.halfLife ?? 0) - 1);
  return { tokens, neurons: sorted.filter(({ halfLife }) => halfLife > tokens) };
}

/** The neurons of the longest memory, the longest first. */
export const longestMemories = (atlas: Index, map: Arrays): MemorySummary[] =>
  longMemories(atlas, map).neurons.slice(0, named.most);

/** Beyond what was read, those of which more is left come first. */
function longer(a: MemorySummary, b: MemorySummary): number {
  const last = ({ left }: MemorySummary): number => left.at(-1)?.share ?? 0;
  return a.halfLife === b.halfLife ? last(b) - last(a) || a.neuron - b.neuron : b.halfLife - a.halfLife;
}

/** The finding of the whole: '7 of 672 neurons remember more than 18 tokens'. Null where the atlas does not tell. */
export function longSentence(atlas: Index, map: Arrays): string | null {
  const { tokens, neurons } = longMemories(atlas, map);
  const many = neurons.length;
  if (many === 0) return null;
  return `${integer(many)} of ${counted(atlas.neurons, 'neuron')} remember${many === 1 ? 's' : ''} more than ${counted(tokens, 'token')}`;
}

/** How the others lie: 'The middle one remembers 3.0 tokens, nine of ten at most 6.7.' */
export const middleSentence = (memory: MemoryIndex, arrays: MemoryArrays): string =>
  `The middle one remembers ${tokensText(levelOf(arrays, 0.5), memory)} tokens, nine of ten at most ${tokensText(levelOf(arrays, 0.9), memory)}.`;

/** What untrained networks have of it; null where none was read. */
export function untrainedSentence(atlas: Index, map: Arrays): string | null {
  const { memory } = atlas;
  const [longest] = longestMemories(atlas, map);
  if (!memory || memory.untrained === null || longest === undefined) return null;
  const { longest: ends, middle, times } = memory.untrained;
  const text = (values: readonly number[]): string => {
    const [low, high] = [Math.min(...values), Math.max(...values)].map((each) => tokensText(each, memory));
    return low === high ? `${low}` : `${low} to ${high}`;
  };
  const have = `In ${counted(ends.length, 'untrained network')} the middle neuron remembers ${text(orEndless(middle))} tokens, the longest ${text(orEndless(ends))}`;
  if (times === null || !Number.isFinite(longest.times)) return `${have}.`;
  const most = Math.max(...orEndless(ends).map((end, network) => end / (middle[network] ?? Number.NaN)));
  return longest.times > times
    ? `${have}, ${decimal(most, 1)} times as long as the middle one at most. Here it is ${decimal(longest.times, 1)} times: that a few hold on while the others forget was learned.`
    : `${have}, up to ${decimal(most, 1)} times as long as the middle one. Here it is ${decimal(longest.times, 1)} times: that a few hold on longer is not shown to be learned.`;
}

/** Where a half-life stands on the axis of the strip, 0 to 1. */
export const onAxis = (halfLife: number, { tokens }: Pick<MemoryIndex, 'tokens'>): number =>
  Math.log1p(Math.min(halfLife, tokens - 1)) / Math.log1p(tokens - 1);

/** Of all neurons, for download: single precision in as many digits as it has; what lies beyond all that was read is left empty. */
export function memoryTable(atlas: Index, map: Arrays): string {
  const { distances = [], tokens = 0 } = atlas.memory ?? {};
  const known = (value: number): number | null => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null);
  const rows = rememberedBy(atlas, map).map((own, neuron) => {
    if (own === null) return [neuron, ...Array.from({ length: 4 + distances.length }, () => null)];
    const numbers = [...own.interval, ...own.left.map(({ share }) => share)];
    return [neuron, known(own.halfLife), Number.isFinite(own.halfLife) ? 'no' : 'yes', ...numbers.map(known)];
  });
  const columns = ['neuron', 'half-life (tokens)', `more than ${tokens - 1}`, 'low', 'high'];
  return csv([...columns, ...distances.map((distance) => `left after ${distance}`)], rows);
}

export interface TokenPart {
  /** Position of the earlier token. */
  position: number;
  /** What the neuron's value would lack without it. */
  value: number;
}

/** So many parts are named, and none that is less than this share of the largest. */
const namedParts = { count: 3, least: 0.1 } as const;

const size = ({ value }: TokenPart): number => Math.abs(value);

/** [parts] From -1, what lowered it most, to 1; 0 for what did little. */
export function strengths(parts: readonly TokenPart[]): number[] {
  const most = Math.max(...parts.map(size), 0);
  return parts.map((part) => (most > 0 && size(part) >= namedParts.least * most ? part.value / most : 0));
}

/** '‘"’ 5 tokens before (+0.42), “said” 1 token before (−0.10)'; empty where no token did anything. */
export function largestParts(
  parts: readonly TokenPart[],
  position: number,
  labelOf: (position: number) => string,
): string {
  const strong = strengths(parts);
  return parts
    .filter((part, index) => strong[index] !== 0 && Number(Math.abs(part.value).toFixed(2)) > 0)
    .sort((a, b) => size(b) - size(a))
    .slice(0, namedParts.count)
    .map(({ position: from, value }) => {
      const amount = `${value > 0 ? '+' : ''}${decimal(value)}`;
      return `${quoted(labelOf(from))} ${counted(position - from, 'token')} before (${amount})`;
    })
    .join(', ');
}
