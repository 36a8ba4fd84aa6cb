/** What becomes of a preference, or of a chance, at each value at which a neuron is held: a line each. Pure. */
import { strokeOf } from './pairs/course.ts';
import { Plot, plotSvg } from './plot.ts';

export interface DoseLine {
  name: string;
  points: readonly { value: number; y: number }[];
}

export interface DoseOptions {
  /** Where the neuron stands on average; null: not told. */
  mean: number | null;
  width?: number;
  /** Of shares from 0 to 1, or of nats, where 0 is a line. */
  of: 'shares' | 'nats';
  /** In a file nothing stands around the drawing that says what it is. */
  titled?: boolean;
}

const scales = {
  shares: { domain: [0, 1], ticks: 4, tickFormat: '.0%', grid: true, label: null },
  nats: { ticks: 5, grid: true, nice: true, label: null, zero: true },
} as const;

export const doseSvg = (lines: readonly DoseLine[], { mean, of, width = 560, titled = false }: DoseOptions): string =>
  plotSvg({
    width,
    height: 230,
    marginLeft: 44,
    marginRight: Math.min(120, 14 + 7 * Math.max(...lines.map(({ name }) => name.length))),
    marginTop: titled ? 30 : 14,
    marginBottom: 36,
    x: { label: 'value at which the neuron is held', labelAnchor: 'center', labelArrow: 'none' },
    y: { ...scales[of] },
    marks: [
      ...(of === 'nats' ? [Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.5 })] : []),
      ...(mean === null
        ? []
        : [Plot.ruleX([mean], { stroke: 'currentColor', strokeOpacity: 0.6, strokeDasharray: '4 3' })]),
      ...lines.map(({ points }, index) =>
        // They may lie on each other: the first shows between the dashes of the second.
        Plot.line(points, {
          ...{ x: 'value', y: 'y', stroke: strokeOf(index), strokeWidth: 3 },
          ...(index > 0 && { strokeDasharray: '7 7' }),
        }),
      ),
      ...namesOf(lines).map(({ name, index, dy, point }) =>
        Plot.text([point], {
          ...{ x: 'value', y: 'y', dx: 8, dy, textAnchor: 'start', fontWeight: 600 },
          ...{ text: () => name, fill: strokeOf(index) },
        }),
      ),
      ...(titled ? [Plot.text(['margin, nats'], { frameAnchor: 'top-left', dy: -22, fontWeight: 600 })] : []),
    ],
  });

/** Each line's name at its end, one below the other where these lie together. */
function namesOf(lines: readonly DoseLine[]) {
  const ends = lines.flatMap(({ name, points }, index) => {
    const point = points.at(-1);
    return point === undefined ? [] : [{ name, index, point }];
  });
  const order = ends.toSorted((a, b) => b.point.y - a.point.y).map(({ index }) => index);
  return ends.map((end) => ({ ...end, dy: -2 + (order.indexOf(end.index) - (ends.length - 1) / 2) * 14 }));
}
