/** What the expressions of a write-up may name where it is about a sweep. Pure. */
import type { SweepResult } from '../../../runner/experiment/results/sweep-schema.ts';
import { type Facts, formats, listed, strict, WriteUpError, type WriteUpPlace } from '../write-up/expression.ts';
import {
  accuraciesOf,
  claimCounts,
  claimedFeatures,
  conditionsOf,
  doneTrials,
  keysOf,
  valuesOf,
  valueText,
} from './measures.ts';

export const sweepFacts = (sweep: SweepResult) => (place: WriteUpPlace) => {
  /** The one that is called so. */
  const one = <Each>(kind: string, all: readonly Each[], nameOf: (each: Each) => string, name: string): Each => {
    const found = all.find((each) => nameOf(each) === name);
    if (found !== undefined) return found;
    throw new WriteUpError(place, `there is no ${kind} "${name}"`, `there is ${listed(all.map(nameOf)) || 'none'}`);
  };
  /** The trials in which a setting has a value. */
  const trialsWith = (key: string, value: unknown) => {
    one('setting', keysOf(sweep), (each) => each, key);
    const text = one(`value of ${key}`, valuesOf(sweep, key).map(valueText), (each) => each, String(value));
    return sweep.trials.filter(({ parameters }) => valueText(parameters[key]) === text);
  };
  return {
    /** As it was published. */
    sweep: strict(place, 'sweep', sweep),
    /** In how many trials a claim on a feature got how far: in all, or in those where a setting has a value. */
    found(feature: string, key?: string, value?: unknown) {
      one('feature', claimedFeatures(sweep), (each) => each, feature);
      return claimCounts(key === undefined ? sweep.trials : trialsWith(key, value), feature);
    },
    trial: (id: string) => one('trial', sweep.trials, (each) => each.id, id),
    /** On pairs of a condition, over the networks in which a setting has a value. @param title as in the table: 'ends: length long'. */
    accuracy(title: string, key: string, value: unknown) {
      const condition = one('condition', conditionsOf(sweep), (each) => each.title, title);
      const { all = [], ...found } = accuraciesOf(trialsWith(key, value), condition) ?? {};
      const from = (share: number) => all.filter((each) => each >= share).length;
      return { mean: Number.NaN, least: Number.NaN, most: Number.NaN, ...found, networks: all.length, from };
    },
    /** The trial of the lowest loss; null while none is done. */
    best: strict(place, 'best', doneTrials(sweep)[0] ?? null),
    ...formats(place),
  } satisfies Facts;
};
