import { expect, test } from 'vitest';
import { lossChart, oscillations, peakOf } from '../../../../site/figures/charts.ts';

test('a single epoch can be drawn', () => {
  const epochs = [{ epoch: 0, trainingLoss: 8, validationLoss: 8.5 }];
  expect(lossChart({ epochs, bestEpoch: 0, smoothed: { epoch: [], loss: [] } }).content).not.toContain('NaN');
});

const spectrum = { neuron: 3, tokens: 8, amplitude: [9, 0.1, 0.4, 0.2, 0.3], peak: null };

test('the mean is no oscillation', () => {
  expect(oscillations(spectrum).map(({ frequency }) => frequency)).toEqual([0.125, 0.25, 0.375, 0.5]);
});

test('the peak is the one in the band, or else the highest above frequency 0', () => {
  expect(peakOf(spectrum)).toEqual({ frequency: 0.25, amplitude: 0.4 });
  expect(peakOf({ ...spectrum, peak: { frequency: 0.5, amplitude: 0.3 } })).toEqual({ frequency: 0.5, amplitude: 0.3 });
});
