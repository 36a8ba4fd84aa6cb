/** How likely the closing mark is next, by the value at which the neuron is held. Pure. */
import { Plot, plotSvg } from '../plot.ts';

export const curveSvg = (points: readonly { value: number; probability: number }[], alone: number): string =>
  plotSvg({
    width: 520,
    height: 190,
    marginLeft: 44,
    marginRight: 12,
    marginTop: 12,
    marginBottom: 34,
    x: { label: 'value at which the neuron is held', labelAnchor: 'center', labelArrow: 'none' },
    y: {
      label: null,
      domain: [0, Math.max(alone, ...points.map(({ probability }) => probability)) * 1.1],
      ticks: 4,
      tickFormat: '.0%',
      grid: true,
    },
    marks: [
      Plot.ruleY([alone], { stroke: 'var(--quiet)', strokeDasharray: '4 3' }),
      Plot.line(points, { x: 'value', y: 'probability', stroke: 'var(--line)', strokeWidth: 2 }),
      Plot.dot(points, { x: 'value', y: 'probability', r: 3.5, fill: 'var(--line)', stroke: 'var(--paper)' }),
    ],
  });
