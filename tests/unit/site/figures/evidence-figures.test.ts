import { expect, test } from 'vitest';
import { doesSvg, doesTop } from '../../../../site/figures/does.ts';
import { claimFigures, figureFiles } from '../../../../site/figures/evidence-figures.ts';
import { lagSvg } from '../../../../site/figures/lag.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { result, evidence, claim } = madeEvidence('lstm-dots');

test('a claim with all measures has all figures, coloured by the style sheet', () => {
  const figures = claimFigures(claim(0));
  expect(Object.keys(figures)).toEqual(['does-inside', 'does-outside', 'learned', 'lags', 'events', 'emergence']);
  for (const [name, draw] of Object.entries(figures)) {
    const svg = draw();
    expect(svg, name).toMatch(/^<svg aria-hidden="true"/);
    expect(svg, name).not.toContain('NaN');
    expect(svg, name).toContain('var(--');
  }
});

test('what was not measured is not drawn', () => {
  const figures = claimFigures(claim(3));
  expect([figures.learned, figures['does-inside'], figures['does-outside']]).toEqual([undefined, undefined, undefined]);
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
  expect(names).toContain(`feature-1-neuron-${evidence.claims[0]?.neuron}-learned.svg`);
  expect(names).toContain('feature-1-group-curve.svg');
  expect(new Set(names).size).toBe(names.length);
});

test('the line of a lag profile has a gap where a lag cannot be told', () => {
  const { lagProfile } = structuredClone(claim(1));
  if (!lagProfile) throw new Error('no profile');
  expect(lagProfile.localAuc[lagProfile.lags.indexOf(0)]).toBeNull();
  // Two pieces: one from -7 to -1, one from 1 to 8; a line across lag 0 would be one.
  const line =
    /<path[^>]*stroke="var\(--line\)"[^>]*>|<g[^>]*stroke="var\(--line\)"[^>]*><path[^>]*>/.exec(
      lagSvg(lagProfile),
    )?.[0] ?? '';
  expect(line.match(/M/g)?.length).toBe(2);
});

test('what a neuron does shows the right state, the wrong one and the interval of their difference, on one axis', () => {
  const { does } = claim(0);
  if (!does) throw new Error('it does nothing');
  const top = doesTop(does);
  expect(top).toBeCloseTo(1.05 * 0.24, 12);
  const inside = doesSvg(does, 'inside', top);
  expect(inside?.match(/<circle/g)?.length).toBe(4);
  expect(inside).toContain('&lt;b&gt;');
  expect(doesSvg({ ...does, tokens: [] }, 'inside', 1)).toBeNull();
});
