/** Rows of words in columns, for lists without a frame. Pure. */
import stringWidth from 'string-width';

/** Each column as wide as its longest word, two spaces between; nothing behind the last. @param rows of equal length. */
export function plainRows(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((word, column) => word + ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(word))))
      .join('  ')
      .trimEnd(),
  );
}
