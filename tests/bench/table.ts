/** Prints the benchmark's rows: a table with aligned columns, or one JSON object a line. */

export const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

export function printRows(rows: readonly Readonly<Record<string, unknown>>[], json: boolean): void {
  if (json) {
    for (const row of rows) say(JSON.stringify(row));
    return;
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = [columns, ...rows.map((row) => columns.map((column) => shown(row[column])))];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  for (const row of cells)
    say(
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'number') return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, each]) => `${key} ${shown(each)}`)
      .join(', ');
  return String(value);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)], sorted[middle]];
  return (low + high) / 2;
}
