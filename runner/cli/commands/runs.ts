/** `npm run runs`: what lies in the folder of runs, and what of it may go. */

import { rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { age, bytes, counted } from '../../core/format.ts';
import { nearest } from '../../core/suggest.ts';
import { type Clutter, clutterOf, findRuns, type RunFolder, runStates } from '../../experiment/runs.ts';
import { columns } from '../terminal/lines.ts';
import { visible } from '../terminal/visible.ts';
import { choice, flag, folder } from './keys.ts';
import { shownPath } from './streams.ts';
import type { Takes, WordsOf } from './words.ts';

export const takes = {
  subject: choice(
    ['clean'],
    'shows what would be deleted: the runs named after it, otherwise what was kept aside or is half-written',
  ),
  keys: { yes: flag('deletes it'), runs: folder('runs', 'the folder of runs') },
  others: { shown: '<run> ...', about: 'runs to delete, after clean', accepts: (word) => /^[\w.+-]+$/.test(word) },
  example: 'npm run runs clean yes=true',
} satisfies Takes;

export async function run({ subject, given, others }: WordsOf<typeof takes>): Promise<void> {
  const runs = resolve(given.runs);
  const found = await findRuns(runs);
  if (subject === undefined) {
    process.stdout.write(listOf(found, shownPath(runs)));
    return;
  }
  const clutter = others.length > 0 ? others.map((name) => named(name, found)) : await clutterOf(found);
  return clean(clutter, given.yes);
}

function listOf(found: readonly RunFolder[], place: string): string {
  if (found.length === 0) return `There are no runs in ${place}.\n`;
  const rows = found.map(({ name, state, changed, bytes: size, loss, epochs }) => [
    name,
    state,
    changed === null ? '–' : age(Date.now() - changed),
    bytes(size),
    loss === null ? '–' : `${loss.toFixed(3)} after epoch ${epochs}`,
  ]);
  const states = [...new Set(found.map(({ state }) => state))];
  return [
    ...columns([['run', 'state', 'changed', 'size', 'last validation loss'], ...rows]).map(visible),
    '',
    ...states.map((state) => `${state}: ${runStates[state]}.`),
    '',
  ].join('\n');
}

/** @throws InputError when there is no such run, or a command works on it. */
function named(name: string, found: readonly RunFolder[]): Clutter {
  const run = found.find((each) => each.name === name);
  const names = found.map((each) => each.name);
  if (run === undefined) {
    const near = nearest(name, names);
    const fix = near === null ? 'npm run runs lists them' : `Did you mean "${near}"?`;
    throw new InputError('unknown-run', { what: `There is no run "${name}"`, fix });
  }
  if (run.state === 'running')
    throw new InputError('run-at-work', { what: `A command is working on the run "${name}"` });
  const why = run.state === 'aside' ? 'kept aside' : 'its model has to be trained again, if it was trained here';
  return { path: run.path, why, bytes: run.bytes };
}

async function clean(clutter: readonly Clutter[], yes: boolean): Promise<void> {
  if (clutter.length === 0) {
    process.stdout.write('There is nothing to delete: no run was kept aside, and nothing is half-written.\n');
    return;
  }
  const rows = clutter.map(({ path, why, bytes: size }) => [shownPath(path), bytes(size), why]);
  const all = bytes(clutter.reduce((sum, each) => sum + each.bytes, 0));
  const heading = `${yes ? 'Deletes' : 'Would delete'} ${counted(clutter.length, 'folder or file', 'folders and files')}, ${all}:`;
  process.stdout.write(`${[heading, ...columns(rows).map((row) => `  ${visible(row)}`)].join('\n')}\n`);
  if (!yes) {
    process.stdout.write('Nothing was deleted. Add yes=true to delete it.\n');
    return;
  }
  for (const { path } of clutter) await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  process.stdout.write(`Deleted ${clutter.map(({ path }) => visible(basename(path))).join(', ')}.\n`);
}
