import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { Interrupted } from '../../../runner/core/errors.ts';
import { silentReporter } from '../../../runner/core/reporter.ts';
import { loadManifest } from '../../../runner/experiment/manifest/load.ts';
import { runElsewhere, usualParallel } from '../../../runner/sweep/experiments.ts';
import { manifest, prose, untested } from '../../cli/texts.ts';

const folder = mkdtempSync(join(tmpdir(), 'elsewhere-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Commands of a cluster that note each call. */
const called = join(folder, 'called');
mkdirSync(join(folder, 'bin'));
for (const name of ['sbatch', 'squeue', 'scancel', 'sacct', 'scontrol']) {
  const path = join(folder, 'bin', name);
  writeFileSync(
    path,
    `#!/bin/sh\necho ${name} $1 >> '${called}'\n${name === 'sbatch' ? 'echo Submitted batch job 7' : ''}\n`,
  );
  chmodSync(path, 0o755);
}
writeFileSync(join(folder, 'text.txt'), prose(400));
writeFileSync(join(folder, 'tiny.yaml'), manifest({ ...untested, executor: 'slurm' }));

it.runIf(process.platform !== 'win32')(
  'who stops while the text is looked at has submitted nothing, and is told so at once',
  async () => {
    vi.stubEnv('PATH', `${join(folder, 'bin')}:${process.env.PATH}`);
    const stopping = new AbortController();
    const running = runElsewhere(await loadManifest('tiny.yaml', [], folder), {
      ...{ cwd: folder, overrides: [], fresh: false, interruption: stopping.signal },
      circumstances: { versions: {}, commit: null, command: '' },
      reporter: { ...silentReporter, step: () => stopping.abort() },
    });
    await expect(running).rejects.toBeInstanceOf(Interrupted);
    const calls = (() => {
      try {
        return readFileSync(called, 'utf8').split('\n');
      } catch {
        return [];
      }
    })();
    expect(calls.filter((call) => call !== '' && !call.endsWith(' --version'))).toEqual([]);
  },
  10_000,
);

const plenty = 1e12;

describe('how many experiments run side by side', () => {
  it('is one a core on a small machine, and one to two cores on a larger one', () => {
    expect([1, 2, 3, 4, 8, 15].map((cores) => usualParallel(20, cores, plenty))).toEqual([1, 2, 2, 2, 4, 8]);
  });

  it('is no more than there are, or than fit into memory, and at least one', () => {
    expect(usualParallel(3, 16, plenty)).toBe(3);
    expect(usualParallel(20, 16, 8e9)).toBe(3);
    expect(usualParallel(20, 16, 1e8)).toBe(1);
  });
});
