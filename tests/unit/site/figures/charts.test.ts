import { expect, test } from 'vitest';
import { accuracyChart, lossChart, oscillations, peakOf, spectrumChart } from '../../../../site/figures/charts.ts';

const epoch = (number: number) => ({
  epoch: number,
  trainingLoss: 8 / (number + 1),
  validationLoss: 8.5 / (number + 1),
  validationAccuracy: 0.1 * number,
  learningRate: 1e-3,
  seconds: 60,
});
const curve = { epochs: [0, 1, 2].map(epoch), bestEpoch: 1, smoothed: { epoch: [], loss: [] } };

test('every epoch has a dot, and the best one a second, larger one', () => {
  for (const { content } of [lossChart(curve), accuracyChart(curve)]) {
    expect(content.match(/<circle/g)?.length).toBe(4);
    expect(content.match(/r="5"/g)?.length).toBe(1);
    expect(content).not.toContain('NaN');
  }
});

test('a single epoch can be drawn', () => {
  expect(lossChart({ ...curve, epochs: [epoch(0)], bestEpoch: 0 }).content).not.toContain('NaN');
});

const spectrum = { neuron: 3, tokens: 8, amplitude: [9, 0.1, 0.4, 0.2, 0.3], peak: null };

test('the mean is no oscillation', () => {
  expect(oscillations(spectrum).map(({ frequency }) => frequency)).toEqual([0.125, 0.25, 0.375, 0.5]);
});

test('the peak is the one in the band, or else the highest above frequency 0', () => {
  expect(peakOf(spectrum)).toEqual({ frequency: 0.25, amplitude: 0.4 });
  expect(peakOf({ ...spectrum, peak: { frequency: 0.5, amplitude: 0.3 } })).toEqual({ frequency: 0.5, amplitude: 0.3 });
});

test('the spectrum shades the band, marks the peak, and leaves its colours to the style sheet', () => {
  const { content } = spectrumChart(spectrum, { band: [0.3, 0.5], top: 0.5 });
  expect(content).toContain('var(--band)');
  expect(content.match(/<circle/g)?.length).toBe(1);
  expect(content).not.toMatch(/aria-label|<style/);
});
