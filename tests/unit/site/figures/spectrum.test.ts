import { expect, test } from 'vitest';
import { oscillations, peakOf, spectrumSvg } from '../../../../site/figures/spectrum.ts';

const spectrum = { neuron: 3, tokens: 8, amplitude: [9, 0.1, 0.4, 0.2, 0.3], peak: null };

test('the mean is no oscillation', () => {
  expect(oscillations(spectrum).map(({ frequency }) => frequency)).toEqual([0.125, 0.25, 0.375, 0.5]);
});

test('the peak is the one in the band, or else the highest above frequency 0', () => {
  expect(peakOf(spectrum)).toEqual({ frequency: 0.25, amplitude: 0.4 });
  expect(peakOf({ ...spectrum, peak: { frequency: 0.5, amplitude: 0.3 } })).toEqual({ frequency: 0.5, amplitude: 0.3 });
});

test('the chart shades the band, marks the peak, and leaves its colours to the style sheet', () => {
  const svg = spectrumSvg(spectrum, [0.3, 0.5], 0.5);
  expect(svg).toContain('var(--band)');
  expect(svg.match(/<circle/g)?.length).toBe(1);
  expect(svg).not.toContain('aria-label');
  expect(svg).not.toContain('<style');
});
