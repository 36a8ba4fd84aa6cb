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
  expect(evidenceTablesOf(madeEvidence('lstm-dots+seed-3').evidence)).not.toContain('groups');
});

test('what a neuron does and the groups stand in tables of their own', () => {
  const [, ...does] = rows('does');
  expect(does.length).toBe(claim(0).does?.tokens.length);
  expect(does.map(([, neuron, , where]) => [neuron, where])).toEqual([
    ['45', 'inside'],
    ['45', 'inside'],
    ['45', 'outside'],
    ['45', 'outside'],
    ['45', 'outside'],
  ]);
  const [, ...groups] = rows('groups');
  expect(groups.map(([, size, neuron, flip]) => [size, neuron, flip])).toEqual([
    ['1', '45', '0.12'],
    ['2', '7', '0.2'],
    ['3', '12', '0.23'],
    ['4', '30', '0.24'],
    ['5', '31', '0.245'],
  ]);
});

test('a lag that cannot be told is an empty field', () => {
  const [columns, first] = rows('lags');
  expect(columns?.indexOf('local AUC')).toBe(3);
  expect(first?.slice(2, 4)).toEqual(['-8', '']);
});

test('the status of every rung stands in the table of claims', () => {
  const [columns, ...all] = rows('claims');
  const at = columns?.indexOf('effect') ?? 0;
  expect(all[3]?.slice(at, at + 7)).toEqual([
    'passed',
    'not testable',
    'passed',
    'not testable',
    'not testable',
    'not testable',
    'not run',
  ]);
});
