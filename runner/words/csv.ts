/**
 * Tables as CSV (RFC 4180): comma, CRLF, quotes only where a value needs them. A text that a spreadsheet would run as a formula
 * gets an apostrophe in front; numbers never do. Pure.
 */

export type CsvCell = string | number | null;

/** `rows` under a line of `columns`; null becomes an empty field. */
export function csv(columns: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  const lines = [columns, ...rows].map((row) => row.map(field).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/** What a spreadsheet would take for a formula and run: a text that begins so and is neither a number nor the sign alone. */
const isFormula = (text: string): boolean => /^[=+\-@\t\r]./s.test(text) && !/^[-+]?[\d.]+(?:e[-+]?\d+)?$/i.test(text);

const field = (cell: CsvCell): string => {
  const whole = cell === null ? '' : String(cell);
  // An apostrophe before a text is how spreadsheets mark it as one.
  const text = typeof cell === 'string' && isFormula(whole) ? `'${whole}` : whole;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};
