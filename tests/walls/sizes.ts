/**
 * How many files and lines each room has, before and now: `node tests/walls/sizes.ts <commit> <commit>` asks git, and writes
 * `docs/tables/house.json`, from which `node docs/tables/make.ts` makes the table in docs/how-it-works.md.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HouseSize, HouseTable, Size } from '../../docs/tables/house.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const git = (...words: string[]): string =>
  execFileSync('git', words, { cwd: project, encoding: 'utf8', maxBuffer: 1 << 30 });

/** What people write; numbers, pictures and compiled kernels are none of it. */
const written = /\.(?:ts|astro|css|mjs|wat)$/;

/** 'runner/ladder/rungs/used.ts' -> 'runner/ladder'; what lies in none, 'runner'. */
export const roomOf = (file: string): string => file.split('/').slice(0, -1).slice(0, 2).join('/');

/** Room by room. @param lines of each file, by its path. */
export function sizesOf(lines: Iterable<readonly [file: string, lines: number]>): Record<string, Size> {
  const rooms: Record<string, Size> = {};
  for (const [file, count] of lines) {
    if (!written.test(file)) continue;
    const room = roomOf(file);
    const known = rooms[room] ?? { files: 0, lines: 0 };
    rooms[room] = { files: known.files + 1, lines: known.lines + count };
  }
  return rooms;
}

/** Lines of each file of the three parts in a commit, without checking it out. */
function linesIn(commit: string): [string, number][] {
  // Against nothing: every line of every file is one that came.
  const empty = git('hash-object', '-t', 'tree', '/dev/null').trim();
  return git('diff', '--numstat', '--no-renames', empty, commit, '--', 'runner', 'site', 'tests')
    .trimEnd()
    .split('\n')
    .map((line): [string, number] => {
      const [came = '', , file = ''] = line.split('\t');
      return [file, Number(came) || 0];
    });
}

function sizeAt(commit: string): HouseSize {
  const [name = '', date = ''] = git('log', '-1', '--format=%h %cs', '--abbrev=8', commit).trim().split(' ');
  return { commit: name, date, rooms: sizesOf(linesIn(commit)) };
}

if (import.meta.main) {
  const [before, now = 'HEAD'] = process.argv.slice(2);
  if (before === undefined) throw new Error('sizes: name a commit from before');
  const table: HouseTable = { before: sizeAt(before), now: sizeAt(now) };
  writeFileSync(join(project, 'docs/tables/house.json'), `${JSON.stringify(table, null, 2)}\n`);
}
