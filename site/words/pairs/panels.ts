/** How the conditions of a set are laid out: the condition in which twins differ makes lines, the others make panels. Pure. */

import type { PairCourse, PairSet } from '../../../runner/analysis/pairs/pairs-schema.ts';
import { item } from '../../../runner/core/at.ts';

/** The condition whose values are told apart by colour; null: there is no condition. */
export const markOf = ({ mark, by }: Pick<PairSet, 'mark' | 'by'>): string | null =>
  mark !== null && by.includes(mark) ? mark : (by.at(-1) ?? null);

/** Its title: 'attractor: plural', empty where there is but one; its lines in the order of the mark's values. */
export type Panel = ReturnType<typeof panelsOf>[number];

export function panelsOf(set: Pick<PairSet, 'mark' | 'by'>, { lines }: Pick<PairCourse, 'lines'>) {
  const mark = markOf(set);
  const others = set.by.filter((name) => name !== mark);
  const groups = Map.groupBy(lines, ({ by }) => JSON.stringify(others.map((name) => by[name])));
  return [...groups.values()].map((own) => ({
    title: others.map((name) => `${name}: ${item(own, 0).by[name] ?? ''}`).join(', '),
    lines: own.map((line) => ({ name: mark === null ? 'all' : (line.by[mark] ?? ''), line })),
  }));
}

/** The values of the mark, in the order in which they come. */
export function markValues(set: Pick<PairSet, 'mark' | 'by' | 'conditions'>): string[] {
  const mark = markOf(set);
  return mark === null ? ['all'] : [...new Set(set.conditions.map(({ by }) => by[mark] ?? ''))];
}
