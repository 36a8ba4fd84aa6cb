/** What test files that run side by side do one at a time, or once for all of them. */
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What a test that builds may take, in milliseconds: others may build first. */
export const buildTimeout = 600_000;

/** The folder of this `npm test`, which it removes; tests that are run otherwise have none. */
const runFolder = process.env.RNN_ATLAS_TEST_RUN;

/** @returns what lets go of it. */
async function held(name: string): Promise<() => Promise<void>> {
  // Named by the run that the test belongs to, so that one that was killed leaves nothing that another waits for: all workers of
  // one runner have the same parent.
  const lock = join(runFolder ?? tmpdir(), `rnn-atlas-${name}-${runFolder === undefined ? process.ppid : 'lock'}`);
  const taken = () =>
    mkdir(lock).then(
      () => false,
      () => true,
    );
  while (await taken()) await wait(200);
  return () => rm(lock, { recursive: true, force: true });
}

async function locked<Outcome>(name: string, work: () => Promise<Outcome>): Promise<Outcome> {
  const release = await held(name);
  try {
    return await work();
  } finally {
    await release();
  }
}

/** Astro serves a project under development once: whoever serves it holds this, from before it starts until it has ended. */
export async function onlyServer(): Promise<() => Promise<void>> {
  const release = await held('server');
  return async () => {
    // Until its process is gone.
    await wait(1000);
    await release();
  };
}

/** Builds share Astro's folder of generated modules: of the tests that run side by side one builds at a time. */
export const oneAtATime = <Outcome>(build: () => Promise<Outcome>): Promise<Outcome> => locked('builds', build);

/** What every file that asks would find out for itself: the first one does, and the others of this `npm test` are told. */
export function onceARun<Found>(name: string, find: () => Promise<Found>): Promise<Found> {
  if (runFolder === undefined) return find();
  const file = join(runFolder, `${name}.json`);
  return locked(name, async () => {
    const known = await readFile(file, 'utf8').catch(() => null);
    if (known !== null) return JSON.parse(known) as Found;
    const found = await find();
    await writeFile(file, JSON.stringify(found));
    return found;
  });
}

/** The typefaces are cut once for all builds, by whoever comes first. @param cache of a build, which is made where it is missing. */
export async function linkTypefaces(cache: string): Promise<void> {
  const typefaces = resolve('node_modules', '.astro', 'typefaces');
  await mkdir(typefaces, { recursive: true });
  await mkdir(cache, { recursive: true });
  await symlink(typefaces, join(cache, 'typefaces'), 'junction');
}
