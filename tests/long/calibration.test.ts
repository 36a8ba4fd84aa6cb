/** The whole calibration, by the command, as a reader would run it: minutes on two cores. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { random } from '../../runner/core/random.ts';
import { calibrationSchema } from '../../runner/experiment/results/calibration-schema.ts';
import { claimedByEffect } from '../calibration/studies/mutants.ts';
import { command, workFolder } from '../cli/command.ts';

const hours = 3_600_000;

it('finds every rate where it should be, and every mutant, with a seed of its own', {
  timeout: 2 * hours,
}, async () => {
  const folder = workFolder();
  // Fails when a rate is not as it should be.
  const { code, stdout } = await command(folder, 'calibrate', ['seed=2026', 'json=true']);
  expect(code).toBe(0);
  const report = calibrationSchema.parse(JSON.parse(stdout));
  expect(JSON.parse(readFileSync(folder.at('public/calibration.json'), 'utf8'))).toEqual(report);
  expect(Object.keys(report.nulls)).toContain('real recording');
  const { nulls, plants, mutants, about } = report;
  const rates = [nulls, plants, mutants].flatMap((kind) =>
    Object.entries(kind).flatMap(([name, measures]) =>
      Object.entries(measures).map(([measure, { passed, rate }]) => ({ name, measure, passed, rate })),
    ),
  );
  expect(rates.length).toBeGreaterThan(50);
  expect(rates.filter(({ passed }) => !passed)).toEqual([]);
  const named = Object.entries(nulls).flatMap(([name, measures]) => [name, ...Object.keys(measures)]);
  for (const each of named) expect(about[each], each).toMatch(/\w/);
});

it('chooses the larger of two effects, where the mutant takes the larger z', async () => {
  const missed = await Promise.all(Array.from({ length: 20 }, (_, number) => claimedByEffect(random(20, number))));
  expect(missed.filter((each) => each)).toEqual([]);
});
