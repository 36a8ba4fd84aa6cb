/** The axes of the surface: frequency in front, the neurons at the side, broken between windows, amplitude upright. Pure. */
import { item } from '../../../runner/core/at.ts';
import { significant } from '../../../runner/core/words.ts';
import type { Field } from './field.ts';
import { depth, lift, type PlacedRow, type Point, project, type SurfaceShape } from './projection.ts';

const frequencyTicks = [0, 0.1, 0.2, 0.3, 0.4, 0.5];

/** Where the axes stand of frequency and of the neurons. */
const front = depth / 2 + 0.03;
const side = -0.53;

export function axes(field: Field, windows: readonly PlacedRow[][]): SurfaceShape[] {
  const out = (value: number, by: number) => value + Math.sign(value) * by;
  const line = (points: readonly Point[]): SurfaceShape => ({ kind: 'axis', points });
  const label = (
    at: Point,
    text: string,
    strong = false,
    anchor: 'start' | 'middle' | 'end' = 'middle',
  ): SurfaceShape => ({
    kind: 'label',
    at,
    text,
    strong,
    anchor,
  });
  const sideAnchor = project(side, 0, 0)[0] > project(0, 0, 0)[0] ? 'start' : 'end';
  const shapes: SurfaceShape[] = [line([project(-0.5, front, 0), project(0.5, front, 0)])];
  for (const tick of frequencyTicks) {
    const x = tick * 2 - 0.5;
    shapes.push(line([project(x, front, 0), project(x, out(front, 0.02), 0)]));
    shapes.push(label(project(x, out(front, 0.07), 0), String(tick)));
  }
  shapes.push(label(project(0, out(front, 0.2), 0), 'cycles per token'));

  // The neurons' axis is broken between windows: it is drawn along each window only.
  for (const rows of windows) {
    const ys = rows.map(({ y }) => y);
    const [first = 0, last = 0] = [ys[0], ys.at(-1)];
    const spread = first === last ? 0.03 : 0;
    shapes.push(line([project(side, first - spread, 0), project(side, last + spread, 0)]));
    for (const { row, y } of rows) {
      shapes.push(line([project(side, y, 0), project(out(side, 0.02), y, 0)]));
      shapes.push(label(project(out(side, 0.045), y, 0), String(row.neuron), row.detected, sideAnchor));
    }
  }
  for (const [index, rows] of windows.slice(1).entries()) {
    const before = item(windows, index);
    const between = (item(before, before.length - 1).y + item(rows, 0).y) / 2;
    shapes.push(label(project(out(side, 0.02), between, 0), '⋮', true));
  }
  shapes.push(label(project(out(side, 0.17), 0, 0), 'neuron', false, sideAnchor));

  // The upright axis stands at the corner that lies furthest left.
  const corners: [number, number][] = [
    [-side, front],
    [side, -front],
  ];
  const [x, y] = corners.reduce((best, each) =>
    project(each[0], each[1], 0)[0] < project(best[0], best[1], 0)[0] ? each : best,
  );
  shapes.push(line([project(x, y, 0), project(x, y, lift)]));
  for (const share of [0.5, 1]) {
    const [left, top] = project(x, y, lift * share);
    shapes.push(label([left - 6, top], significant(field.top * share, 2), false, 'end'));
  }
  const [left, top] = project(x, y, lift);
  shapes.push(label([left, top - 20], 'amplitude'));
  return shapes;
}
