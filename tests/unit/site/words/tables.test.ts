import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { rungNames } from '../../../../runner/analysis/findings/names-schema.ts';
import { quantize } from '../../../../runner/experiment/results/activations.ts';
import { type TableName, tablesOf, tableText } from '../../../../site/words/tables.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { caseNamed } from '../../../fixtures/results/cases.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

function made(id: string) {
  const chosen = caseNamed(id);
  const { result, activations } = buildResult({ ...chosen, units: 60 });
  return { result, recorded: activations.get(`${chosen.on}.${chosen.component}.${chosen.layer}.i8`) ?? [] };
}

test('a result has the tables that it has data for', () => {
  const named = ['lstm-dots', 'no-carriers', 'no-curve'].map((id) => [id, ...tablesOf(made(id).result)].join(' '));
  expect(named).toMatchSnapshot();
});

test('the heatmap table holds the recorded activations, to the precision of the side-car', () => {
  const { result, recorded } = made('lstm-dots');
  const [, ...rows] = tableText(result, 'heatmap', quantize(recorded)).trim().split('\r\n');
  const [feature] = result.features;
  const neurons = feature?.heatmapWindows.flatMap((window) => window.neurons) ?? [];
  expect(rows.length).toBe(neurons.length * (feature?.positions.observed.length ?? 0));
  for (const row of rows) {
    const [, neuron, position, , activation] = row.split(',');
    expect(Number(activation)).toBeCloseTo(recorded[Number(neuron)]?.[Number(position)] ?? Number.NaN, 2);
  }
});

test('the spectra table gives frequencies in cycles per token', () => {
  const { result, recorded } = made('lstm-dots');
  const rows = tableText(result, 'spectra', quantize(recorded)).trim().split('\r\n').slice(1, 205);
  expect(rows.at(0)?.split(',')[2]).toBe('0');
  expect(rows.at(-1)?.split(',')[2]).toBe('0.5');
});

const { result, evidence } = madeEvidence('lstm-dots');
const rowsOf = (name: TableName): Record<string, string>[] =>
  parse(tableText(result, name, quantize([])), { columns: true });

test('a result without evidence has no such tables, and a quick one none of what was not run', () => {
  expect(tablesOf({ ...result, evidence: null })).not.toContain('claims');
  expect(tablesOf(madeEvidence('lstm-dots+seed-3').result)).not.toContain('groups');
});

test.each(['does', 'places', 'groups'] as const)('the table of %s has a row for each of what was measured', (name) => {
  expect(tableText(result, name, quantize([]))).toMatchSnapshot();
});

test('the limit of untrained networks stands on the scale and the side of the area beside it', () => {
  const learned = rowsOf('claims').filter(({ learned }) => learned === 'passed');
  expect(learned.length).toBeGreaterThan(0);
  for (const { sign, 'local AUC': area, 'learned limit (local AUC)': limit } of learned) {
    expect(Number(sign) * (Number(limit) - 0.5)).toBeGreaterThan(0);
    expect(Number(sign) * (Number(area) - Number(limit))).toBeGreaterThan(0);
  }
});

test('the status of every rung stands in the table of claims', () => {
  const all = rowsOf('claims');
  expect(Object.keys(all[0] ?? {}).join()).toMatch(
    /^feature,neuron,layer,component,sign,chosen,among,lead,verdict,heldOut,learned,specific,used,replicated,/,
  );
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
