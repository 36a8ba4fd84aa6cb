/**
 * Writes the tables of the documentation that are made from files beside this one: `node docs/tables/make.ts`. With the path of
 * a report of `npm run gpu:check` it is taken into the table of GPUs first.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GpuTable, withReport } from './gpu.ts';
import { tablePages } from './pages.ts';

const folder = import.meta.dirname;
const [report] = process.argv.slice(2);
if (report !== undefined) {
  const file = join(folder, 'gpu.json');
  const table = withReport(
    JSON.parse(readFileSync(file, 'utf8')) as GpuTable,
    JSON.parse(readFileSync(report, 'utf8')),
  );
  writeFileSync(file, `${JSON.stringify(table, null, 2)}\n`);
}
for (const { page, text } of tablePages(folder)) {
  const file = join(folder, '..', page);
  if (readFileSync(file, 'utf8') === text) continue;
  writeFileSync(file, text);
  process.stdout.write(`${page}\n`);
}
