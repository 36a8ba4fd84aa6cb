/** What stands around each chart of a claim on paper: the titles of its axes and its legend. Pure. */
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { criteria } from '../../words/criteria.ts';
import type { ClaimFigure } from '../evidence-figures.ts';
import type { Frame } from './paper-svg.ts';

const lag = 'tokens from the feature';

/** What holding the neuron does to what comes next, at the tokens of one state. */
const does = (where: 'inside' | 'outside'): Frame => ({
  x: `factor of the chance to come next, ${where} the feature`,
  legend: [{ mark: 'dot', colour: 'line', text: 'wrong state / right state, 95% interval' }],
});

const claimFrames: Readonly<Record<ClaimFigure, Frame>> = {
  'does-inside': does('inside'),
  'does-outside': does('outside'),
  falls: {
    x: 'nats a token',
    legend: [
      { mark: 'area', colour: 'line', text: 'wrong state - right state' },
      { mark: 'line', colour: 'mark', text: '95% interval' },
    ],
  },
  number: {
    x: 'number',
    y: 'mean activation',
    legend: [
      { mark: 'line', colour: 'line', text: 'mean, 95% interval' },
      { mark: 'dashed', colour: 'line-2', text: 'untrained network' },
    ],
  },
  learned: {
    x: 'local AUC, turned to lie above 0.5',
    legend: [
      { mark: 'dot', colour: 'mark', text: 'trained' },
      { mark: 'tick', colour: 'quiet', text: 'untrained networks' },
      { mark: 'dashed', colour: 'line-2', text: 'limit of one more' },
    ],
  },
  lags: {
    x: lag,
    y: 'local AUC',
    legend: [
      { mark: 'line', colour: 'line', text: 'neuron' },
      { mark: 'dot', colour: 'line', text: `adjusted p < ${criteria.lags.adjustedP}` },
      { mark: 'dashed', colour: 'line-2', text: 'token alone' },
    ],
  },
  events: {
    x: lag,
    y: 'mean activation',
    legend: [
      { mark: 'line', colour: 'line', text: 'mean' },
      { mark: 'area', colour: 'line', text: '95% interval' },
      { mark: 'dashed', colour: 'line-2', text: 'whole text' },
    ],
  },
  emergence: {
    x: 'epoch',
    y: 'local AUC',
    legend: [{ mark: 'line', colour: 'line', text: 'neuron, 95% interval' }],
  },
};

/** The axes of a number, whose effects are rank correlations. */
const numberAxes: Partial<Record<ClaimFigure, Frame>> = {
  learned: { x: 'local rank correlation, whichever way it goes' },
  lags: { y: '(1 + rank correlation) / 2' },
  emergence: { y: '(1 + rank correlation) / 2' },
};

export const claimFrame = (figure: ClaimFigure, { number }: Pick<Claim['says'], 'number'>): Frame => ({
  ...claimFrames[figure],
  ...(number && numberAxes[figure]),
});

export const spectrumFrame = (band: boolean): Frame => ({
  x: 'frequency, cycles per token',
  y: 'amplitude',
  legend: [
    { mark: 'line', colour: 'line', text: 'neuron' },
    { mark: 'dot', colour: 'mark', text: 'strongest' },
    ...(band ? ([{ mark: 'box', colour: 'band', text: 'band' }] as const) : []),
  ],
});

export const lossFrame: Frame = {
  x: 'epoch',
  y: 'loss, nats per token',
  legend: [
    { mark: 'line', colour: 'line', text: 'validation' },
    { mark: 'line', colour: 'line-2', text: 'training' },
    { mark: 'dot', colour: 'mark', text: 'kept' },
  ],
};

export const accuracyFrame: Frame = {
  x: 'epoch',
  y: 'validation accuracy, %',
  legend: [{ mark: 'dot', colour: 'mark', text: 'kept' }],
};

export const groupFrames = {
  curve: {
    x: 'neurons',
    y: 'state flip, nats per token',
    legend: [{ mark: 'line', colour: 'line', text: 'together, 95% interval' }],
  },
  members: {
    x: 'state flip, nats per token',
    y: 'neuron',
    legend: [
      { mark: 'ring', colour: 'line-2', text: 'alone' },
      { mark: 'dot', colour: 'line', text: 'in the group' },
    ],
  },
} as const satisfies Record<string, Frame>;

/** The scale of activations: a token's ground, from blue through white to orange. */
export const activationFrame = (signed: boolean, resets = false): Frame => ({
  legend: [
    ...(signed ? ([{ mark: 'box', colour: 'negative', text: 'negative: line above' }] as const) : []),
    { mark: 'box', colour: 'positive', text: signed ? 'positive' : 'high' },
    { mark: 'line', colour: 'ink', text: 'carries the feature' },
    ...(resets ? ([{ mark: 'dashed', colour: 'quiet', text: 'starts again' }] as const) : []),
  ],
});

export const heatmapFrame = (signed: boolean): Frame => ({
  x: 'tokens that carry the feature',
  legend: (activationFrame(signed).legend ?? []).filter(({ mark }) => mark === 'box'),
});
