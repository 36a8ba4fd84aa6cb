/** Builds share Astro's folder of generated modules: of the tests that run side by side one builds at a time. */
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What a test that builds may take, in milliseconds: others may build first. */
export const buildTimeout = 240_000;

export async function oneAtATime<Outcome>(build: () => Promise<Outcome>): Promise<Outcome> {
  // Named by the run that the test belongs to, so that one that was killed leaves nothing that another waits for: `npm test`
  // names it, and all workers of one runner have the same parent.
  const lock = join(tmpdir(), `rnn-atlas-builds-${process.env.RNN_ATLAS_TEST_RUN ?? process.ppid}`);
  const taken = () =>
    mkdir(lock).then(
      () => false,
      () => true,
    );
  while (await taken()) await wait(200);
  try {
    return await build();
  } finally {
    await rm(lock, { recursive: true });
  }
}
