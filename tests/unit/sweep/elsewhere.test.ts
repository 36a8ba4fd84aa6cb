import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { Interrupted } from '../../../runner/core/errors.ts';
import { silentReporter } from '../../../runner/core/reporter.ts';
import { loadManifest } from '../../../runner/experiment/manifest/load.ts';
import { runElsewhere } from '../../../runner/sweep/elsewhere.ts';
import { manifest, prose, untested } from '../../cli/texts.ts';

const folder = mkdtempSync(join(tmpdir(), 'elsewhere-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Commands of a cluster that note each call. */
const called = join(folder, 'called');
writeFileSync(called, '');
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
    const calls = readFileSync(called, 'utf8').trim().split('\n');
    expect(calls.filter((call) => call !== '' && !call.endsWith(' --version'))).toEqual([]);
  },
  10_000,
);
