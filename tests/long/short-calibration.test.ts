/** The short form of the calibration, and the broken tests that it must tell: what `npm test` does with fewer experiments. */
import { describe, expect, it } from 'vitest';
import { random } from '../../runner/core/random.ts';
import { calibrationSchema } from '../../runner/experiment/results/calibration-schema.ts';
import { calibrate } from '../calibration/calibrate.ts';
import { claimedByEffect, mutantStudies } from '../calibration/studies/mutants.ts';
import { inOtherThread, studiesFor } from '../calibration/studies/studies.ts';
import { usualExperiments } from '../commands/calibrate.ts';
import { here, material, most, seed, times } from '../unit/calibration/rates.ts';

/** Seconds on two idle cores; a machine may have more to do. */
const patience = 240_000;

describe('the short calibration', { timeout: patience }, () => {
  const shortForm = calibrate({
    seed,
    experiments: usualExperiments.quick,
    studies: studiesFor(true, material),
    workers: 2,
    work: inOtherThread({ seed, quick: true, material }),
  });

  it.each(['source effects', 'document openings'])('keeps the level with %s', async (name) => {
    const report = await shortForm;
    for (const measure of ['chance', 'heldOut'])
      expect(times(report, 'nulls', name, measure)).toBeLessThanOrEqual(most[120]);
    // Of a rate of 1 in 400, six of 60 have probability 1e-8.
    expect(times(report, 'nulls', name, 'ladder')).toBeLessThanOrEqual(5);
    if (name === 'document openings') {
      expect(times(report, 'nulls', name, 'effect coverage')).toBeGreaterThanOrEqual(120 - most[120]);
    }
  });

  it('is what the schema says, and names all that it measures', async () => {
    const report = calibrationSchema.parse(await shortForm);
    expect(Object.keys(report)).toEqual(['seeds', 'experiments', 'nulls', 'plants', 'mutants', 'about']);
    for (const [name, rates] of Object.entries(report.nulls)) {
      for (const each of [name, ...Object.keys(rates)]) expect(report.about[each]).toMatch(/\w/);
    }
  });

  // Each of the last takes long, and tells at once.
  const experiments: Readonly<Record<string, number>> = {
    ...{ 'z for effect': 20, 'held-out check left out': 150, 'feature minus rest': 10, 'control labels left out': 24 },
  };
  it.each(mutantStudies)('tells the mutant: $name', async (study) => {
    const [rate] = Object.values((await here([study], experiments[study.name] ?? 60)).mutants[study.name] ?? {});
    expect(rate?.passed).toBe(true);
  });

  it('chooses the larger of two effects, where the mutant takes the larger z', async () => {
    const missed = await Promise.all(Array.from({ length: 20 }, (_, number) => claimedByEffect(random(seed, number))));
    expect(missed.filter((each) => each)).toEqual([]);
  });
});
