/** The figures of two calibrations, of different seeds, as one. Pure. */
import type { Calibration, Rate } from '../../runner/experiment/results/calibration-schema.ts';
import { mutantRate, rateOf } from './tally.ts';

/**
 * Counts are added and judged anew: for experiments that are independent, as those of two seeds are.
 * @throws RangeError when they share a seed: its experiments would count twice.
 */
export function pooled(one: Calibration, other: Calibration): Calibration {
  const twice = one.seeds.find((seed) => other.seeds.includes(seed));
  if (twice !== undefined) throw new RangeError(`pooled: seed ${twice} is in both`);
  return {
    ...one,
    seeds: [...one.seeds, ...other.seeds],
    experiments: one.experiments + other.experiments,
    nulls: poolOf(one.nulls, other.nulls, rateOf),
    plants: poolOf(one.plants, other.plants, rateOf),
    mutants: poolOf(one.mutants, other.mutants, mutantRate),
    about: { ...one.about, ...other.about },
  };
}

type Kind = Calibration['nulls'];

const poolOf = (one: Kind, other: Kind, judge: typeof rateOf): Kind =>
  merged(one, other, (rates, others) =>
    merged(rates, others, (rate, further) => {
      const [times, of] = [timesOf(rate) + timesOf(further), rate.experiments + further.experiments];
      return judge({ times, of }, further.wanted);
    }),
  );

const timesOf = ({ rate, experiments }: Rate): number => Math.round(rate * experiments);

/** What only one has stays as it is. */
function merged<Value>(
  one: Record<string, Value>,
  other: Record<string, Value>,
  both: (one: Value, other: Value) => Value,
): Record<string, Value> {
  const all = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const known = one[name];
    all[name] = known === undefined ? value : both(known, value);
  }
  return all;
}
