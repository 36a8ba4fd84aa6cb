/** The learning curve as two small charts over the epochs: loss (training and validation) and validation accuracy. */
import { at } from '../../runner/core/at.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { drawnOnce } from './drawn-once.ts';
import { Plot, plotSvg } from './plot.ts';

export type PublishedCurve = NonNullable<Result['learningCurve']>;

const frame = { height: 210, marginLeft: 44, marginRight: 14, marginTop: 12, marginBottom: 28 };

/** What the curve of the loss is drawn from. */
export interface LossCurve extends Pick<PublishedCurve, 'bestEpoch' | 'smoothed' | 'earlier'> {
  epochs: readonly Pick<PublishedCurve['epochs'][number], 'epoch' | 'trainingLoss' | 'validationLoss'>[];
  /** How far a training is that still runs, in epochs. */
  reached?: number;
}

/**
 * Losses in nats per token; the best epoch is the filled dot, epoch 0 the untrained model. A dashed line stands where an
 * earlier training ended that this one went on from.
 */
export const lossSvg = drawnOnce(
  ({ epochs, bestEpoch, smoothed, earlier, reached = 0 }: LossCurve, width: number = 340): string => {
    const within = smoothed.epoch.map((epoch, index) => ({ epoch, loss: at(smoothed.loss, index) }));
    const best = epochs.filter((each) => each.epoch === bestEpoch);
    return plotSvg({
      ...frame,
      width,
      x: epochAxis(epochs, Math.ceil(reached)),
      y: { label: null, grid: true, ticks: 5, nice: true },
      marks: [
        ...(earlier === undefined ? [] : [Plot.ruleX([earlier], { stroke: 'var(--line-2)', strokeDasharray: '3 3' })]),
        within.length > 1
          ? Plot.lineY(within, { x: 'epoch', y: 'loss', stroke: 'var(--line-2)', strokeWidth: 1.5 })
          : Plot.lineY(epochs, { x: 'epoch', y: 'trainingLoss', stroke: 'var(--line-2)', strokeWidth: 1.5 }),
        Plot.lineY(epochs, { x: 'epoch', y: 'validationLoss', stroke: 'var(--line)', strokeWidth: 2 }),
        Plot.dot(epochs, { x: 'epoch', y: 'validationLoss', r: 2.5, fill: 'var(--line)' }),
        Plot.dot(best, { x: 'epoch', y: 'validationLoss', r: 5, fill: 'var(--mark)', stroke: 'var(--paper)' }),
      ],
    });
  },
);

/** The share of validation tokens whose most likely continuation is right, in percent. */
export const accuracySvg = drawnOnce(({ epochs, bestEpoch }: PublishedCurve, width: number = 340): string => {
  const best = epochs.filter((each) => each.epoch === bestEpoch);
  return plotSvg({
    ...frame,
    width,
    x: epochAxis(epochs),
    y: { label: null, grid: true, ticks: 5, percent: true, domain: accuracyDomain(epochs) },
    marks: [
      Plot.lineY(epochs, { x: 'epoch', y: 'validationAccuracy', stroke: 'var(--line)', strokeWidth: 2 }),
      Plot.dot(epochs, { x: 'epoch', y: 'validationAccuracy', r: 2.5, fill: 'var(--line)' }),
      Plot.dot(best, { x: 'epoch', y: 'validationAccuracy', r: 5, fill: 'var(--mark)', stroke: 'var(--paper)' }),
    ],
  });
});

const epochAxis = (epochs: readonly { epoch: number }[], reached = 0): Plot.ScaleOptions => {
  const last = Math.max(1, reached, ...epochs.map((each) => each.epoch));
  return {
    label: null,
    domain: [0, last],
    type: 'linear',
    tickFormat: (epoch: number) => String(epoch),
    ticks: wholeTicks(last),
  };
};

/** Whole epochs, at most about ten of them. */
function wholeTicks(last: number): number[] {
  const step = Math.ceil(last / 10);
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step);
}

/** From 0 to the next ten percent above the best. */
const accuracyDomain = (epochs: PublishedCurve['epochs']): [number, number] => [
  0,
  Math.max(10, Math.ceil(Math.max(...epochs.map((each) => each.validationAccuracy)) * 10) * 10),
];
