import { describe, expect, it } from 'vitest';
import type { Calibration, Rate } from '../../../runner/experiment/results/calibration-schema.ts';
import { ratesTable } from '../../calibration/rates-table.ts';

const rate = (value: number, wanted: Rate['wanted'], passed: boolean): Rate => ({
  rate: value,
  interval: [value / 2, Math.min(1, value * 2)],
  experiments: 1000,
  wanted,
  passed,
});
const calibration: Calibration = {
  seeds: [0],
  experiments: 1000,
  nulls: { 'rare bursts': { E2: rate(0.048, [0.03, 0.07], true), ladder: rate(0.02, [0, 0.01], false) } },
  plants: { 'AUC .7': { power: rate(0.995, [0.9, 1], true) } },
  mutants: { 'i.i.d. permutation': { 'false findings': rate(0.6, [0.03, 0.07], true) } },
  about: {},
};

describe('the table of a calibration', () => {
  const table = ratesTable(calibration, { good: (text) => `+${text}`, bad: (text) => `-${text}` });
  const lineOf = (...words: string[]) => table.split('\n').find((line) => words.every((word) => line.includes(word)));

  it('has a line for each rate: figure, interval, what is wanted, how many, and whether it is so', () => {
    expect(lineOf('rare bursts', 'E2')).toMatch(/4\.8% {2}\(2\.4% to 9\.6%\) +3% to 7% +1000 {2}\+as it should$/);
    expect(lineOf('rare bursts', 'ladder')).toMatch(/at most 1% .*-NOT AS IT SHOULD$/);
    expect(lineOf('AUC .7', 'power')).toMatch(/at least 90% .*\+as it should$/);
    expect(lineOf('i.i.d.', 'false findings')).toMatch(/not 3% to 7% .*\+found out$/);
  });

  it('has columns that stand below one another', () => {
    const at = (line = '') => line.indexOf('(');
    const columns = ['4.8%', '99.5%', '60%'].map((figure) => at(lineOf(figure)));
    expect(new Set(columns).size).toBe(1);
  });

  it('leaves out kinds that were not run', () => {
    expect(ratesTable({ ...calibration, plants: {} }, { good: String, bad: String })).not.toContain('planted');
  });
});
