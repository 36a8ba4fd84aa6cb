/** The pages of the documentation with tables that are made from files beside this one, as they should be. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { limitsTable, sizes } from './limits.ts';
import { withTable } from './markdown.ts';
import { type SpeedFile, speedTable, subjects } from './speed.ts';

interface Made {
  page: string;
  table: string;
  /** The file beside this one that it is made from. */
  file: string;
  make(data: unknown): string;
}

const made: readonly Made[] = [
  ...Object.keys(subjects).map((name) => ({
    ...{ page: 'speed.md', table: `speed of ${name}`, file: 'speed.json' },
    make: (data: unknown) => speedTable(name, data as SpeedFile),
  })),
  ...sizes.map((name) => ({
    ...{ page: 'limits.md', table: `size of ${name}`, file: 'limits.json' },
    make: (data: unknown) => limitsTable(name, data as SpeedFile),
  })),
];

/** @param folder of these files; the pages are in the one above. */
export function tablePages(folder: string): { page: string; text: string }[] {
  const texts = new Map<string, string>();
  for (const { page, table, file, make } of made) {
    const before = texts.get(page) ?? readFileSync(join(folder, '..', page), 'utf8');
    texts.set(page, withTable(before, table, make(JSON.parse(readFileSync(join(folder, file), 'utf8')))));
  }
  return [...texts].map(([page, text]) => ({ page, text }));
}
