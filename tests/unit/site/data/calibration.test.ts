import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calibrationPage, readCalibration, rungErrors } from '../../../../site/data/calibration.ts';
import { inventedCalibration } from '../../../fixtures/results/make-calibration.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const folder = temporaryFolder();

test('of every made-up world the documentation has the rate with its interval, what was wanted, and the verdict', () => {
  expect(calibrationPage(inventedCalibration)).toMatchSnapshot();
  expect(calibrationPage(null)).toBe('');
});

test('a rung is told by the world in which it did worst, and by the promises that it does not keep', () => {
  const rate = (value: number, wanted: [number, number], passed = true) => ({
    rate: value,
    interval: [value - 0.01, value + 0.01] as [number, number],
    experiments: 100,
    wanted,
    passed,
  });
  const rows = rungErrors({
    ...inventedCalibration,
    nulls: {
      one: { used: rate(0.02, [0, 0.07]), ladder: rate(0, [0, 0.01]) },
      other: { 'used: bystander': rate(0.06, [0, 0.07]), 'used: labels': rate(0.01, [0, 0.07], false) },
    },
    plants: {
      strong: { 'used power': rate(0.97, [0.9, 1]), 'heldOut: random runs': rate(0.03, [0, 0.07]) },
      weak: { 'used power': rate(0.5, [0.4, 1]) },
    },
  });
  expect(rows.map(({ rung }) => rung)).toEqual(['heldOut', 'used', 'ladder']);
  // 9 of 300, by the quantiles of the beta distribution (SciPy).
  const wrongly = { together: '3% (1.4% to 5.6%) of 300', worst: '6% (5% to 7%) of 100, other: bystander' };
  const found = { together: '97% (91.5% to 99.4%) of 100', worst: '97% (96% to 98%) of 100, strong' };
  expect(rows[1]).toEqual({ rung: 'used', wrongly: { ...wrongly, passed: false }, found: { ...found, passed: true } });
  expect(rows[0]?.found).toBeNull();
});

test('without a file there is no calibration, and a file of another shape is named', async () => {
  const path = join(folder.path, 'calibration.json');
  expect(await readCalibration(path)).toBeNull();
  folder.write('calibration.json', JSON.stringify(inventedCalibration));
  expect((await readCalibration(path))?.seeds).toEqual([7, 8]);
  folder.write('calibration.json', '{}');
  await expect(readCalibration(path)).rejects.toThrow(`${path} is no calibration`);
});
