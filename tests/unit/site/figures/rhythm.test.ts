import { expect, test } from 'vitest';
import { rhythmSvg, rhythmTop } from '../../../../site/figures/rhythm.ts';

const spectra = { frequencies: [0.1, 0.2, 0.5], raw: [0.1, 0.2, 0.4], control: [0, 0, 0.3], residual: [0.1, 0.3, 0.1] };

test('the dot marks the frequency that stands out, on the spectrum of what is left', () => {
  const svg = rhythmSvg(spectra, 0.5, 0.21);
  const [, y, x] = /<circle[^>]*cy="([\d.]+)" cx="([\d.]+)"/.exec(svg) ?? [];
  // The chart is 340 wide with margins 36 and 12, and 172 high with margins 12 and 26; the amplitude .3 of .5 is marked.
  expect(Number(x)).toBeCloseTo(36 + (0.2 / 0.5) * (340 - 48), 1);
  expect(Number(y)).toBeCloseTo(146 - (0.3 / 0.5) * 134, 1);
});

test('without a frequency there is no dot', () => {
  expect(rhythmSvg(spectra, 0.5, null)).not.toContain('<circle');
});

test('the common axis ends at the largest amplitude of any neuron', () => {
  const rhythm = { neuron: 1, status: 'failed' as const, reason: null, measured: null };
  expect(
    rhythmTop([
      { ...rhythm, spectra },
      { ...rhythm, spectra: { ...spectra, residual: [0.7] } },
    ]),
  ).toBe(0.7);
  expect(rhythmTop([{ ...rhythm, spectra: null }])).toBeGreaterThan(0);
});
