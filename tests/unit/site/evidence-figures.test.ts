import { expect, test } from 'vitest';
import { claimFigures, figureFiles } from '../../../site/lib/evidence-figures.ts';
import { madeEvidence } from '../../fixtures/results/made-evidence.ts';

const { result, evidence, claim } = madeEvidence('lstm-dots');

test('a claim with all measures has all figures, coloured by the style sheet', () => {
  const figures = claimFigures(claim(0));
  for (const [name, svg] of Object.entries(figures)) {
    expect(svg, name).toMatch(/^<svg aria-hidden="true"/);
    expect(svg, name).not.toContain('NaN');
    expect(svg, name).toContain('var(--');
  }
});

test('what was not measured is not drawn', () => {
  const figures = claimFigures(claim(3));
  expect([figures.specificity, figures.ablation, figures.clamping]).toEqual([null, null, null]);
});

test('the dots of a lag profile are full where the test is passed, and a lag that cannot be told has none', () => {
  const made = claim(0);
  const { lags } = claimFigures(made);
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
