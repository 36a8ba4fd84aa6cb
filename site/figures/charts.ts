/** Charts of a model and of several claims: how it learned, how its neurons oscillate, labels of documents. Pure. */
import type { DocumentLabel } from '../../runner/analysis/findings/shown-schema.ts';
import { at } from '../../runner/core/at.ts';
import type { Result, Spectrum } from '../../runner/experiment/results/schema.ts';
import { margins, zero } from './claim-charts.ts';
import { type Drawing, onPage, type Palette } from './drawing.ts';
import { type Frame, key } from './framed.ts';
import { Plot, plotted } from './plot.ts';

type PublishedCurve = NonNullable<Result['learningCurve']>;

/** What the curve of the loss is drawn from. */
export interface LossCurve extends Pick<PublishedCurve, 'bestEpoch' | 'smoothed' | 'earlier'> {
  epochs: readonly Pick<PublishedCurve['epochs'][number], 'epoch' | 'trainingLoss' | 'validationLoss'>[];
  /** How far a training is that still runs, in epochs. */
  reached?: number;
}

export const lossFrame: Frame = {
  x: 'epoch',
  y: 'loss, nats per token',
  legend: [key('line', 'line', 'validation'), key('line', 'line-2', 'training'), key('dot', 'mark', 'kept')],
};

/**
 * Losses in nats per token; the best epoch is the large dot, epoch 0 the untrained model. A dashed line stands where an
 * earlier training ended that this one went on from.
 */
export function lossChart(curve: LossCurve, palette: Palette = onPage, width = 340): Drawing {
  const { epochs, smoothed, earlier, reached = 0 } = curve;
  // No closer than pixels.
  const step = Math.ceil(smoothed.epoch.length / width);
  const within = smoothed.epoch
    .map((epoch, index) => ({ epoch, trainingLoss: at(smoothed.loss, index) }))
    .filter((_, index) => index % step === 0);
  return plotted({
    ...margins,
    width,
    height: 210,
    x: epochAxis(epochs, Math.ceil(reached)),
    y: { label: null, grid: true, ticks: 5, nice: true },
    marks: [
      ...(earlier === undefined
        ? []
        : [Plot.ruleX([earlier], { stroke: palette.ink('line-2'), strokeDasharray: '3 3' })]),
      Plot.lineY(within.length > 1 ? within : epochs, {
        x: 'epoch',
        y: 'trainingLoss',
        stroke: palette.ink('line-2'),
        strokeWidth: 1.5,
      }),
      ...byEpoch(curve, 'validationLoss', palette),
    ],
  });
}

export const accuracyFrame: Frame = {
  x: 'epoch',
  y: 'validation accuracy, %',
  legend: [key('line', 'line', 'validation'), key('dot', 'mark', 'kept')],
};

/** The share of validation tokens whose most likely continuation is right, from 0 to the next ten percent above the best. */
export function accuracyChart(curve: PublishedCurve, palette: Palette = onPage, width = 340): Drawing {
  const best = Math.max(...curve.epochs.map((each) => each.validationAccuracy));
  const domain = [0, Math.max(10, Math.ceil(best * 10) * 10)];
  return plotted({
    ...margins,
    width,
    height: 210,
    x: epochAxis(curve.epochs),
    y: { label: null, grid: true, ticks: 5, percent: true, domain },
    marks: byEpoch(curve, 'validationAccuracy', palette),
  });
}

function byEpoch({ epochs, bestEpoch }: Pick<LossCurve, 'epochs' | 'bestEpoch'>, y: string, { ink }: Palette) {
  const best = epochs.filter(({ epoch }) => epoch === bestEpoch);
  return [
    Plot.lineY(epochs, { x: 'epoch', y, stroke: ink('line'), strokeWidth: 2 }),
    Plot.dot(epochs, { x: 'epoch', y, r: 2.5, fill: ink('line') }),
    Plot.dot(best, { x: 'epoch', y, r: 5, fill: ink('mark'), stroke: ink('paper') }),
  ];
}

/** Whole epochs, at most about ten of them. */
function epochAxis(epochs: readonly { epoch: number }[], reached = 0): Plot.ScaleOptions {
  const last = Math.max(1, reached, ...epochs.map((each) => each.epoch));
  const step = Math.ceil(last / 10);
  const ticks = Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step);
  return { label: null, domain: [0, last], type: 'linear', tickFormat: String, ticks };
}

/** The mean (frequency 0) is left out: it is no oscillation and would flatten the rest. */
export function oscillations(spectrum: Spectrum): { frequency: number; amplitude: number }[] {
  return spectrum.amplitude
    .map((amplitude, k) => ({ frequency: k / spectrum.tokens, amplitude }))
    .filter(({ frequency }) => frequency > 0);
}

/** The strongest oscillation: inside the band when one was set, else anywhere above frequency 0. */
export const peakOf = (spectrum: Spectrum): { frequency: number; amplitude: number } | null =>
  spectrum.peak ??
  oscillations(spectrum).reduce<{ frequency: number; amplitude: number } | null>(
    (best, each) => (best === null || each.amplitude > best.amplitude ? each : best),
    null,
  );

/** The largest amplitude of any oscillation shown, above 0. */
export const spectraTop = (spectra: readonly Spectrum[]): number =>
  Math.max(1e-6, ...spectra.flatMap((each) => oscillations(each).map(({ amplitude }) => amplitude)));

export const spectrumFrame = (hasBand: boolean): Frame => ({
  x: 'frequency, cycles per token',
  y: 'amplitude',
  legend: [
    key('line', 'line', 'neuron'),
    key('dot', 'mark', 'strongest'),
    ...(hasBand ? [key('box', 'band', 'band')] : []),
  ],
});

/** From 0 to 0.5 cycles per token, the band shaded, the peak marked. @param top the common end of the axes of amplitude. */
export function spectrumChart(
  spectrum: Spectrum,
  { band, top }: { band: readonly [number, number] | null; top: number },
  { ink }: Palette = onPage,
  { width, height }: { width: number; height: number } = { width: 240, height: 130 },
): Drawing {
  const peak = peakOf(spectrum);
  return plotted({
    width,
    height,
    marginLeft: 36,
    marginRight: 12,
    marginTop: 12,
    marginBottom: 26,
    x: { domain: [0, 0.5], ticks: [0, 0.1, 0.2, 0.3, 0.4, 0.5], tickFormat: String, label: null },
    y: { domain: [0, top], ticks: 3, label: null, grid: true },
    marks: [
      ...(band ? [Plot.rect([band], { x1: '0', x2: '1', y1: 0, y2: top, fill: ink('band') })] : []),
      Plot.ruleY([0], zero),
      Plot.lineY(oscillations(spectrum), { x: 'frequency', y: 'amplitude', stroke: ink('line'), strokeWidth: 1.25 }),
      Plot.dot(peak ? [peak] : [], {
        x: 'frequency',
        y: 'amplitude',
        r: 4,
        fill: ink('mark'),
        stroke: ink('paper'),
      }),
    ],
  });
}

/** Each document's mean activation: in two rows by its label, or against its number. */
export function documentsChart({ points, number }: Pick<DocumentLabel, 'points' | 'number'>): Drawing {
  const dots = points.map(([label, mean]) => ({ mean, label, row: label === 1 ? 'with' : 'without' }));
  const stroke = onPage.ink('line');
  if (number) {
    return plotted({
      ...margins,
      width: 340,
      height: 200,
      x: { label: null, ticks: 6, tickFormat: String },
      y: { label: null, ticks: 5, grid: true },
      marks: [Plot.dot(dots, { x: 'label', y: 'mean', r: 2.5, stroke, strokeOpacity: 0.7 })],
    });
  }
  return plotted({
    ...margins,
    width: 340,
    height: 110,
    marginLeft: 60,
    x: { label: null, ticks: 5, grid: true, inset: 6 },
    y: { label: null, domain: ['with', 'without'] },
    marks: [
      Plot.tickX(dots, { x: 'mean', y: 'row', stroke, strokeOpacity: 0.45, strokeWidth: 1.5 }),
      Plot.tickX(dots, Plot.groupY({ x: 'median' }, { x: 'mean', y: 'row', stroke, strokeWidth: 3 })),
    ],
  });
}
