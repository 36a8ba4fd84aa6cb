import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../../runner/experiment/results/calibration-schema.ts';
import { count, join, rateOf, ratesTable, type Tally } from '../../calibration/tally.ts';

it('a tally counts what happened, what did not, and what could not be tested, however the experiments were shared', () => {
  const tally: Tally = {};
  for (const happened of [true, false, null, true]) count(tally, { E2: happened, S: { times: 3, of: 10 } });
  expect(tally).toEqual({ E2: { times: 2, of: 3 }, S: { times: 12, of: 40 } });
  expect(join([{ E2: { times: 1, of: 20 } }, { E2: { times: 2, of: 15 }, E3: { times: 0, of: 15 } }])).toEqual({
    E2: { times: 3, of: 35 },
    E3: { times: 0, of: 15 },
  });
});

describe('a rate', () => {
  it('has the exact interval', () => {
    // scipy.stats.binomtest(50, 1000).proportion_ci(method='exact')
    const { rate, interval } = rateOf({ times: 50, of: 1000 }, [0.03, 0.07]);
    expect(rate).toBe(0.05);
    expect(interval[0]).toBeCloseTo(0.037335, 5);
    expect(interval[1]).toBeCloseTo(0.065391, 5);
  });

  it.each([
    ['inside the band, ends included', false, 1000, { 29: false, 30: true, 70: true, 71: false }],
    ['of few experiments, where its interval touches the band', false, 60, { 0: true, 3: true, 8: true, 9: false }],
    ['of a mutant, where its interval is outside', true, 1000, { 5: true, 25: false, 50: false, 80: false, 120: true }],
  ] as const)('passes %s', (_, isMutant, of, passes) => {
    for (const [times, passed] of Object.entries(passes))
      expect(rateOf({ times: Number(times), of }, [0.03, 0.07], isMutant).passed, times).toBe(passed);
  });
});

it('the table of a calibration has a line for each rate, below one another, and none of kinds that were not run', () => {
  const rate = (times: number, wanted: [number, number]) => rateOf({ times, of: 1000 }, wanted);
  const calibration: Calibration = {
    seeds: [0],
    experiments: 1000,
    plants: {},
    about: {},
    nulls: { 'rare bursts': { E2: rate(48, [0.03, 0.07]), ladder: rate(20, [0, 0.01]), power: rate(995, [0.9, 1]) } },
    mutants: { 'i.i.d. permutation': { 'false findings': rateOf({ times: 600, of: 1000 }, [0.03, 0.07], true) } },
  };
  const table = ratesTable(
    calibration,
    (text) => `+${text}`,
    (text) => `-${text}`,
  );
  expect(table).toMatchSnapshot();
});
