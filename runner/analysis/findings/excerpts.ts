/**
 * Examples of all kinds, not only the flattering ones: where the activation is highest, lowest, at its quantiles and
 * at random. Pure, with the random numbers passed in.
 * Source: Bolukbasi et al. 2021, 'An interpretability illusion for BERT', on judging a neuron by its top examples.
 */
import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import { type Random, shuffle } from '../../core/random.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import type { TestedText } from '../stats/tested-text.ts';
import { bestThreshold, thresholdErrors } from '../stats/threshold.ts';
import { outwards, selectSpacedPositions } from '../stats/varied-places.ts';
import { type Bench, mapHalves, uses } from './bench.ts';
import { choice } from './choice.ts';
import type { FrozenClaim } from './claim-schema.ts';
import { finding } from './finding.ts';
import { reachCriteria, reachOf } from './reach.ts';
import { type Examples, type Excerpt, examplesSchema } from './shown-schema.ts';

const criteria = {
  each: 5,
  quantiles: [0.1, 0.25, 0.5, 0.75, 0.9],
  /** Of a number: at which of its quantiles, and how many excerpts at each. */
  numbers: [0.05, 0.5, 0.95],
  eachNumber: 3,
} as const;
const { each, quantiles } = criteria;

/** [claims] */
export const excerpts = finding({
  name: 'excerpts',
  title: 'Selecting excerpts',
  published: 'claim',
  criteria,
  bounds: [reachCriteria],
  inputs: [choice],
  reads: [],
  schema: z.array(examplesSchema.nullable()),
  async compute({ bench, found }) {
    return found.choice.claims.map((claim) => examplesOf(bench, claim));
  },
});

/** Null where all or none of the tokens of a half's reference class carry the feature: no threshold tells. */
export function examplesOf(bench: Bench, { feature, neuron, sign }: FrozenClaim): Examples | null {
  const { text, activations, vocabulary, written, sources, unit, backward = false } = bench.input;
  const { scored } = item(bench.features, feature);
  const { discovery, confirmation } = mapHalves((half) => {
    const { mask, members } = scored[half];
    const activation = item(activations[half], neuron);
    const isMember = (_: number, t: number): boolean => members[t] === 1;
    return { mask, activation, within: [activation.filter(isMember), mask.filter(isMember)] as const };
  });
  const isMixed = ({ within: [, labels] }: typeof discovery): boolean =>
    areNumbers(labels) ? labels.length > 0 : labels.includes(0) && labels.includes(1);
  if (!isMixed(discovery) || !isMixed(confirmation)) return null;
  const chosen = excerptsOf({
    text: text.confirmation,
    tokens: written ?? Array.from(text.confirmation.types, (type) => item(vocabulary, type)),
    sourceNames: sources,
    side: reachOf(unit).side,
    backward,
    activation: confirmation.activation,
    mask: confirmation.mask,
    random: bench.random(uses.excerpts, feature, neuron),
  });
  const [[values, labels], [others, otherLabels]] = [discovery.within, confirmation.within];
  // No threshold tells a number.
  if (areNumbers(labels) || areNumbers(otherLabels)) {
    return { ...chosen, threshold: null, sensitivity: null, specificity: null, precision: null };
  }
  return { ...chosen, ...thresholdErrors(others, otherLabels, sign, bestThreshold(values, labels, sign)) };
}

interface ExcerptTask {
  text: TestedText;
  /** [tokens] As they are written. */
  tokens: readonly string[];
  /** [tokens] */
  activation: Float32Array;
  /** [tokens] 1 where a token carries the feature; or numbers, NaN where a token has none. */
  mask: FeatureValues;
  /** By source number. */
  sourceNames: readonly string[];
  /** Tokens shown on each side of the one that an excerpt is for. */
  side: number;
  /** Whether the text was read from right to left; absent: it was not. */
  backward?: boolean;
  random: Random;
}

/**
 * No two excerpts share a token; those of one kind come from different documents where there are enough. An excerpt
 * ends where the scored part of its segment does. Of equal activations the one that stands first is taken. White space is
 * passed over, and the quantiles are those of the rest, unless the feature is one of white space: most of its tokens are.
 */
export function excerptsOf(task: ExcerptTask): Omit<Examples, 'threshold' | keyof ReturnType<typeof thresholdErrors>> {
  const { activation, random } = task;
  const framed = framable(task);
  const rising = Uint32Array.from(activation.keys().filter(framed)).sort(
    (a, b) => at(activation, a) - at(activation, b) || a - b,
  );
  const taken = new Uint8Array(activation.length);
  const several = (order: Iterable<number>) =>
    choose(task, order, each, taken).map((centre) => excerptAt(task, centre));
  return {
    highest: several(falling(rising, activation)),
    lowest: several(rising),
    quantiles: quantiles.flatMap((quantile) => {
      const middle = Math.round(quantile * (rising.length - 1));
      const [centre] = choose(task, outwards(rising, middle), 1, taken);
      return centre === undefined ? [] : [{ quantile, excerpt: excerptAt(task, centre) }];
    }),
    random: several(Array.from({ length: 40 * each }, () => random.below(activation.length)).filter(framed)),
    ...byNumber(task, framed, taken),
  };
}

/** Places where the number is low, in the middle and high, drawn at random among those of the same number. */
function byNumber(task: ExcerptTask, framed: (place: number) => boolean, taken: Uint8Array): Pick<Examples, 'numbers'> {
  const { mask, random } = task;
  if (!areNumbers(mask)) return {};
  const places = [...mask.keys()].filter((t) => !Number.isNaN(at(mask, t)) && framed(t));
  const sorted = Float32Array.from(places, (t) => at(mask, t)).sort();
  const asked = new Set(criteria.numbers.flatMap((q) => sorted[Math.round(q * (sorted.length - 1))] ?? []));
  const numbers = [...asked].map((number) => {
    const own = shuffle(
      places.filter((t) => mask[t] === number),
      random,
    );
    return { number, excerpts: choose(task, own, criteria.eachNumber, taken).map((centre) => excerptAt(task, centre)) };
  });
  return { numbers };
}

/** Whether an excerpt may be chosen for the token at a place: a framed space says nothing of a feature of words. */
function framable({ tokens, mask }: ExcerptTask): (place: number) => boolean {
  const isSpace = (place: number): boolean => /^\s+$/u.test(tokens[place] ?? '');
  const carried = areNumbers(mask) ? Uint8Array.from(mask, (number) => Number(!Number.isNaN(number))) : mask;
  const carriers = carried.reduce((sum, carries) => sum + carries, 0);
  const spaces = carried.reduce((sum, carries, place) => sum + (carries === 1 && isSpace(place) ? 1 : 0), 0);
  return 2 * spaces > carriers ? () => true : (place) => !isSpace(place);
}

/** The excerpt's first token and the one after its last, inside the centre's segment. */
function bounds(
  { text: { length }, side }: Pick<ExcerptTask, 'text' | 'side'>,
  centre: number,
): [start: number, end: number] {
  const segment = Math.floor(centre / length) * length;
  return [Math.max(segment, centre - side), Math.min(segment + length, centre + side + 1)];
}

/** The first `wanted` places whose excerpts are free, from different documents as long as there are such. */
const choose = (task: ExcerptTask, order: Iterable<number>, wanted: number, taken: Uint8Array): number[] =>
  selectSpacedPositions(order, wanted, {
    documentOf: (centre) => Math.floor(centre / (task.text.segments * task.text.length)),
    isFree: (centre) => !taken.subarray(...bounds(task, centre)).includes(1),
    take: (centre) => taken.fill(1, ...bounds(task, centre)),
  });

/** From the highest activation to the lowest; of equal ones the first in the text comes first. */
function* falling(rising: Uint32Array, activation: Float32Array): Generator<number> {
  for (let end = rising.length; end > 0; ) {
    let start = end - 1;
    while (start > 0 && activation[at(rising, start - 1)] === activation[at(rising, start)]) start--;
    yield* rising.subarray(start, end);
    end = start;
  }
}

function excerptAt(task: ExcerptTask, centre: number): Excerpt {
  const { text, tokens, activation, mask, sourceNames, backward } = task;
  const [start, end] = bounds(task, centre);
  const source = text.sources[Math.floor(centre / (text.segments * text.length))] ?? -1;
  const places = Array.from({ length: end - start }, (_, index) => (backward ? end - 1 - index : start + index));
  return {
    tokens: places.map((t) => tokens[t] ?? ''),
    activations: places.map((t) => Number(at(activation, t).toPrecision(4))),
    carriers: areNumbers(mask) ? [] : places.flatMap((t, index) => (mask[t] === 1 ? [index] : [])),
    ...(areNumbers(mask) && { numbers: places.map((t) => (Number.isNaN(at(mask, t)) ? null : at(mask, t))) }),
    centre: places.indexOf(centre),
    source: sourceNames[source] ?? '',
  };
}
