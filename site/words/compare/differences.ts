/** The settings in which experiments differ. Pure; runs in the browser too. */
import type { Setting } from '../settings.ts';

export interface Difference {
  key: string;
  /** One for each experiment; 'not set' where it has no such key. */
  values: string[];
}

/** Keys in the order of the first experiment that has them; those with equal values everywhere are left out. */
export function differences(all: readonly (readonly Setting[])[]): Difference[] {
  const maps = all.map((each) => new Map(each.map(({ key, value }) => [key, value])));
  const keys = new Set(all.flatMap((each) => each.map(({ key }) => key)));
  return [...keys]
    .map((key) => ({ key, values: maps.map((map) => map.get(key) ?? 'not set') }))
    .filter(({ values }) => new Set(values).size > 1);
}
