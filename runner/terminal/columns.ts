/** Words in columns, and lines cut to a width: both in columns of the terminal, not in letters. Pure. */
import stringWidth from 'string-width';

const gap = '  ';

/**
 * Each column as wide as its longest cell, two spaces between; nothing behind the last.
 * @param rows of equal length. @param alignment of each column, to the left where none is said.
 */
export function columns(rows: readonly (readonly string[])[], alignment: readonly ('left' | 'right')[] = []): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  return rows.map((row) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        const space = ' '.repeat(width - stringWidth(cell));
        return alignment[column] === 'right' ? space + cell : cell + space;
      })
      .join(gap)
      .trimEnd(),
  );
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The line within a width, with … where something is missing. */
export function fitted(line: string, width: number): string {
  if (stringWidth(line) <= width) return line;
  let kept = '';
  let used = 1;
  for (const { segment } of graphemes.segment(line)) {
    used += stringWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept}…`;
}
