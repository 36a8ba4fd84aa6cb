import { expect, test } from 'vitest';
import { claimFigureNames } from '../../../../site/figures/claim-charts.ts';
import { claimFiles, claimSvg, figuresOfClaims } from '../../../../site/figures/claims.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { result, evidence, claim } = madeEvidence('lstm-dots');

test('a claim with all measures has all figures, and none of what was not measured', () => {
  const drawn = (number: number) => claimFigureNames.filter((name) => claimSvg(name, claim(number)) !== null);
  expect(drawn(0)).toEqual(['does-inside', 'does-outside', 'falls', 'learned', 'lags', 'events', 'emergence']);
  for (const name of ['learned', 'does-inside', 'does-outside']) expect(drawn(3)).not.toContain(name);
  expect(claimSvg('does-inside', { does: { tokens: [] } })).toBeNull();
});

test('every figure is a file with a name of its own', () => {
  const names = figuresOfClaims(result, null).map(({ name }) => name);
  expect(names).toContain(`feature-1-neuron-${evidence.claims[0]?.neuron}-learned`);
  for (const { name } of claimFiles(1, claim(0))) expect(names).toContain(name.replace(/\.svg$/, ''));
  expect(new Set(names).size).toBe(names.length);
});

test('a caption in a paper has the effect with its interval, the verdict, and a number for each rung that was measured', () => {
  const figures = figuresOfClaims(result, null);
  const { numbers = {} } = figures.find(({ name }) => name.endsWith(`neuron-${claim(0).neuron}-lags`)) ?? {};
  expect(numbers.verdict).toBe(claim(0).verdict.level);
  expect(numbers['held out']).toMatch(/^p /);
  expect(Object.entries(numbers).find(([measure]) => measure.startsWith('Local AUC'))?.[1]).toMatch(
    /^0\.\d+ \[0\.\d+ to /,
  );
  expect(Object.values(numbers)).not.toContain('');
});
