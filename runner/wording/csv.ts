/**
 * Tables as CSV (RFC 4180): comma, CRLF, quotes only where a value needs them. A text that a spreadsheet would run as a formula
 * gets an apostrophe in front; numbers never do. Pure.
 */

export type CsvCell = string | number | null;

/** `rows` under a line of `columns`; null becomes an empty field. */
export const csv = (columns: readonly string[], rows: Iterable<readonly CsvCell[]>): string =>
  [...csvLines(columns, rows)].join('');

/** The same line by line, of tables too large for one string. @param exact whether texts stand as they are, for programs that read tokens. */
export function* csvLines(
  columns: readonly string[],
  rows: Iterable<readonly CsvCell[]>,
  { exact = false } = {},
): Generator<string> {
  const lineOf = (row: readonly CsvCell[]): string => `${row.map((cell) => field(cell, exact)).join(',')}\r\n`;
  yield lineOf(columns);
  for (const row of rows) yield lineOf(row);
}

/** Names of columns as R and pandas take them without quotes: letters, digits, `_` and `.`, each once. @param taken others that stand before them. */
export function plainColumns(names: readonly string[], taken: readonly string[] = []): string[] {
  const known = new Set(taken);
  return names.map((name) => {
    const plain = name.replace(/[^\p{L}\p{N}.]+/gu, '_').replace(/^_+|_+$/g, '') || 'column';
    let own = plain;
    for (let number = 2; known.has(own); number++) own = `${plain}_${number}`;
    known.add(own);
    return own;
  });
}

/** What a spreadsheet would take for a formula and run: a text that begins so and is neither a number nor the sign alone. */
const isFormula = (text: string): boolean => /^[=+\-@\t\r]./s.test(text) && !/^[-+]?[\d.]+(?:e[-+]?\d+)?$/i.test(text);

const field = (cell: CsvCell, exact: boolean): string => {
  const whole = cell === null ? '' : String(cell);
  // An apostrophe before a text is how spreadsheets mark it as one.
  const text = typeof cell === 'string' && !exact && isFormula(whole) ? `'${whole}` : whole;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};
