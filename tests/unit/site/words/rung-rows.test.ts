import { expect, test } from 'vitest';
import { rungNames } from '../../../../runner/analysis/findings/names-schema.ts';
import { effectCell, numberRows, rungCell, rungRows } from '../../../../site/words/rung-rows.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { claim } = madeEvidence('lstm-dots');

test('an effect stands with its interval, and alone in the table of claims', () => {
  const made = claim(0);
  const first = (own: typeof made) => numberRows(own)[0]?.rows[0];
  Object.assign(made.effect ?? {}, { localAuc: 0.1234, interval: [0.1, 0.15] });
  expect(first(made)).toEqual({
    measure: 'Local AUC (0.5: no effect), lower at the feature',
    value: '0.877',
    interval: '0.850 to 0.900',
  });
  expect(effectCell(made)).toBe('AUC 0.88, lower');
  const higher = structuredClone(made);
  Object.assign(higher.effect ?? {}, { localAuc: 0.75, interval: [0.5, 1] });
  expect(first(higher)).toEqual({
    measure: 'Local AUC (0.5: no effect)',
    value: '0.750',
    interval: '0.500 to 1.000',
  });
  expect(effectCell(higher)).toBe('AUC 0.75');
});

test('a rung without measures has no rows and no number', () => {
  const made = claim(3);
  const empty = rungNames.filter((name) => made.rungs[name].measured === null);
  expect(empty).toEqual(['learned', 'specific', 'used', 'replicated']);
  for (const name of empty) expect([rungRows(made, name), rungCell(made, name)]).toEqual([[], '']);
});

test('every rung that was measured has one number and its rows', () => {
  const made = claim(0);
  expect(rungNames.map((name) => rungCell(made, name))).toEqual([
    'p < 0.001',
    expect.stringMatching(/^AUC 0\.\d\d vs 0\.58$/),
    '0.84 vs 0.56',
    '0.12 nats',
    '3 of 4',
  ]);
  for (const name of rungNames) expect(rungRows(made, name).length, name).toBeGreaterThan(0);
});

test('the state flip stands beside that of other documents’ masks', () => {
  const rows = rungRows(claim(0), 'used');
  expect(rows.find(({ measure }) => measure.includes('other documents'))?.value).toBe('−0.0020, −0.0010, −0.0030');
  expect(rows.find(({ measure }) => measure === 'Flip minus their mean')).toEqual({
    measure: 'Flip minus their mean',
    value: '0.124',
    interval: '0.100 to 0.148',
  });
});

test('an effect of a number stands as a rank correlation, with its slope', () => {
  const made = structuredClone(claim(0));
  made.says.number = true;
  Object.assign(made.effect ?? {}, {
    localAuc: 0.1,
    interval: [0.05, 0.15],
    number: { slope: -0.125, interval: [-0.2, -0.05], lowest: 0, highest: 20 },
  });
  const rows = numberRows(made)[0]?.rows ?? [];
  expect(rows[0]).toEqual({
    measure: 'Local rank correlation (0: no effect)',
    value: '−0.800',
    interval: '−0.900 to −0.700',
  });
  expect(rows.map(({ measure }) => measure)).toContain('Change of the activation with each step');
  expect(effectCell(made)).toBe('ρ −0.80');
});

test('what untrained networks reach stands on the scale of the effect', () => {
  const made = structuredClone(claim(0));
  const { learned } = made.rungs;
  Object.assign(learned.measured ?? {}, { claim: 0.463, best: [0.121, 0.079], mean: 0.1, sd: 0.02, limit: 0.14 });
  expect(rungCell(made, 'learned')).toBe('AUC 0.96 vs 0.64');
  const values = (): string[] => rungRows(made, 'learned').map(({ value }) => value);
  expect(values().slice(0, 2)).toEqual(['0.621, 0.579', '0.640']);
  // Of a number an area of (1 + ρ) / 2 stands for ρ: a distance of 0.463 for one of 0.926.
  made.says.number = true;
  expect(rungCell(made, 'learned')).toBe('ρ 0.93 vs 0.28');
  expect(values().slice(0, 2)).toEqual(['0.242, 0.158', '0.280']);
});
