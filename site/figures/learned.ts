/**
 * A claim's effect beside what no training gives: the best neuron of each untrained network (ticks), the limit for one
 * more such network (dashed), and the claim (dot), by the distance of the AUC from .5. Pure.
 */

import type { LearnedMeasurement } from '../../runner/analysis/findings/rungs-schema.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { scoreAt } from '../words/folded.ts';
import { Plot, plotSvg } from './plot.ts';

/** Distances from .5: all charts run from the one end to the other, so that they compare; the best of a network may lie below. */
export const learnedAxis = { from: -0.05, top: 0.5 } as const;
export const learnedTicks: readonly number[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5];
/** As the tables beside it print the score: 0.1 -> '0.6', of a number '0.2'. */
export const learnedTick = (at: number, of: Pick<Claim['says'], 'number'>): string => scoreAt(at, of, 1);

export const learnedSvg = (
  { claim, best, limit }: Pick<LearnedMeasurement, 'claim' | 'best' | 'limit'>,
  of: Pick<Claim['says'], 'number'>,
  width = 340,
): string =>
  plotSvg({
    width,
    height: 76,
    marginLeft: 14,
    marginRight: 24,
    marginTop: 8,
    marginBottom: 28,
    x: {
      label: null,
      domain: [learnedAxis.from, learnedAxis.top],
      ticks: [...learnedTicks],
      tickFormat: (at: number) => learnedTick(at, of),
      grid: true,
    },
    y: { axis: null, domain: [0, 1] },
    marks: [
      Plot.tickX(best, {
        x: (each: number) => Math.max(learnedAxis.from, each),
        stroke: 'var(--quiet)',
        strokeWidth: 1.5,
      }),
      Plot.ruleX([limit], { stroke: 'var(--line-2)', strokeWidth: 1.5, strokeDasharray: '5 3', clip: true }),
      Plot.dot([claim], { x: (each: number) => each, y: 0.5, r: 5, fill: 'var(--mark)', stroke: 'var(--paper)' }),
    ],
  });
