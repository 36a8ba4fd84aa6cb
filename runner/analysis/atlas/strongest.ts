/**
 * The neurons that tell each feature best, each as a detector: where a line between carriers and the rest of their class is drawn
 * on the discovery half, what share of either lies on its side on the confirmation half, and the strongest tokens of each kind:
 * hits, misses and false alarms. A number is said instead: there stand where it is told right, too low and too high. And which shown tokens carry the feature. Pure.
 * Source: Youden 1950, 'Index for rating diagnostic tests'.
 */
import { at, float32At, item } from '../../core/at.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { mapHalves } from '../findings/bench.ts';
import type { FrozenClaim } from '../findings/claim-schema.ts';
import { carrierWords, strongestKinds } from '../findings/names-schema.ts';
import { placesOf } from '../stats/carriers.ts';
import { risingOrder } from '../stats/rising-order.ts';
import type { Activations, HalfName, Halves } from '../stats/tested-text.ts';
import { bestThreshold, numberSaid, thresholdErrors } from '../stats/threshold.ts';
import { type View, viewed } from '../stats/view.ts';
import type { AtlasArrays } from './atlas-file.ts';
import { type AtlasFeature, none16 } from './atlas-schema.ts';
import type { ProfiledText } from './profile.ts';

/** Neurons of a feature, and places of a kind. */
export const strongestCounts = { neurons: 5, each: 4 } as const;
const { neurons: most, each } = strongestCounts;
const kinds = strongestKinds.length;

export interface StrongestTask {
  features: readonly Feature[];
  /** [neurons] each [scored tokens]. */
  activations: Halves<Activations>;
  /** [scored tokens] of the confirmation half as they are written, and how many a segment has. */
  written: readonly string[];
  length: number;
  /** [features] each [shown tokens], in the order of the text, 1 where a token carries the feature. */
  shown: readonly Uint8Array[];
}

/** The scored tokens of each half: of the feature's class, and of it with the feature, or their numbers (NaN: none). */
interface Feature {
  scored: Halves<{ members: Uint8Array; mask: FeatureValues }>;
}

/** What is told of the features: of each neuron its local AUC on discovery, [N, F]. */
interface Told {
  features: readonly Pick<AtlasFeature, 'untestable'>[];
  discovery: Float32Array;
}

/** @param tokens those that the atlas names by number: words that are not among them are put behind, as far as there is room. */
export function strongestOf(
  task: StrongestTask,
  { side, backward }: Pick<ProfiledText, 'side' | 'backward'>,
  effects: Told,
  tokens: string[],
): AtlasArrays['strongest'] {
  const width = 2 * side + 1;
  const words = carrierWords(side);
  const rows = task.features.length * most;
  const places = rows * kinds * each;
  const arrays = {
    neuron: new Uint16Array(rows).fill(none16),
    errors: new Float32Array(rows * 4).fill(Number.NaN),
    scale: new Float32Array(rows),
    token: new Uint16Array(places * width).fill(none16),
    activation: new Int8Array(places * width),
    carries: new Uint32Array(places * words),
    number: task.features.some(isNumber) ? new Float32Array(places * 2).fill(Number.NaN) : null,
    shown: Uint8Array.from(task.shown.flatMap((mask) => [...mask])),
  };
  const numberOf = numbered(tokens);
  for (const [feature, own] of task.features.entries()) {
    if (effects.features[feature]?.untestable !== null || !isMixed(own)) continue;
    const { mask } = own.scored.confirmation;
    const classes = mapHalves((half) => ({ positions: placesOf(own.scored[half].members) }));
    for (const [rank, chosen] of furthest(effects, feature).entries()) {
      const row = feature * most + rank;
      const values = item(task.activations.confirmation, chosen.neuron);
      const found = isNumber(own) ? tellerOf(task, own, chosen) : detector(task, own, classes, chosen);
      const shown = found.places.flatMap((places, kind) =>
        places.map((t, index) => ({
          t,
          place: (row * kinds + kind) * each + index,
          window: around(t, task.length, backward ? -side : side),
        })),
      );
      const scale = shown
        .flatMap(({ window }) => window)
        .reduce((largest, t) => (t < 0 ? largest : Math.max(largest, Math.abs(float32At(values, t)))), 0);
      arrays.neuron[row] = chosen.neuron;
      arrays.errors.set(found.errors, row * 4);
      arrays.scale[row] = scale;
      for (const { t: framed, place, window } of shown) {
        arrays.number?.set(found.says ? [at(mask, framed), found.says(float32At(values, framed))] : [], place * 2);
        for (const [i, t] of window.entries()) {
          if (t < 0) continue;
          if (!found.says && mask[t] === 1) setBit(arrays.carries, 32 * words * place + i);
          arrays.token[place * width + i] = numberOf(task.written[t] ?? '');
          arrays.activation[place * width + i] = scale === 0 ? 0 : Math.round((127 * float32At(values, t)) / scale);
        }
      }
    }
  }
  return { index: { neurons: most, each, side, shown: task.shown[0]?.length ?? 0 }, arrays };
}

const isNumber = ({ scored }: Feature): boolean => areNumbers(scored.confirmation.mask);

/** A line needs tokens of the class on both sides of it, on both halves; a number more values than one. */
const isMixed = ({ scored }: Feature): boolean =>
  [scored.discovery, scored.confirmation].every(({ members, mask }) =>
    areNumbers(mask)
      ? new Set(mask.filter((value, t) => members[t] === 1 && !Number.isNaN(value))).size > 1
      : mask.includes(1) && members.some((member, t) => member === 1 && mask[t] === 0),
  );

/** What is told of a neuron: of a mask the line's errors; of a number how far what it says is off, and that of the median. */
interface ToldOfOne {
  errors: readonly [number, number, number, number];
  places: number[][];
  /** Of a number: what an activation says. */
  says?: (activation: number) => number;
}

type Chosen = Pick<FrozenClaim, 'neuron' | 'sign'>;

/** By their effect on the discovery half, the largest first. */
function furthest({ features, discovery }: Told, feature: number): Chosen[] {
  const width = features.length;
  return Array.from({ length: discovery.length / width }, (_, neuron) => ({
    neuron,
    effect: at(discovery, neuron * width + feature) - 0.5,
  }))
    .filter(({ effect }) => !Number.isNaN(effect) && effect !== 0)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || a.neuron - b.neuron)
    .slice(0, most)
    .map(({ neuron, effect }) => ({ neuron, sign: effect > 0 ? 1 : -1 }));
}

/**
 * Its line and errors, and its strongest hits, misses and false alarms as places of the confirmation half.
 * @param classes the scored tokens that are of the feature's class.
 */
function detector(
  { activations, written }: StrongestTask,
  { scored }: Feature,
  classes: Halves<Pick<View, 'positions'>>,
  { neuron, sign }: Chosen,
): ToldOfOne {
  const within = (half: HalfName): [Float32Array, Uint8Array] => {
    const { mask } = scored[half];
    if (areNumbers(mask)) throw new TypeError('strongest: a line is drawn in a mask');
    return [viewed(item(activations[half], neuron), classes[half]), viewed(mask, classes[half])];
  };
  const threshold = bestThreshold(...within('discovery'), sign);
  const { members, mask } = scored.confirmation;
  const values = item(activations.confirmation, neuron);
  const isClaimed = (t: number): boolean => sign * (float32At(values, t) - threshold) >= 0;
  const places = { hit: [] as number[], miss: [] as number[], 'false alarm': [] as number[] };
  for (let t = 0; t < values.length; t++) {
    if (members[t] !== 1) continue;
    if (mask[t] === 1) places[isClaimed(t) ? 'hit' : 'miss'].push(t);
    else if (isClaimed(t)) places['false alarm'].push(t);
  }
  const { sensitivity, specificity, precision } = thresholdErrors(...within('confirmation'), sign, threshold);
  return {
    errors: [threshold, sensitivity, specificity, precision ?? Number.NaN],
    places: strongestKinds.map((kind) => {
      // The most wrong of the misses, the most certain of the others.
      const order = kind === 'miss' ? sign : -sign;
      const own = places[kind];
      const rising = risingOrder(Float32Array.from(own, (t) => order * float32At(values, t)));
      return different(
        Array.from(rising, (index) => at(own, index)),
        written,
      );
    }),
  };
}

/** The shares of the numbers at which it is shown where it is nearest. */
const shownShares = [0.125, 0.375, 0.625, 0.875] as const;

/** Where what it says is nearest to the number, of low, middle and high ones; where it is furthest below, and furthest above. */
function tellerOf({ activations, written }: StrongestTask, { scored }: Feature, { neuron, sign }: Chosen): ToldOfOne {
  const placesIn = (half: 'discovery' | 'confirmation'): number[] => {
    const { members, mask } = scored[half];
    return [...mask.keys()].filter((t) => members[t] === 1 && !Number.isNaN(at(mask, t)));
  };
  const own = placesIn('discovery');
  const before = item(activations.discovery, neuron);
  const says = numberSaid(
    own.map((t) => float32At(before, t)),
    own.map((t) => at(scored.discovery.mask, t)),
    sign,
  );
  const values = item(activations.confirmation, neuron);
  const all = placesIn('confirmation').map((t) => {
    const number = at(scored.confirmation.mask, t);
    return { t, number, off: says(float32At(values, t)) - number };
  });
  const rising = all.toSorted((a, b) => a.number - b.number || a.t - b.t);
  const median = item(rising, Math.floor(rising.length / 2)).number;
  const nearest = shownShares.flatMap((share) => {
    const { number } = item(rising, Math.floor(share * rising.length));
    const same = all.filter((each) => each.number === number);
    return same.toSorted((a, b) => Math.abs(a.off) - Math.abs(b.off) || a.t - b.t).slice(0, 1);
  });
  const off = (side: 1 | -1): number[] =>
    all
      .filter((each) => side * each.off > 0)
      .sort((a, b) => side * (b.off - a.off) || a.t - b.t)
      .map(({ t }) => t);
  const meanOf = (distance: (each: (typeof all)[number]) => number): number =>
    all.reduce((sum, each) => sum + distance(each), 0) / all.length;
  return {
    errors: [
      meanOf((each) => Math.abs(each.off)),
      meanOf(({ number }) => Math.abs(number - median)),
      Number.NaN,
      Number.NaN,
    ],
    places: strongestKinds.map((kind) =>
      kind === 'hit' ? [...new Set(nearest.map(({ t }) => t))] : different(off(kind === 'miss' ? -1 : 1), written),
    ),
    says,
  };
}

/** The first few, a word once; where there are not so many words, again from the beginning. */
function different(places: readonly number[], written: readonly string[]): number[] {
  const seen = new Set<string>();
  const once = places
    .values()
    .filter((t) => {
      const word = (written[t] ?? '').toLowerCase();
      return !seen.has(word) && seen.add(word);
    })
    .take(each)
    .toArray();
  return [...once, ...places.filter((t) => !once.includes(t)).slice(0, Math.max(0, each - once.length))].slice(0, each);
}

/** [width] The tokens around a place, so many on each side; -1 outside its segment. @param side below 0: from the last to the first. */
function around(place: number, length: number, side: number): number[] {
  const start = Math.floor(place / length) * length;
  return Array.from({ length: 2 * Math.abs(side) + 1 }, (_, index) => {
    const t = place - side + Math.sign(side) * index;
    return t < start || t >= start + length ? -1 : t;
  });
}

/** @param bit 32 of them are in each number. */
function setBit(bits: Uint32Array, bit: number): void {
  bits[bit >> 5] = (bits[bit >> 5] ?? 0) | (1 << (bit & 31));
}

/** The number of a token, which is put behind the others where it is new; `none16` where there is no room. */
function numbered(tokens: string[]): (token: string) => number {
  const numbers = new Map(tokens.map((token, index) => [token, index]));
  return (token) => {
    const known = numbers.get(token);
    if (known !== undefined) return known;
    if (tokens.length >= none16) return none16;
    numbers.set(token, tokens.length);
    return tokens.push(token) - 1;
  };
}
