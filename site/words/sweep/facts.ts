/** What the expressions of a write-up may name where it is about a sweep. Pure. */
import type { SweepResult } from '../../../runner/experiment/results/sweep-schema.ts';
import { listed, WriteUpError, type WriteUpPlace } from '../write-up/error.ts';
import { type Facts, formats, strict } from '../write-up/expression.ts';
import { featureClaims } from './claims.ts';
import { accuracyOf, pairColumns, pairRows } from './pairs.ts';
import { doneTrials, valueText } from './settings.ts';

export const sweepFacts = (sweep: SweepResult) => (place: WriteUpPlace) => {
  /** The one that is called so. */
  const one = <Each>(kind: string, all: readonly Each[], nameOf: (each: Each) => string, name: string): Each => {
    const found = all.find((each) => nameOf(each) === name);
    if (found !== undefined) return strict(place, `${kind} "${name}"`, found);
    throw new WriteUpError(place, `there is no ${kind} "${name}"`, `there is ${listed(all.map(nameOf)) || 'none'}`);
  };
  return {
    /** As it was published. */
    sweep: strict(place, 'sweep', sweep),
    /** In how many trials a claim on a feature got how far: in all, or in those where a setting has a value. */
    found: (feature: string, key?: string, value?: unknown) => {
      const { all, bySetting } = one('feature', featureClaims(sweep), (each) => each.feature, feature);
      if (key === undefined) return all;
      const { rows } = one('setting', bySetting, (each) => each.key, key);
      return one(`value of ${key}`, rows, (row) => valueText(row.value), String(value)).counts;
    },
    trial: (id: string) => one('trial', sweep.trials, (each) => each.id, id),
    /** On pairs of a condition, over the networks in which a setting has a value. @param title as in the table: 'ends: length long'. */
    accuracy: (title: string, key: string, value: unknown) => {
      const column = one('condition', pairColumns(sweep), (each) => each.title, title);
      const row = one('value', pairRows(sweep, [column], key), (each) => each.value, String(value));
      const own = sweep.trials.filter(({ parameters }) => valueText(parameters[key]) === row.value);
      const all = own.map((each) => accuracyOf(each, column)).filter((each) => each !== null);
      const [mean = Number.NaN, least = Number.NaN, most = Number.NaN] = row.accuracies[0] ?? [];
      const from = (share: number) => all.filter((each) => each >= share).length;
      return { networks: row.networks, mean, least, most, from };
    },
    /** The trial of the lowest loss; null while none is done. */
    best: strict(place, 'best', doneTrials(sweep)[0] ?? null),
    ...formats(place),
  } satisfies Facts;
};
