/**
 * A claim's effect beside what no training gives: the best neuron of each untrained network (ticks), the limit for one
 * more such network (dashed), and the claim (dot), as distances of the AUC from .5. Pure.
 */
import type { LearnedMeasurement } from '../../runner/results/rungs-schema.ts';
import { Plot, plotSvg } from './plot.ts';

/** All charts run from 0 to .5, so that they compare. */
export const learnedSvg = (
  { claim, best, limit }: Pick<LearnedMeasurement, 'claim' | 'best' | 'limit'>,
  width = 340,
): string =>
  plotSvg({
    width,
    height: 76,
    marginLeft: 14,
    marginRight: 24,
    marginTop: 8,
    marginBottom: 28,
    x: { label: null, domain: [0, 0.5], ticks: [0, 0.1, 0.2, 0.3, 0.4, 0.5], tickFormat: String, grid: true },
    y: { axis: null, domain: [0, 1] },
    marks: [
      Plot.tickX(best, { x: (each: number) => Math.max(0, each), stroke: 'var(--quiet)', strokeWidth: 1.5 }),
      Plot.ruleX([limit], { stroke: 'var(--line-2)', strokeWidth: 1.5, strokeDasharray: '5 3', clip: true }),
      Plot.dot([claim], { x: (each: number) => each, y: 0.5, r: 5, fill: 'var(--mark)', stroke: 'var(--paper)' }),
    ],
  });
