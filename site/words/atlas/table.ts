/** The table of all neurons: its rows, and how a reader sorts and searches them. Pure; runs in the browser. */
import type { AtlasMap } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import { bestOf, featureEffectOf, tells } from './learned.ts';
import { rememberedBy } from './memory.ts';
import { type AtlasIndex, exampleOf } from './profile.ts';

export type AtlasRow = ReturnType<typeof rowsOf>[number];

export const sortKeys = ['neuron', 'feature', 'effect', 'memory', 'beyond'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Wish {
  sort: SortKey;
  descending: boolean;
  /** Number of a feature, or null for any: only neurons that tell it. */
  feature: number | null;
  /** A neuron's number, or words of a feature's name or an excerpt; empty for all. */
  search: string;
}

export const firstWish: Wish = { sort: 'beyond', descending: true, feature: null, search: '' };
/** Rows in the HTML, and how many more are shown at a time. */
export const firstRows = 12;
export const moreRows = 50;

/** @param feature the one that the rows are about; null: each neuron's best. */
export function rowsOf(atlas: AtlasIndex, map: AtlasMap, tokens: readonly string[], feature: number | null = null) {
  const remembered = rememberedBy(atlas, map);
  const bars = map.sketch.length / atlas.neurons;
  return Array.from({ length: atlas.neurons }, (_, neuron) => ({
    neuron,
    told: feature === null ? bestOf(atlas, map, neuron) : featureEffectOf(atlas, map, neuron, feature),
    /** Tokens that it remembers; infinity beyond what was read, null where that is not told. */
    memory: remembered[neuron]?.halfLife ?? null,
    /** [bars] The histogram, its highest bar at 255. */
    sketch: map.sketch.subarray(neuron * bars, (neuron + 1) * bars),
    example: exampleOf(atlas, map, tokens, neuron),
  }));
}

/** The feature that is meant by words of its name: the one so called, or the only one whose name holds them; null for none. */
export function featureNamed({ features }: Pick<AtlasIndex, 'features'>, words: string): number | null {
  const wanted = words.trim().toLocaleLowerCase('en');
  if (wanted.length < 3) return null;
  const names = features.map(({ name }) => name.toLocaleLowerCase('en'));
  const same = names.indexOf(wanted);
  if (same !== -1) return same;
  const holding = [...names.keys()].filter((number) => names[number]?.includes(wanted));
  return holding.length === 1 ? (holding[0] ?? null) : null;
}

/**
 * Rows that the reader wants, in the order that the reader wants.
 * @param rows about the feature of the wish.
 */
export function wished(rows: readonly AtlasRow[], wish: Wish): AtlasRow[] {
  const found = rows.filter(
    (row) => (wish.feature === null || (row.told !== null && tells(row.told))) && matches(row, wish.search),
  );
  const sign = wish.descending ? -1 : 1;
  return found.sort((a, b) => sign * compare(a, b, wish.sort) || size(b) - size(a) || a.neuron - b.neuron);
}

function matches({ neuron, told, example }: AtlasRow, search: string): boolean {
  const wanted = search.trim().toLocaleLowerCase('en');
  if (wanted === '') return true;
  if (/^\d+$/.test(wanted)) return String(neuron) === wanted;
  if (told !== null && tells(told) && told.feature.name.toLocaleLowerCase('en').includes(wanted)) return true;
  // Of a text that was cut at white space no token is a space.
  return ['', ' '].some((gap) => example?.tokens.join(gap).toLocaleLowerCase('en').includes(wanted));
}

const size = ({ told }: AtlasRow): number => (told === null ? -1 : Math.abs(told.effect - 0.5));
const distance = (row: AtlasRow): number => row.told?.beyond ?? size(row);
/** A neuron that tells nothing comes behind all names. */
const name = ({ told }: AtlasRow): string => (told !== null && tells(told) ? told.feature.name : '\uffff');

function compare(a: AtlasRow, b: AtlasRow, sort: SortKey): number {
  switch (sort) {
    case 'neuron':
      return a.neuron - b.neuron;
    case 'feature':
      return name(a).localeCompare(name(b), 'en');
    case 'effect':
      return size(a) - size(b);
    case 'memory':
      // Two beyond what was read are equal, not NaN apart.
      return a.memory === b.memory ? 0 : (a.memory ?? -1) - (b.memory ?? -1);
    case 'beyond':
      return distance(a) - distance(b);
  }
}
