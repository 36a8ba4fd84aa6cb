/** Tables in Markdown, and where they stand in a page. Pure. */

export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(headings), row(headings.map(() => '---')), ...rows.map(row)].join('\n');
}

/**
 * The page with the table between `<!-- table: name -->` and `<!-- end of the table -->`.
 * @throws RangeError when the page has no such place.
 */
export function withTable(page: string, name: string, table: string): string {
  const place = new RegExp(`(?<=^<!-- table: ${name} -->\\n).*?(?=^<!-- end of the table -->$)`, 'ms');
  if (!place.test(page)) throw new RangeError(`tables: the page has no place for the table "${name}"`);
  return page.replace(place, () => `\n${table}\n\n`);
}
