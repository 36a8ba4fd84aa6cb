/**
 * A state carried by several neurons: the flip of the first 1, 2, ... of them together, with its interval; and of each
 * member the flip alone (ring) and what the group's flip loses without it (full dot). Pure.
 */
import type { Group } from '../../runner/analysis/findings/shown-schema.ts';
import { drawnOnce } from './drawn-once.ts';
import { Plot, plotSvg } from './plot.ts';

/** Flip in nats a token against the number of neurons. */
export const groupCurveSvg = drawnOnce(({ curve }: Pick<Group, 'curve'>, width: number = 340): string => {
  const points = curve.map(({ size, flip, interval: [low, high] }) => ({ size, flip, low, high }));
  return plotSvg({
    width,
    height: 190,
    marginLeft: 52,
    marginRight: 16,
    marginTop: 12,
    marginBottom: 28,
    x: { label: null, domain: [0.5, points.length + 0.5], ticks: points.map(({ size }) => size), tickFormat: String },
    y: { label: null, zero: true, nice: true, ticks: 5, grid: true },
    marks: [
      Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.5 }),
      Plot.lineY(points, { x: 'size', y: 'flip', stroke: 'var(--line)', strokeWidth: 2 }),
      Plot.ruleX(points, { x: 'size', y1: 'low', y2: 'high', stroke: 'var(--line)', strokeWidth: 1.5 }),
      Plot.dot(points, { x: 'size', y: 'flip', r: 3.5, fill: 'var(--line)', stroke: 'var(--paper)' }),
    ],
  });
});

/** One row a member, in the order in which they were added. */
export const groupMembersSvg = drawnOnce(({ members }: Pick<Group, 'members'>, width: number = 340): string => {
  const isMixed = members.some(({ component }) => component !== undefined);
  const rows = members.map(({ neuron, component, layer, alone, inGroup }) => ({
    // Neurons of several arrays may have one number.
    name: isMixed ? `${neuron}, ${component}.${layer}` : String(neuron),
    alone: alone.flip,
    aloneLow: alone.interval[0],
    aloneHigh: alone.interval[1],
    inGroup: inGroup.flip,
    low: inGroup.interval[0],
    high: inGroup.interval[1],
  }));
  return plotSvg({
    width,
    height: 36 + 24 * rows.length,
    marginLeft: isMixed ? 120 : 52,
    marginRight: 28,
    marginTop: 8,
    marginBottom: 28,
    x: { label: null, zero: true, nice: true, ticks: 4, grid: true },
    y: { label: null, domain: rows.map(({ name }) => name), tickSize: 0 },
    marks: [
      Plot.ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.5 }),
      Plot.ruleY(rows, { x1: 'aloneLow', x2: 'aloneHigh', y: 'name', stroke: 'var(--line-2)', strokeWidth: 1.5 }),
      Plot.ruleY(rows, { x1: 'low', x2: 'high', y: 'name', stroke: 'var(--line)', strokeWidth: 1.5 }),
      Plot.dot(rows, { x: 'alone', y: 'name', r: 4, fill: 'var(--paper)', stroke: 'var(--line-2)', strokeWidth: 2 }),
      Plot.dot(rows, { x: 'inGroup', y: 'name', r: 4, fill: 'var(--line)', stroke: 'var(--paper)' }),
    ],
  });
});
