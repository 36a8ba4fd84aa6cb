/** What holding the neuron at its own quantiles does to the probability that the next token carries the feature. */
import type { Cause } from '../../runner/results/evidence-schema-1.ts';
import { Plot, plotSvg } from './plot.ts';

/** The axis begins at 0, so that a small change looks small. */
export function clampingSvg(clamps: Cause['clamps']): string {
  return plotSvg({
    width: 340,
    height: 172,
    marginLeft: 44,
    marginRight: 14,
    marginTop: 12,
    marginBottom: 28,
    x: { label: null, domain: [0, 1], ticks: clamps.map(({ quantile }) => quantile), tickFormat: String },
    y: {
      label: null,
      domain: [0, 1.1 * Math.max(1e-6, ...clamps.map(({ probability }) => probability))],
      ticks: 4,
      grid: true,
    },
    marks: [
      Plot.lineY(clamps, { x: 'quantile', y: 'probability', stroke: 'var(--line)', strokeWidth: 2 }),
      Plot.dot(clamps, { x: 'quantile', y: 'probability', r: 3, fill: 'var(--line)' }),
    ],
  });
}
