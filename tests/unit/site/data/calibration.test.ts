import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calibrationRows, readCalibration } from '../../../../site/data/calibration.ts';
import { inventedCalibration } from '../../../fixtures/results/make-calibration.ts';

test('a rate stands with its interval, what was wanted, and the verdict', () => {
  expect(calibrationRows(inventedCalibration, 'nulls')[1]).toEqual({
    name: 'trend along documents',
    measure: 'heldOut',
    rate: '9.2%',
    interval: '7.4% to 11%',
    wanted: '3% to 7%',
    experiments: 1000,
    passed: false,
  });
  expect(calibrationRows(inventedCalibration, 'nulls').map(({ wanted }) => wanted)).toEqual([
    '3% to 7%',
    '3% to 7%',
    'at most 1%',
    'at least 93%',
  ]);
  expect(calibrationRows(inventedCalibration, 'mutants')[0]?.wanted).toBe('not 3% to 7%');
});

test('without a file there is no calibration, and a file of another shape is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-calibration-'));
  const path = join(folder, 'calibration.json');
  expect(await readCalibration(path)).toBeNull();
  await writeFile(path, JSON.stringify(inventedCalibration));
  expect((await readCalibration(path))?.seed).toBe(7);
  await writeFile(path, '{}');
  await expect(readCalibration(path)).rejects.toThrow(`${path} is no calibration`);
  await rm(folder, { recursive: true });
});
