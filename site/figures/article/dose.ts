/** What becomes of two sentences at each value at which a neuron is held: a line each. Pure. */
import { strokeOf } from '../pairs/course.ts';
import { Plot, plotSvg } from '../plot.ts';

export interface DoseLine {
  name: string;
  points: readonly { value: number; share: number }[];
}

/** @param mean where the neuron stands on average. */
export const doseSvg = (lines: readonly DoseLine[], mean: number): string =>
  plotSvg({
    width: 560,
    height: 230,
    marginLeft: 44,
    marginRight: 64,
    marginTop: 14,
    marginBottom: 36,
    x: { label: 'value at which the neuron is held', labelAnchor: 'center', labelArrow: 'none' },
    y: { label: null, domain: [0, 1], ticks: 4, tickFormat: '.0%', grid: true },
    marks: [
      Plot.ruleX([mean], { stroke: 'currentColor', strokeOpacity: 0.6, strokeDasharray: '4 3' }),
      ...lines.flatMap(({ name, points }, index) => [
        // They may lie on each other: the first shows between the dashes of the second.
        Plot.line(points, {
          ...{ x: 'value', y: 'share', stroke: strokeOf(index), strokeWidth: 3 },
          ...(index > 0 && { strokeDasharray: '7 7' }),
        }),
        Plot.text(points.slice(-1), {
          ...{ x: 'value', y: 'share', dx: 8, dy: index === 0 ? 14 : -2, textAnchor: 'start', fontWeight: 600 },
          ...{ text: () => name, fill: strokeOf(index) },
        }),
      ]),
    ],
  });
