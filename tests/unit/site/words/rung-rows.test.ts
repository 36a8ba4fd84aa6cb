import { expect, test } from 'vitest';
import { rungRows } from '../../../../site/words/rung-rows.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { claim } = madeEvidence('lstm-dots');

test('an effect stands with its interval', () => {
  const made = claim(0);
  const { E1 } = made.rungs;
  if (!E1.measured) throw new Error('not measured');
  Object.assign(E1.measured, { localAuc: 0.1234, interval: [0.1, 0.15] });
  expect(rungRows(made).E1[0]).toEqual({
    measure: 'Local AUC (0.5: no effect)',
    value: '0.123',
    interval: '0.100 to 0.150',
  });
});

test('a rung without measures has no rows', () => {
  const rows = rungRows(claim(3));
  expect(rows.E1.length).toBeGreaterThan(0);
  expect([rows.E2, rows.E3, rows.E4, rows.E5, rows.E6, rows.E7]).toEqual([[], [], [], [], [], []]);
});

test('every ablation and every seed has a row, and the ablation that decides is named', () => {
  const { E5, E6 } = rungRows(claim(0));
  expect(E5.filter(({ measure }) => measure.startsWith('Seed')).length).toBe(4);
  const losses = E6.filter(({ measure }) => measure.startsWith('Loss'));
  expect(losses.length).toBe(4);
  expect(losses.filter(({ measure }) => measure.includes('(decides)')).map(({ measure }) => measure)).toEqual([
    'Loss, mean ablation, right after it (decides); p among 39 similar neurons 0.025',
  ]);
});

test('a share that cannot be taken is not printed as a number', () => {
  expect(rungRows(claim(2)).E7.at(-1)?.value).toBe('undefined');
  expect(rungRows(claim(2)).E3.at(-1)?.value).toBe('undefined');
});

test('that no like token sets exist is said, without figures that would stand for nothing', () => {
  const made = structuredClone(claim(0));
  const { E4 } = made.rungs;
  if (!E4.measured?.sets) throw new Error('no sets');
  E4.measured.sets = { sets: 0, claim: 0.4, median: 0, largest: 0, p: 1 };
  const { E4: rows } = rungRows(made);
  expect(rows).toContainEqual({ measure: 'Like token sets', value: 'none exist', interval: '' });
  expect(rows.some(({ measure }) => measure.includes('median'))).toBe(false);
});
