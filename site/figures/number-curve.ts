/**
 * Activation against number: the mean at each value with its interval (line and dots), and the best neuron of an untrained network
 * (dashed). Pure.
 */
import type { NumberCurve } from '../../runner/analysis/findings/shown-schema.ts';
import { Plot, plotSvg } from './plot.ts';

export function numberCurveSvg({ parts, untrained }: NumberCurve, width = 340): string {
  const points = parts.map(({ number, mean, interval: [low, high] }) => ({ number, mean, low, high }));
  const others = (untrained ?? []).map((mean, index) => ({ number: parts[index]?.number ?? Number.NaN, mean }));
  return plotSvg({
    width,
    height: 200,
    marginLeft: 44,
    marginRight: 14,
    marginTop: 12,
    marginBottom: 28,
    x: { label: null, ticks: Math.min(6, points.length) },
    y: { label: null, ticks: 5, grid: true },
    marks: [
      Plot.lineY(others, { x: 'number', y: 'mean', stroke: 'var(--line-2)', strokeWidth: 1.5, strokeDasharray: '5 3' }),
      Plot.lineY(points, { x: 'number', y: 'mean', stroke: 'var(--line)', strokeWidth: 2 }),
      Plot.ruleX(points, { x: 'number', y1: 'low', y2: 'high', stroke: 'var(--line)', strokeWidth: 1.5 }),
      Plot.dot(points, { x: 'number', y: 'mean', r: 2.5, fill: 'var(--line)' }),
    ],
  });
}
