import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { Interrupted } from '../../../runner/core/errors.ts';
import { silentReporter } from '../../../runner/core/reporter.ts';
import { loadManifest } from '../../../runner/experiment/manifest/load.ts';
import { runElsewhere } from '../../../runner/sweep/elsewhere.ts';
import { manifest, prose, untested } from '../../cli/texts.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const { path: folder, write } = temporaryFolder();
/** Commands of a cluster that note each call. */
const called = join(folder, write('called', ''));
for (const name of ['sbatch', 'squeue', 'scancel', 'sacct', 'scontrol'])
  chmodSync(join(folder, write(`bin/${name}`, `#!/bin/sh\necho ${name} $1 >> '${called}'\n`)), 0o755);
write('text.txt', prose(400));
write('tiny.yaml', manifest({ ...untested, executor: 'slurm' }));

it.runIf(process.platform !== 'win32')(
  'who stops while the text is looked at has submitted nothing, and is told so at once',
  async () => {
    vi.stubEnv('PATH', `${join(folder, 'bin')}:${process.env.PATH}`);
    const stopping = new AbortController();
    const running = runElsewhere(await loadManifest('tiny.yaml', [], folder), {
      cwd: folder,
      overrides: [],
      fresh: false,
      interruption: stopping.signal,
      circumstances: { versions: {}, commit: null, command: '' },
      reporter: { ...silentReporter, step: () => stopping.abort() },
    });
    await expect(running).rejects.toBeInstanceOf(Interrupted);
    const calls = readFileSync(called, 'utf8').trim().split('\n');
    expect(calls.filter((call) => call !== '' && !call.endsWith(' --version'))).toEqual([]);
  },
  10_000,
);
