/** What test files that run side by side do one at a time, or once for all of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What a test that builds may take, in milliseconds: others may build first. */
export const buildTimeout = 600_000;

function begun(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-tests-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
process.env.RNN_ATLAS_TEST_RUN ??= begun();
/** The folder of this run of the tests, shared by all processes of it; gone when the one has ended that began it. */
export const runFolder = process.env.RNN_ATLAS_TEST_RUN;

async function locked<Outcome>(name: string, work: () => Promise<Outcome>): Promise<Outcome> {
  const lock = join(runFolder, `${name}.lock`);
  const taken = () =>
    mkdir(lock).then(
      () => false,
      () => true,
    );
  while (await taken()) await wait(200);
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

/** Builds share Astro's folder of generated modules: of the tests that run side by side one builds at a time. */
export const oneAtATime = <Outcome>(build: () => Promise<Outcome>): Promise<Outcome> => locked('builds', build);

/** What every file that asks would find out for itself: the first one does, and the others of this run are told. */
export const onceARun = <Found>(name: string, find: () => Promise<Found>): Promise<Found> =>
  locked(name, async () => {
    const file = join(runFolder, `${name}.json`);
    const known = await readFile(file, 'utf8').catch(() => null);
    if (known !== null) return JSON.parse(known) as Found;
    const found = await find();
    await writeFile(file, JSON.stringify(found));
    return found;
  });
