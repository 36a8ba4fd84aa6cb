/** What is left of what a neuron has read, and what context is worth to the network, as small charts. Pure. */
import type { MemoryIndex } from '../../../runner/analysis/atlas/atlas-schema.ts';
import type { MemorySummary } from '../../words/atlas/memory.ts';
import { Plot, plotSvg } from '../plot.ts';

const frame = { marginLeft: 36, marginRight: 12, marginTop: 10, marginBottom: 26 };

/** The share that is left at each distance behind a join; the thin line is one half. */
export const fadingSvg = ({ left }: Pick<MemorySummary, 'left'>, width = 270): string =>
  plotSvg({
    ...frame,
    width,
    height: 130,
    x: { label: null, type: 'log', base: 2, ticks: left.map(({ distance }) => distance), tickFormat: String },
    y: { label: null, grid: true, ticks: [0, 0.5, 1], domain: [0, Math.max(1, ...left.map(({ share }) => share))] },
    marks: [
      Plot.ruleY([0.5], { stroke: 'var(--line-2)', strokeDasharray: '3 3' }),
      Plot.lineY(left, { x: 'distance', y: 'share', stroke: 'var(--line)', strokeWidth: 2 }),
      Plot.dot(left, { x: 'distance', y: 'share', r: 2.5, fill: 'var(--line)' }),
    ],
  });

/** Loss by tokens of context, with the interval of what is lost against all of it. */
export function contextSvg({ context }: Pick<MemoryIndex, 'context'>, width = 420): string {
  const least = context.at(-1)?.loss ?? 0;
  const points = context.map(({ tokens, loss, rise }) => ({
    tokens,
    loss,
    low: least + rise.low,
    high: least + rise.high,
  }));
  return plotSvg({
    ...frame,
    width,
    height: 210,
    x: { label: null, type: 'log', base: 2, ticks: context.map(({ tokens }) => tokens), tickFormat: String },
    y: { label: null, grid: true, ticks: 5, nice: true },
    marks: [
      Plot.ruleX(points, { x: 'tokens', y1: 'low', y2: 'high', stroke: 'var(--line-2)', strokeWidth: 2 }),
      Plot.lineY(points, { x: 'tokens', y: 'loss', stroke: 'var(--line)', strokeWidth: 2 }),
      Plot.dot(points, { x: 'tokens', y: 'loss', r: 3, fill: 'var(--line)' }),
    ],
  });
}
