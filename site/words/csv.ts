/** Tables as CSV (RFC 4180): comma, CRLF, quotes only where a value needs them. Pure. */

export type Cell = string | number | null;

/** `rows` under a line of `columns`; null becomes an empty field. */
export function csv(columns: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const lines = [columns, ...rows].map((row) => row.map(field).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

const field = (cell: Cell): string => {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};
