/** What measurements at several sizes follow. Pure. */

/** One size of something: what the size counts, and what it took. */
export interface SizeRow {
  of: string;
  size: number;
  /** By the clock, and of all processors together. */
  seconds: number;
  processor: number;
  /** The largest memory that was resident at once in a process. */
  MB: number;
}

export interface Point {
  size: number;
  value: number;
}

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

/**
 * The exponent e of `value = c size^e`: 1 grows with the size, 2 with its square.
 * @returns null of fewer than two sizes. @throws RangeError where a size or value is not above 0.
 */
export function exponentOf(points: readonly Point[]): number | null {
  for (const { size, value } of points) {
    if (!(size > 0 && value > 0)) throw new RangeError(`exponentOf: ${value} at ${size} has no logarithm`);
  }
  return lineThrough(points.map(({ size, value }) => [Math.log(size), Math.log(value)]))?.slope ?? null;
}

/** What is there without any size, and what each unit of it adds: `value = base + perSize x size`; null of fewer than two sizes. */
export function baseAndSlope(points: readonly Point[]): { base: number; perSize: number } | null {
  const line = lineThrough(points.map(({ size, value }) => [size, value]));
  return line && { base: line.base, perSize: line.slope };
}

const digits = (value: number): string =>
  value.toPrecision(2).includes('e') ? String(Number(value.toPrecision(2))) : value.toPrecision(2);

/** In words: 'Time grows with the power 1.1 of the units; memory is 300 MB and 0.44 MB for each.' */
export function growth(rows: readonly SizeRow[]): string {
  const of = (key: 'processor' | 'MB') => rows.map((row) => ({ size: row.size, value: row[key] }));
  const exponent = exponentOf(of('processor'));
  const memory = baseAndSlope(of('MB'));
  const unit = rows[0]?.of ?? 'size';
  if (exponent === null || memory === null) return 'One size alone does not tell what it grows with.';
  const each = memory.perSize < 0.01 ? `${digits(memory.perSize * 2 ** 20)} bytes` : `${digits(memory.perSize)} MB`;
  return `Processor time grows with the power ${exponent.toFixed(2)} of the ${unit}; memory is ${Math.round(memory.base)} MB and ${each} for each.`;
}
