/** Few experiments of the studies of numbers and of scans: what a broken test or a lost carrier would show soonest. */
import { expect, it } from 'vitest';
import { scanNulls, scanPlants } from '../../calibration/studies/scans.ts';
import { numberNulls, numberPlants } from '../../calibration/studies/simulated.ts';
import { here, most, times } from './rates.ts';

it('numbers of documents and sources that have levels and trends of their own are seldom found', async () => {
  const studies = numberNulls.filter(({ name }) => /source effects|document openings/.test(name));
  expect(studies).toHaveLength(2);
  const report = await here(studies, 12);
  for (const { name } of studies) {
    // Each experiment counts twice, the halves exchanged.
    expect(times(report, 'nulls', name, 'heldOut')).toBeLessThanOrEqual(most[24]);
    expect(times(report, 'nulls', name, 'ladder')).toBeLessThanOrEqual(2);
  }
});

it('a neuron that counts is found, and for the numbers of other documents it is not', async () => {
  const report = await here(numberPlants, 1);
  expect(times(report, 'plants', 'numbers: a neuron that counts', 'ladder power')).toBe(1);
  expect(times(report, 'plants', 'numbers: a neuron that counts', 'shuffled numbers')).toBe(0);
});

it('a scan finds the unit that carries a preference, and none where weights are permuted or nothing carries it', async () => {
  const report = await here([...scanPlants, ...scanNulls], 4);
  expect(times(report, 'plants', 'scan: wired by hand', 'scan power')).toBe(4);
  expect(times(report, 'plants', 'scan: wired by hand', 'scan: permuted units')).toBeLessThanOrEqual(1);
  expect(times(report, 'nulls', 'scan: no unit carries it', 'scan')).toBeLessThanOrEqual(2);
});
