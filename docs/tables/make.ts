/** Writes the tables of the documentation that are made from files beside this one: `node docs/tables/make.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tablePages } from './pages.ts';

const folder = import.meta.dirname;
for (const { page, text } of tablePages(folder)) {
  const file = join(folder, '..', page);
  if (readFileSync(file, 'utf8') === text) continue;
  writeFileSync(file, text);
  process.stdout.write(`${page}\n`);
}
