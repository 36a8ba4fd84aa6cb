import { expect, test } from 'vitest';
import { evidenceTable, evidenceTablesOf } from '../../../../site/words/evidence-tables.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { evidence, claim } = madeEvidence('lstm-dots');
const rows = (name: Parameters<typeof evidenceTable>[1]): string[][] =>
  evidenceTable(evidence, name)
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));

test('a result without evidence has no such tables, and a quick one none of what was not run', () => {
  expect(evidenceTablesOf(null)).toEqual([]);
  expect(evidenceTablesOf(madeEvidence('lstm-dots+seed-3').evidence)).not.toContain('ablations');
});

test('the ablations hold the claimed neuron and the similar ones', () => {
  const [, ...all] = rows('ablations');
  const first = all.filter(([, neuron]) => neuron === String(claim(0).neuron));
  expect(first.filter(([, , , , kind]) => kind === 'claimed').length).toBe(4);
  expect(first.filter(([, , , , kind]) => kind === 'similar').length).toBe(4 * 39);
});

test('a lag that cannot be told is an empty field', () => {
  const [columns, first] = rows('lags');
  expect(columns?.indexOf('local AUC')).toBe(3);
  expect(first?.slice(2, 4)).toEqual(['-8', '']);
});

test('the status of every rung stands in the table of claims', () => {
  const [columns, ...all] = rows('claims');
  const at = columns?.indexOf('E1') ?? 0;
  expect(all[3]?.slice(at, at + 7)).toEqual([
    'passed',
    'not testable',
    'not testable',
    'not testable',
    'not run',
    'not testable',
    'not run',
  ]);
});
