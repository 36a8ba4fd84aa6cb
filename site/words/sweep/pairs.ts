/** Minimal pairs in the networks of a sweep: one column for each set and condition. Pure. */
import type { SweepResult, SweepTrial } from '../../../runner/experiment/results/sweep-schema.ts';
import { valueText } from './settings.ts';

export interface PairColumn {
  set: string;
  by: Readonly<Record<string, string>>;
  /** Pairs of it. */
  pairs: number;
  /** 'counting: length 21 to 40'. */
  title: string;
}

const isSame = (a: PairColumn['by'], b: PairColumn['by']): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The conditions of all sets, in the order of the first trial that has them. */
export function pairColumns({ trials }: Pick<SweepResult, 'trials'>): PairColumn[] {
  const columns: PairColumn[] = [];
  for (const { name, conditions } of trials.flatMap(({ pairs = [] }) => pairs)) {
    for (const { by, pairs } of conditions) {
      if (columns.some((each) => each.set === name && isSame(each.by, by))) continue;
      const where = Object.entries(by).map(([key, value]) => `${key} ${value}`);
      columns.push({ set: name, by, pairs, title: where.length === 0 ? name : `${name}: ${where.join(', ')}` });
    }
  }
  return columns;
}

/** @returns null where the trial was not asked. */
export const accuracyOf = ({ pairs = [] }: Pick<SweepTrial, 'pairs'>, { set, by }: PairColumn): number | null =>
  pairs.find(({ name }) => name === set)?.conditions.find((each) => isSame(each.by, by))?.accuracy ?? null;

/** Trials with one value of a setting: the mean accuracy of each column, the lowest and the highest. */
export function pairRows(
  { trials }: Pick<SweepResult, 'trials'>,
  columns: readonly PairColumn[],
  key: string,
): { value: string; networks: number; accuracies: (readonly [mean: number, least: number, most: number] | null)[] }[] {
  const asked = trials.filter(({ pairs = [] }) => pairs.length > 0);
  return [...Map.groupBy(asked, ({ parameters }) => valueText(parameters[key]))].map(([value, own]) => ({
    value,
    networks: own.length,
    accuracies: columns.map((column) => {
      const all = own.map((trial) => accuracyOf(trial, column)).filter((each) => each !== null);
      if (all.length === 0) return null;
      return [all.reduce((sum, each) => sum + each, 0) / all.length, Math.min(...all), Math.max(...all)] as const;
    }),
  }));
}
