/** How a claim's effect grew over the training: its local AUC and interval at each kept checkpoint. */
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { Plot, plotSvg } from './plot.ts';

export function emergenceSvg(emergence: NonNullable<Claim['emergence']>, width = 340): string {
  const points = emergence.map(({ epoch, localAuc, interval: [low, high] }) => ({ epoch, localAuc, low, high }));
  const last = Math.max(1, ...points.map(({ epoch }) => epoch));
  return plotSvg({
    width,
    height: 172,
    marginLeft: 36,
    marginRight: 14,
    marginTop: 12,
    marginBottom: 28,
    x: { label: null, domain: [0, last], ticks: Math.min(10, last), tickFormat: (epoch: number) => String(epoch) },
    y: { label: null, domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: String, grid: true },
    marks: [
      Plot.ruleY([0.5], { stroke: 'currentColor', strokeOpacity: 0.5 }),
      Plot.lineY(points, { x: 'epoch', y: 'localAuc', stroke: 'var(--line)', strokeWidth: 2 }),
      Plot.ruleX(points, { x: 'epoch', y1: 'low', y2: 'high', stroke: 'var(--line)', strokeWidth: 1.5 }),
      Plot.dot(points, { x: 'epoch', y: 'localAuc', r: 3, fill: 'var(--line)' }),
    ],
  });
}
