/**
 * The trials of a sweep, from its settings alone: all of them, in order, the same whenever they are asked for. Pure.
 *
 * A grid holds every combination. A random search draws settings without repetition; `seed` as a parameter is never drawn:
 * every setting is tried with each of its seeds, so that a setting's luck can be told from its worth.
 */
import { canonicalJson } from '../core/hash.ts';
import { random, shuffle } from '../core/random.ts';
import { trialId } from '../experiment/manifest/hash.ts';
import type { Setting } from '../experiment/results/sweep-schema.ts';
import { isRange, type Parameter, type SettingRange, type SweepSettings } from './sweep-schema.ts';

export interface Trial {
  id: string;
  /** Dotted keys with their values, in the order of the file, also of those that are the same in every trial. */
  settings: readonly (readonly [key: string, value: Setting])[];
}

const seedKey = 'seed';
/** Separates these random numbers from those of other uses of the same seed. */
const stream = 0x73776565;
/** Combinations up to which a list of them all is made. */
const mostListed = 20_000;
/** So many draws in a row that had come before: what is left is listed. */
const mostRepeats = 200;

/** Values of a parameter, where they can be listed; null: a range without steps. */
export function listed(parameter: Parameter): Setting[] | null {
  if (!isRange(parameter)) return [parameter].flat() as Setting[];
  const { from, to, step, integer } = parameter;
  const width = step ?? (integer ? 1 : null);
  if (width === null) return null;
  // A little more than the end, as 0.1 + 0.2 is.
  const count = Math.floor((to - from) / width + 1e-9) + 1;
  return Array.from({ length: count }, (_, index) => rounded(from + index * width, 12));
}

/** A grid must have lists alone. */
export function trialsOf(settings: Pick<SweepSettings, 'search' | 'trials' | 'seed' | 'parameters'>): Trial[] {
  const entries = Object.entries(settings.parameters);
  const all = settings.search === 'grid' ? grid(entries) : drawn(entries, settings);
  // In the id stands only what differs.
  const varied = new Set(variedKeys(settings.parameters));
  return all.map((own) => ({ settings: own, id: trialId(own.filter(([key]) => varied.has(key))) }));
}

/** The settings that differ between trials. */
export const variedKeys = (parameters: SweepSettings['parameters']): string[] =>
  Object.entries(parameters)
    .filter(([, parameter]) => (listed(parameter)?.length ?? 2) > 1)
    .map(([key]) => key);

type Settings = [key: string, value: Setting][];

function grid(entries: readonly [string, Parameter][]): Settings[] {
  return entries.reduce<Settings[]>(
    (all, [key, parameter]) => {
      const values = listed(parameter) ?? [];
      return all.flatMap((before) => values.map((value): Settings => [...before, [key, value]]));
    },
    [[]],
  );
}

function drawn(
  entries: readonly [string, Parameter][],
  { trials = 0, seed }: Pick<SweepSettings, 'trials' | 'seed'>,
): Settings[] {
  const seeds = entries.find(([key]) => key === seedKey);
  const seedValues = seeds === undefined ? [null] : (listed(seeds[1]) ?? []);
  const others = entries.filter(([key]) => key !== seedKey);
  const all: Settings[] = [];
  for (const settings of differing(others, [seed, stream])) {
    for (const value of seedValues) {
      if (all.length === trials) return all;
      // In the order of the file, with the seed in its place.
      all.push(entries.map(([key]) => [key, key === seedKey ? value : (settings.get(key) ?? null)]));
    }
  }
  return all;
}

/** Settings in random order, none twice, as many as there are. More trials begin with the same ones. */
function* differing(
  entries: readonly [string, Parameter][],
  seeds: readonly number[],
): Generator<ReadonlyMap<string, Setting>> {
  const few = combinations(Object.fromEntries(entries)) <= mostListed;
  const rest = few ? shuffle(grid(entries), random(...seeds)) : [];
  const seen = new Set<string>();
  const isNew = (settings: Settings) => seen.size < seen.add(canonicalJson(settings)).size;
  // Where every choice is as likely as another, the shuffled list of all is a random search by itself.
  const even = entries.every(([, parameter]) => !isRange(parameter) || parameter.scale === 'linear');
  if (!(few && even)) {
    for (let index = 0, repeats = 0; repeats < mostRepeats; index++) {
      const source = random(...seeds, index);
      const settings = entries.map(([key, parameter]): Settings[number] => [key, draw(parameter, source, repeats)]);
      repeats = isNew(settings) ? 0 : repeats + 1;
      if (repeats === 0) yield new Map(settings);
    }
  }
  for (const settings of rest) if (isNew(settings)) yield new Map(settings);
}

/** @param repeats draws in a row that had come before: of a range ever more digits are kept, so that there is a new one. */
function draw(parameter: Parameter, { below, uniform }: ReturnType<typeof random>, repeats: number): Setting {
  const evenly = isRange(parameter) && parameter.scale === 'log' ? null : listed(parameter);
  if (evenly !== null) return evenly[below(evenly.length)] ?? null;
  const { from, to, scale, integer } = parameter as SettingRange;
  const share = uniform();
  const digits = usualDigits + Math.floor(repeats / 20);
  if (scale === 'linear') {
    const decimals = Math.max(0, Math.ceil(digits - Math.log10(to - from)));
    return Number((from + share * (to - from)).toFixed(Math.min(100, decimals)));
  }
  // Whole numbers on a log scale: each has the width of its own interval.
  const [low, high] = integer ? [from - 0.5, to + 0.5] : [from, to];
  const ratio = Math.log(high) - Math.log(low);
  const value = Math.exp(Math.log(low) + share * ratio);
  if (integer) return Math.min(to, Math.max(from, Math.round(value)));
  const precision = Math.min(17, digits + Math.max(0, Math.ceil(-Math.log10(ratio))));
  return Math.min(to, Math.max(from, rounded(value, precision)));
}

/** Enough to tell settings apart, few enough to be typed. */
const usualDigits = 3;
const rounded = (value: number, precision: number): number => Number(value.toPrecision(precision));

/** How many different settings a random search can draw, each with all of its seeds; infinite with a range. */
export const combinations = (parameters: SweepSettings['parameters']): number =>
  Object.values(parameters).reduce<number>(
    (product, parameter) => product * (listed(parameter)?.length ?? Number.POSITIVE_INFINITY),
    1,
  );
