/** What measurements at several sizes follow. Pure. */
import type { Taken } from './measured.ts';

/** One size of something: what the size counts, and what it took. */
export type SizeRow = Taken & { of: string; size: number };

/** The line of least squares through points; null where there are not two of them at different places. */
function lineThrough(points: readonly (readonly [x: number, y: number])[]): { base: number; slope: number } | null {
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([each]) => each), mean(([, each]) => each)];
  const spread = points.reduce((sum, [each]) => sum + (each - x) ** 2, 0);
  if (!(spread > 0)) return null;
  const slope = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / spread;
  return { base: y - slope * x, slope };
}

const digits = (value: number): string =>
  value.toPrecision(2).includes('e') ? String(Number(value.toPrecision(2))) : value.toPrecision(2);

/** In words: 'Time grows with the power 1.1 of the units; memory is 300 MB and 0.44 MB for each.' */
export function growth(rows: readonly SizeRow[]): string {
  // The exponent e of `time = c size^e`: 1 grows with the size, 2 with its square.
  const time = lineThrough(rows.map(({ size, processor }) => [Math.log(size), Math.log(processor)]));
  const memory = lineThrough(rows.map(({ size, MB }) => [size, MB]));
  if (time === null || memory === null) return 'One size alone does not tell what it grows with.';
  const each = memory.slope < 0.01 ? `${digits(memory.slope * 2 ** 20)} bytes` : `${digits(memory.slope)} MB`;
  return `Processor time grows with the power ${time.slope.toFixed(2)} of the ${rows[0]?.of}; memory is ${Math.round(memory.base)} MB and ${each} for each.`;
}
