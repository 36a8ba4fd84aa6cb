/** The tables of docs/limits.md, from what `npm run bench size to=docs/tables/limits.json` kept. Pure. */
import { growth, type SizeRow } from '../../tests/bench/growth.ts';
import { type Column, measuredTable, type Row, type SpeedFile } from './speed.ts';

/** What is measured at several sizes. */
export const sizes = ['recording', 'atlas', 'evidence', 'site', 'import'] as const;

const headings: Readonly<Record<(typeof sizes)[number], string>> = {
  recording: 'units',
  atlas: 'units',
  evidence: 'units x tokens',
  site: 'experiments',
  import: 'MB of weights',
};

const grouped = (value: unknown): string => Number(value).toLocaleString('en');

export function limitsTable(name: (typeof sizes)[number], file: SpeedFile): string {
  const columns: readonly Column[] = [
    [headings[name], (row) => grouped(row.size)],
    ['processor seconds', (row) => row.processor],
    ['seconds by the clock', (row) => row.seconds],
    ['memory MB', (row) => row.MB],
  ];
  return measuredTable(columns, file[name], (rows: readonly Row[]) => growth(rows as readonly (Row & SizeRow)[]));
}
