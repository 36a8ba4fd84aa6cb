import { expect, test } from 'vitest';
import { claimFigureNames } from '../../../../site/figures/claim-charts.ts';
import { claimFiles, claimSvg, figuresOfClaims, figuresOfGroups } from '../../../../site/figures/claims.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { result, evidence, claim } = madeEvidence('lstm-dots');

test('a claim with all measures has all figures, coloured by the style sheet', () => {
  const drawn = (number: number) => claimFigureNames.filter((name) => claimSvg(name, claim(number)) !== null);
  expect(drawn(0)).toEqual(['does-inside', 'does-outside', 'falls', 'learned', 'lags', 'events', 'emergence']);
  for (const name of drawn(0)) {
    const svg = claimSvg(name, claim(0));
    expect(svg, name).toMatch(/^<svg aria-hidden="true"/);
    expect(svg, name).not.toContain('NaN');
    expect(svg, name).toContain('var(--');
  }
  // What was not measured is not drawn.
  for (const name of ['learned', 'does-inside', 'does-outside']) expect(drawn(3)).not.toContain(name);
});

test('the dots of a lag profile are full where the test is passed, and a lag that cannot be told has none', () => {
  const made = claim(0);
  const lags = claimSvg('lags', made);
  const sure = made.lagProfile?.adjustedP.filter((p) => p !== null && p < 0.05).length ?? 0;
  expect(sure).toBeGreaterThan(1);
  expect(lags?.match(/<circle fill="var\(--line\)"/g)?.length).toBe(sure);
  expect(lags?.match(/<circle/g)?.length).toBe(16);
});

test('every figure is a file with a name of its own', () => {
  const names = [...figuresOfClaims(result, null), ...figuresOfGroups(result)].map(({ name }) => name);
  expect(names).toContain(`feature-1-neuron-${evidence.claims[0]?.neuron}-learned`);
  for (const { name } of claimFiles(1, claim(0))) expect(names).toContain(name.replace(/\.svg$/, ''));
  expect(names).toContain('feature-1-group-curve');
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

test('the line of a lag profile has a gap where a lag cannot be told', () => {
  const { lagProfile } = structuredClone(claim(1));
  if (!lagProfile) throw new Error('no profile');
  expect(lagProfile.localAuc[lagProfile.lags.indexOf(0)]).toBeNull();
  // Two pieces: one from -7 to -1, one from 1 to 8; a line across lag 0 would be one.
  const line =
    /<path[^>]*stroke="var\(--line\)"[^>]*>|<g[^>]*stroke="var\(--line\)"[^>]*><path[^>]*>/.exec(
      claimSvg('lags', { lagProfile }) ?? '',
    )?.[0] ?? '';
  expect(line.match(/M/g)?.length).toBe(2);
});

test('what a neuron does shows by what factor a chance changes, on one logarithmic axis, and both chances', () => {
  const { does } = claim(0);
  if (!does) throw new Error('it does nothing');
  const inside = claimSvg('does-inside', { does }) ?? '';
  expect(inside.match(/<circle/g)?.length).toBe(2);
  expect(inside).toContain('&lt;b&gt;');
  expect(inside).toContain('24% → 9%');
  expect(claimSvg('does-inside', { does: { tokens: [] } })).toBeNull();
  // Half as likely lies as far from 1 on the left as twice as likely does on the right.
  const [first] = does.tokens;
  if (!first) throw new Error('no token');
  const xOf = (ratio: number) => {
    const svg = claimSvg('does-inside', { does: { tokens: [{ ...first, ratio, ratioInterval: null }] } }) ?? '';
    return Number(/<circle[^>]*cx="([\d.]+)"/.exec(svg)?.[1]);
  };
  expect(xOf(1) - xOf(1 / 2)).toBeCloseTo(xOf(2) - xOf(1), 0);
  // What is beyond the axis stands at its end, as a ring.
  expect(xOf(1000)).toBe(xOf(8));
});

test('where an effect falls has a bar for each side and place, and only the chosen place is full', () => {
  const { falls } = claim(0);
  if (!falls) throw new Error('it falls nowhere');
  const svg = claimSvg('falls', { falls }) ?? '';
  expect(svg.match(/<rect/g)?.length).toBe(2 + falls.places.length);
  expect(svg.match(/<rect[^>]*fill-opacity="1"/g)?.length).toBe(1);
  expect(svg).toContain('‘"’ next, inside');
  expect(svg).toContain('16+ tokens in');
  expect(claimSvg('falls', { falls: { ...falls, place: null } })).not.toContain('fill-opacity="1"');
});

test('the best of an untrained network that is worse than a coin stands below it', () => {
  const svg =
    claimSvg('learned', { rungs: { learned: { measured: { claim: 0.3, best: [-0.02], limit: 0.1 } } } }) ?? '';
  const tick = (text: string) => Number(new RegExp(`translate\\(([\\d.]+),[^>]*>${text}<`).exec(svg)?.[1]);
  const best = Number(/stroke="var\(--quiet\)"[^>]*><line [^>]*x1="([\d.]+)"/.exec(svg)?.[1]);
  // A fifth of the way from .6 to .5, beyond it.
  expect(best).toBeCloseTo(tick('0.5') - 0.2 * (tick('0.6') - tick('0.5')), 0);
});
