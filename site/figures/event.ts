/** The mean activation around the feature's tokens as a chart, with its interval and the mean of the whole text. */
import type { EventAverage } from '../../runner/analysis/findings/shown-schema.ts';
import { lagAxis } from './lag.ts';
import { Plot, plotSvg } from './plot.ts';

export function eventSvg(
  { lags, mean, low, high, baseline }: Omit<EventAverage, 'events' | 'documents'>,
  width = 340,
): string {
  const points = lags.map((lag, index) => ({ lag, mean: mean[index], low: low[index], high: high[index] }));
  return plotSvg({
    width,
    height: 200,
    marginLeft: 44,
    marginRight: 14,
    marginTop: 12,
    marginBottom: 28,
    x: lagAxis(lags),
    y: { label: null, ticks: 5, grid: true, nice: true },
    marks: [
      Plot.ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.25 }),
      Plot.ruleY([baseline], { stroke: 'var(--line-2)', strokeWidth: 1.5, strokeDasharray: '5 3' }),
      Plot.areaY(points, { x: 'lag', y1: 'low', y2: 'high', fill: 'var(--line)', fillOpacity: 0.2 }),
      Plot.lineY(points, { x: 'lag', y: 'mean', stroke: 'var(--line)', strokeWidth: 2 }),
    ],
  });
}
