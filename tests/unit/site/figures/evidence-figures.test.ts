import { expect, test } from 'vitest';
import { claimFigures, figureFiles } from '../../../../site/figures/evidence-figures.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { result, evidence, claim } = madeEvidence('lstm-dots');

test('a claim with all measures has all figures, coloured by the style sheet', () => {
  const figures = claimFigures(claim(0));
  expect(Object.keys(figures)).toEqual(['lags', 'events', 'specificity', 'ablation', 'clamping', 'emergence']);
  for (const [name, draw] of Object.entries(figures)) {
    const svg = draw();
    expect(svg, name).toMatch(/^<svg aria-hidden="true"/);
    expect(svg, name).not.toContain('NaN');
    expect(svg, name).toContain('var(--');
  }
});

test('what was not measured is not drawn', () => {
  const figures = claimFigures(claim(3));
  expect([figures.specificity, figures.ablation, figures.clamping]).toEqual([undefined, undefined, undefined]);
});

test('the dots of a lag profile are full where the test is passed, and a lag that cannot be told has none', () => {
  const made = claim(0);
  const lags = claimFigures(made).lags?.();
  const sure = made.lagProfile?.adjustedP.filter((p) => p !== null && p < 0.05).length ?? 0;
  expect(sure).toBeGreaterThan(1);
  expect(lags?.match(/<circle fill="var\(--line\)"/g)?.length).toBe(sure);
  expect(lags?.match(/<circle/g)?.length).toBe(16);
});

test('every figure is a file with a name of its own', () => {
  const names = figureFiles(result).map(({ name }) => name);
  expect(names).toContain(`feature-1-neuron-${evidence.claims[0]?.neuron}-ablation.svg`);
  expect(new Set(names).size).toBe(names.length);
});
