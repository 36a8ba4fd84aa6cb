/** Words in columns, and lines cut to a width: both in columns of the terminal, not in letters. Pure. */
import { displayWidth, graphemes } from './width.ts';

const gap = '  ';

/**
 * Each column as wide as its longest cell, two spaces between; nothing behind the last.
 * @param rows of equal length. @param alignment of each column, to the left where none is said.
 */
export function columns(rows: readonly (readonly string[])[], alignment: readonly ('left' | 'right')[] = []): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  return rows.map((row) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        const space = ' '.repeat(width - displayWidth(cell));
        return alignment[column] === 'right' ? space + cell : cell + space;
      })
      .join(gap)
      .trimEnd(),
  );
}

const leastRoom = 8;

/** Columns within a width: the cells of one, a name of any length, are cut to the room that the others leave. */
export function columnsWithin(
  rows: readonly (readonly string[])[],
  { width, cut, alignment }: { width: number; cut: number; alignment: readonly ('left' | 'right')[] },
): string[] {
  const withCut = (of: (cell: string) => string) =>
    rows.map((row) => row.map((cell, column) => (column === cut ? of(cell) : cell)));
  const others = columns(
    withCut(() => ''),
    alignment,
  ).map(displayWidth);
  const room = Math.max(leastRoom, width - Math.max(...others));
  return columns(
    withCut((cell) => fitted(cell, room)),
    alignment,
  );
}

/** The line within a width, with … where something is missing. */
export function fitted(line: string, width: number): string {
  if (displayWidth(line) <= width) return line;
  let kept = '';
  let used = 1;
  for (const { segment } of graphemes(line)) {
    used += displayWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept}…`;
}
