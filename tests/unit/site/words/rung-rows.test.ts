import { expect, test } from 'vitest';
import { rungNames } from '../../../../runner/analysis/findings/names-schema.ts';
import { effectCell, numberRows, rungCell, rungRows } from '../../../../site/words/rung-rows.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { claim } = madeEvidence('lstm-dots');
const lines = (rows: ReturnType<typeof rungRows> = []) =>
  rows.map(({ measure, value, interval }) => `${measure}: ${value}${interval && ` (${interval})`}`);
/** A claim with another effect. */
const measured = (localAuc: number, interval: [number, number], number?: object) => {
  const made = structuredClone(claim(0));
  Object.assign(made.effect ?? {}, { localAuc, interval, ...(number && { number }) });
  if (number) made.says.number = true;
  return made;
};

test.each([
  ['lower at the feature', measured(0.1234, [0.1, 0.15])],
  ['higher', measured(0.75, [0.5, 1])],
  ['of a number', measured(0.1, [0.05, 0.15], { slope: -0.125, interval: [-0.2, -0.05], lowest: 0, highest: 20 })],
])('an effect stands with its interval, and alone in the table of claims: %s', (_, made) => {
  expect([effectCell(made), ...lines(numberRows(made)[0]?.rows)]).toMatchSnapshot();
});

test('a rung without measures has no rows and no number', () => {
  const made = claim(3);
  const empty = rungNames.filter((name) => made.rungs[name].measured === null);
  expect(empty).toEqual(['learned', 'specific', 'used', 'replicated']);
  for (const name of empty) expect([rungRows(made, name), rungCell(made, name)]).toEqual([[], '']);
});

test('every rung that was measured has one number and its rows', () => {
  expect(
    rungNames.flatMap((name) => [`${name}: ${rungCell(claim(0), name)}`, ...lines(rungRows(claim(0), name))]),
  ).toMatchSnapshot();
});

test('what untrained networks reach stands on the scale of the effect', () => {
  const made = structuredClone(claim(0));
  const { learned } = made.rungs;
  Object.assign(learned.measured ?? {}, { claim: 0.463, best: [0.121, 0.079], mean: 0.1, sd: 0.02, limit: 0.14 });
  const values = (): string[] => rungRows(made, 'learned').map(({ value }) => value);
  expect([rungCell(made, 'learned'), ...values().slice(0, 2)]).toEqual(['AUC 0.96 vs 0.64', '0.621, 0.579', '0.640']);
  // Of a number an area of (1 + ρ) / 2 stands for ρ: a distance of 0.463 for one of 0.926.
  made.says.number = true;
  expect([rungCell(made, 'learned'), ...values().slice(0, 2)]).toEqual(['ρ 0.93 vs 0.28', '0.242, 0.158', '0.280']);
});
