/**
 * Figures as pictures, drawn from a few numbers that stand here: a change of what is drawn shows itself as a change of
 * the picture (tests/fixtures/pictures, which a browser opens). `npx vitest run tests/unit/site/figures -u` draws them anew; look at
 * them before they are committed.
 */
import { describe, expect, it } from 'vitest';
import { accuracyChart, lossChart, lossFrame, spectrumChart } from '../../../../site/figures/charts.ts';
import { type Charted, type ClaimFigure, claimCharts } from '../../../../site/figures/claim-charts.ts';
import { claimSvg } from '../../../../site/figures/claims.ts';
import { onPage, svgOf } from '../../../../site/figures/drawing.ts';
import { framed } from '../../../../site/figures/framed.ts';
import { type Heatmap, heatmapDrawing } from '../../../../site/figures/heatmap.ts';
import { type Field, fieldFromAbove, surface } from '../../../../site/figures/surface.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const chart = (name: ClaimFigure, claim: Charted): string => claimSvg(name, claim) ?? '';
const lags = Array.from({ length: 17 }, (_, index) => index - 8);
const near = (lag: number): number => Math.round(100 / (1 + lag * lag)) / 100;
const epochs = [0, 1, 2, 3, 4];
const losses = [8.2, 5.1, 4.2, 3.9, 4];

const lagProfile = {
  lags,
  localAuc: lags.map((lag) => (lag === 0 ? null : 0.5 + near(lag) / 2)),
  adjustedP: lags.map((lag) => (lag === 0 ? null : Math.abs(lag) < 3 ? 0.001 : 0.4)),
  bigram: lags.map((lag) => (lag > 0 ? 0.5 + near(lag) / 4 : null)),
};
const event = {
  lags,
  mean: lags.map((lag) => near(lag) - 0.2),
  low: lags.map((lag) => near(lag) - 0.3),
  high: lags.map((lag) => near(lag) - 0.1),
  baseline: -0.15,
};
type Side = 'inside' | 'outside';
const comes = (token: string, where: Side, [right, wrong]: number[], ratio: number, interval: [number, number]) => ({
  ...{ token, where, right: right ?? 0, wrong: wrong ?? 0, ratio, ratioInterval: interval },
  ...{ follows: 0, difference: 0, interval },
});
const does = {
  tokens: [
    comes('she', 'inside', [0.2, 0.05], 0.25, [0.2, 0.312]),
    comes('<b>', 'inside', [0.01, 0.08], 8, [6.4, 10]),
    comes('rare', 'inside', [0.001, 1], 1000, [900, 1100]),
    comes(' ', 'outside', [0.6, 0.5], 0.833, [0.667, 1.042]),
  ],
};
const learned = { claim: 0.41, best: [-0.02, 0.18, 0.22, 0.25, 0.31], limit: 0.36, adjustedP: 0.002 };
const curve = {
  epochs: losses.map((loss, epoch) => ({
    ...{ epoch, trainingLoss: loss - 0.2, validationLoss: loss, validationAccuracy: 0.1 * epoch },
    ...{ learningRate: 1e-3, seconds: 60 },
  })),
  bestEpoch: 3,
  smoothed: { epoch: [0.5, 1.5, 2.5, 3.5], loss: [6.1, 4.4, 3.9, 3.7] },
};
const spectrum = {
  neuron: 3,
  tokens: 12,
  amplitude: [0.4, 0.1, 0.3, 0.05, 0.2, 0.1, 0.02],
  peak: { frequency: 4 / 12, amplitude: 0.2 },
};
const row = (neuron: number, values: number[], here: number, elsewhere: number | null, relevance: number | null) => ({
  ...{ neuron, detected: neuron !== 7, leads: neuron === 8, relevance, values, means: { here, elsewhere } },
});
const heat: Heatmap = {
  positions: [2, 5, 9],
  labels: ['end', '“', '<i>'],
  windows: [
    [row(7, [0.1, -0.4, 0.9], 0.6, -0.2, 0.2), row(8, [-1, 0, 1], -0.8, 0.4, 0.93)],
    [row(30, [0.5, 0.5, -0.5], 0.1, null, null)],
  ],
  omittedNeurons: 0,
};
const ridge = (neuron: number, ...amplitudes: number[]) => ({ neuron, detected: neuron === 5, amplitudes });
const field: Field = {
  frequencies: [0.1, 0.2, 0.3, 0.4],
  windows: [[ridge(4, 0, 0, 0, 0), ridge(5, 0, 1, 0, 0), ridge(6, 0, 0, 0, 0.5)], [ridge(40, 0.25, 0, 0, 0)]],
  ...{ top: 1, band: [0.2, 0.3] },
};
const part = (number: number, mean: number) => ({
  ...{ number, lowest: number, highest: number, tokens: 9, documents: 3, mean },
  interval: [mean - 0.1, mean + 0.1] as [number, number],
});

const learnedOf = (says: Charted['says']): Charted => ({ says, rungs: { learned: { measured: learned } } });

const pictures: Record<string, string> = {
  'lag-profile': chart('lags', { lagProfile }),
  'event-average': chart('events', { eventAverage: event }),
  'what-it-does': chart('does-inside', { does }),
  'where-it-falls': chart('falls', madeEvidence('lstm-dots').claim(0)),
  'of-a-number': chart('number', {
    numberCurve: { parts: [part(1, -0.4), part(2, 0), part(4, 0.5)], untrained: [-0.1, 0, 0.1] },
  }),
  'beside-untrained': chart('learned', learnedOf({})),
  'learning-curve': svgOf(lossChart(curve)),
  accuracy: svgOf(accuracyChart(curve)),
  emergence: chart('emergence', {
    emergence: epochs.map((epoch) => ({
      ...{ epoch, localAuc: 0.5 + 0.1 * epoch, interval: [0.45 + 0.1 * epoch, 0.55 + 0.1 * epoch] },
    })),
  }),
  spectrum: svgOf(spectrumChart(spectrum, { band: [0.3, 0.4], top: 0.5 })),
  'titles-and-legend': svgOf(framed(lossChart(curve), lossFrame, onPage)),
  'heatmap-head': svgOf(heatmapDrawing(heat, [-1, 1], onPage, (neuron) => `#n=${neuron}`).head),
  'heatmap-body': svgOf(heatmapDrawing(heat, [-1, 1]).body),
  surface: svgOf(surface(field)),
  'surface-from-above': svgOf(fieldFromAbove(field)),
};

/**
 * One element a line, coordinates in whole tenths, and without Plot's count of its clips. No font is asked, so another machine
 * changes nothing.
 */
const normal = (svg: string): string =>
  `${svg
    .replaceAll('><', '>\n<')
    .replaceAll(/plot-clip-\d+/g, 'plot-clip')
    .replace(/"[^"]*"/g, inTenths)}\n`;

const inTenths = (attribute: string): string =>
  attribute.replace(/-?\d*\.\d{2,}/g, (number) => String(Math.round(10 * Number(number)) / 10));

it('what untrained networks reach of a number is drawn on the scale of its rank correlation', () => {
  const labels = (of: Charted['says']) =>
    [...claimCharts.learned.draw(learnedOf(of), onPage).content.matchAll(/<text[^>]*>([\d.]+)</g)].map(
      ([, label]) => label,
    );
  expect(labels({})).toEqual(['0.5', '0.6', '0.7', '0.8', '0.9', '1.0']);
  expect(labels({ number: true })).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
});

describe('the picture of', () => {
  it.each(Object.entries(pictures))('%s is what it was', async (name, svg) => {
    await expect(normal(svg)).toMatchFileSnapshot(`../../../fixtures/pictures/${name}.svg`);
  });
});
