import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { rungNames } from '../../../../runner/analysis/findings/names-schema.ts';
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
  const [columns, ...places] = rows('places');
  const cell = (row: string[], name: string) => row[columns?.indexOf(name) ?? -1];
  expect(places.map((row) => `${cell(row, 'measure')} ${cell(row, 'where')}`)).toEqual([
    ...['flip inside', 'flip outside', 'flip inside', 'flip inside', 'flip outside', 'flip inside', 'flip inside'],
    ...['flip together inside', 'flip elsewhere', 'holding inside', 'holding outside'],
    ...['interchange inside', 'interchange outside', 'interchange inside'],
    'interchange together inside',
  ]);
  const chosen = places.filter((row) => cell(row, 'chosen') === 'yes');
  expect(chosen.map((row) => [cell(row, 'measure'), cell(row, 'next token'), cell(row, 'nats')])).toEqual([
    ['flip', '""""', '0.26'],
    ['flip together', '""""', '0.26'],
    ['interchange', '""""', '0.01'],
    ['interchange together', '""""', '0.01'],
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

test('the limit of untrained networks stands on the scale and the side of the area beside it', () => {
  const all: Record<string, string>[] = parse(evidenceTable(evidence, 'claims'), { columns: true });
  const learned = all.filter(({ learned }) => learned === 'passed');
  expect(learned.length).toBeGreaterThan(0);
  for (const { sign, 'local AUC': area, 'learned limit (local AUC)': limit } of learned) {
    expect(Number(sign) * (Number(limit) - 0.5)).toBeGreaterThan(0);
    expect(Number(sign) * (Number(area) - Number(limit))).toBeGreaterThan(0);
  }
});

test('the status of every rung stands in the table of claims', () => {
  const all: Record<string, string>[] = parse(evidenceTable(evidence, 'claims'), { columns: true });
  const told = all.map((row) => rungNames.map((name) => row[name]));
  expect(told).toEqual(evidence.claims.map(({ rungs }) => rungNames.map((name) => rungs[name].status)));
  expect([...new Set(told.flat())].toSorted()).toEqual([
    'failed',
    'not applicable',
    'not run',
    'not testable',
    'passed',
  ]);
});
