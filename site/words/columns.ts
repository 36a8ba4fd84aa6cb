/** A column of a table, told once for the page and for the file to download. Pure. */
import { type CsvCell, csv } from '../../runner/wording/csv.ts';
import type { Html } from './html.ts';

export interface Column<Row> {
  heading: string;
  /** As the page has it. The first column names the row. */
  cell(row: Row): string | Html;
  /** As the file has it, in full precision; absent: as the page. */
  csv?(row: Row): CsvCell;
  href?(row: Row): string | null;
}

/** A table whose cells are words. */
export const csvOf = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string =>
  csv(
    columns.map(({ heading }) => heading),
    rows.map((row) => columns.map(({ cell, csv: full }) => (full ? full(row) : written(cell(row))))),
  );

const written = (cell: string | Html): string => (typeof cell === 'string' ? cell : cell.html);
