/** What context is worth to the network, as a small chart. Pure. */
import type { MemoryIndex } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { Plot, plotSvg } from '../plot.ts';

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
    ...{ marginLeft: 36, marginRight: 12, marginTop: 10, marginBottom: 26 },
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
