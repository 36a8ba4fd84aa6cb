import { expect, test } from 'vitest';
import { quantize } from '../../../../runner/experiment/results/activations.ts';
import { table, tablesOf } from '../../../../site/words/tables.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { cases } from '../../../fixtures/results/cases.ts';

function made(id: string) {
  const chosen = cases.find((each) => each.id === id);
  if (!chosen) throw new Error(`no case ${id}`);
  const { result, activations } = buildResult({ ...chosen, units: 60 });
  return { result, recorded: activations.get(`${chosen.on}.${chosen.component}.${chosen.layer}.i8`) ?? [] };
}

test('a result has the tables that it has data for', () => {
  expect(tablesOf(made('lstm-dots').result)).toEqual([
    'relevance',
    'heatmap',
    'spectra',
    'learning-curve',
    'token-vectors',
    'neighbours',
    'claims',
    'lags',
    'events',
    'does',
    'places',
    'groups',
    'documents',
    'emergence',
  ]);
  expect(tablesOf(made('no-carriers').result)).toEqual(['learning-curve', 'token-vectors', 'neighbours']);
  expect(tablesOf(made('no-curve').result)).toEqual(['relevance', 'heatmap', 'spectra', 'token-vectors', 'neighbours']);
});

test('the heatmap table holds the recorded activations, to the precision of the side-car', () => {
  const { result, recorded } = made('lstm-dots');
  const [, ...rows] = table(result, 'heatmap', quantize(recorded)).trim().split('\r\n');
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
  const rows = table(result, 'spectra', quantize(recorded)).trim().split('\r\n').slice(1, 205);
  expect(rows.at(0)?.split(',')[2]).toBe('0');
  expect(rows.at(-1)?.split(',')[2]).toBe('0.5');
});

test('a table of the evidence is that of the claims', () => {
  const { result, recorded } = made('lstm-dots');
  const [columns, ...rows] = table(result, 'claims', quantize(recorded)).trim().split('\r\n');
  expect(columns).toMatch(
    /^feature,neuron,layer,component,sign,chosen,among,lead,verdict,heldOut,learned,specific,used,replicated,/,
  );
  expect(rows.length).toBe(result.evidence?.claims.length);
});
