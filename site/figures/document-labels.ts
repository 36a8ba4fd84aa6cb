/** Each document's mean activation: in two rows by its label, or against its number. Pure. */
import type { DocumentLabel } from '../../runner/analysis/findings/shown-schema.ts';
import { Plot, plotSvg } from './plot.ts';

export function documentsSvg({ points, number }: Pick<DocumentLabel, 'points' | 'number'>, width = 340): string {
  const dots = points.map(([label, mean]) => ({ mean, label, row: label === 1 ? 'with' : 'without' }));
  const frame = { width, marginRight: 14, marginTop: 12, marginBottom: 28 };
  if (number) {
    return plotSvg({
      ...{ ...frame, height: 200, marginLeft: 44 },
      x: { label: null, ticks: 6, tickFormat: String },
      y: { label: null, ticks: 5, grid: true },
      marks: [Plot.dot(dots, { x: 'label', y: 'mean', r: 2.5, stroke: 'var(--line)', strokeOpacity: 0.7 })],
    });
  }
  return plotSvg({
    ...{ ...frame, height: 110, marginLeft: 60 },
    x: { label: null, ticks: 5, grid: true, inset: 6 },
    y: { label: null, domain: ['with', 'without'] },
    marks: [
      Plot.tickX(dots, { x: 'mean', y: 'row', stroke: 'var(--line)', strokeOpacity: 0.45, strokeWidth: 1.5 }),
      Plot.tickX(dots, Plot.groupY({ x: 'median' }, { x: 'mean', y: 'row', stroke: 'var(--line)', strokeWidth: 3 })),
    ],
  });
}
