/**
 * What a task elsewhere has answered is taken for the same question alone: the same settings, files and wish to start over. The cluster
 * is one of scripts that do each job at once, as real tasks, and note it.
 */
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { Interrupted } from '../../../runner/core/errors.ts';
import { silentReporter } from '../../../runner/core/reporter.ts';
import { loadManifest } from '../../../runner/experiment/manifest/load.ts';
import { runElsewhere } from '../../../runner/sweep/elsewhere.ts';
import { loadSweep } from '../../../runner/sweep/load.ts';
import { runSweep } from '../../../runner/sweep/run-sweep.ts';
import { manifest, prose, untested } from '../../cli/texts.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const { path: folder, write } = temporaryFolder();
const at = (name: string) => join(folder, name);

/** Where the file `other` lies, the answer is to another question, and the file goes. */
const sbatch = `#!/bin/sh
[ "$1" = --version ] && exit 0
for word in "$@"; do
  case "$word" in --array=0-*) last="\${word#--array=0-}"; last="\${last%%%*}";; esac
  script="$word"
done
for number in $(seq 0 "$last"); do
  echo job >> '${at('jobs')}'
  SLURM_ARRAY_TASK_ID=$number bash "$script" > /dev/null
done
if [ -e '${at('other')}' ]; then
  rm '${at('other')}'
  find '${at('runs')}' -name '*.answer.json' -exec sed -i 's/"key":"[^"]*"/"key":"other"/' {} +
fi
echo 1
`;
for (const name of ['squeue', 'scancel', 'sacct', 'scontrol']) write(`bin/${name}`, '#!/bin/sh\n');
write('bin/sbatch', sbatch);
for (const name of ['sbatch', 'squeue', 'scancel', 'sacct', 'scontrol']) chmodSync(at(`bin/${name}`), 0o755);
write('text.txt', prose(400));
write('base.yaml', manifest(untested));
write('tiny.yaml', manifest({ ...untested, executor: 'slurm' }));
write(
  'units.yaml',
  stringify({ title: 'Units', base: 'base.yaml', executor: 'slurm', parameters: { 'model.units': [6, 8] } }),
);

/** How many jobs were done meanwhile. */
async function jobsOf(work: () => Promise<unknown>): Promise<number> {
  const count = () => (existsSync(at('jobs')) ? readFileSync(at('jobs'), 'utf8').trim().split('\n').length : 0);
  const before = count();
  await work();
  return count() - before;
}

const circumstances = { versions: {}, commit: null, command: '' };
/** @param stopping asks to stop as soon as the job is given away: its answer stays where it is. */
async function elsewhere({ fresh = false, stopping = new AbortController().signal, note = (_: string) => {} } = {}) {
  const loaded = await loadManifest('tiny.yaml', [], folder);
  const reporter = { ...silentReporter, note };
  return runElsewhere(loaded, { cwd: folder, overrides: [], fresh, interruption: stopping, circumstances, reporter });
}
async function leaveAnswer(): Promise<void> {
  const stop = new AbortController();
  const note = (text: string) => {
    if (text.startsWith('Slurm has job')) stop.abort();
  };
  await expect(elsewhere({ stopping: stop.signal, note })).rejects.toBeInstanceOf(Interrupted);
}

const sweep = async () => {
  const loaded = await loadSweep('units.yaml', {}, folder);
  const host = { cwd: folder, reporter: silentReporter, interruption: new AbortController().signal, circumstances };
  return runSweep(loaded, host);
};

describe.runIf(process.platform === 'linux')('an answer', { timeout: 60_000 }, () => {
  beforeEach(() => void vi.stubEnv('PATH', `${at('bin')}:${process.env.PATH}`));

  it('that a command did not wait for is collected by the next', async () => {
    expect(await jobsOf(leaveAnswer)).toBe(1);
    expect(await jobsOf(elsewhere)).toBe(0);
  });

  it('is none to a command that starts over', async () => {
    await leaveAnswer();
    expect(await jobsOf(() => elsewhere({ fresh: true }))).toBe(1);
    expect(existsSync(at('runs/tiny.old'))).toBe(true);
  });

  it('about a text is none about another of the same name', async () => {
    await leaveAnswer();
    write('text.txt', prose(400, 2));
    expect(await jobsOf(elsewhere)).toBe(1);
  });

  it('of a job from before that was asked something else is not taken: the experiment is done again', async () => {
    write('other', '');
    expect(await jobsOf(elsewhere)).toBe(2);
  });

  it('of a trial is kept, but not where the text has changed since', async () => {
    expect(await jobsOf(sweep)).toBe(2);
    expect(await jobsOf(sweep)).toBe(0);
    write('text.txt', prose(400, 3));
    expect(await jobsOf(sweep)).toBe(2);
  });

  it('of a trial to something else is not taken: the trial is done again', async () => {
    write('text.txt', prose(400, 4));
    write('other', '');
    expect(await jobsOf(sweep)).toBe(4);
    const { trials } = await sweep();
    expect(trials.map(({ status }) => status)).toEqual(['done', 'done']);
  });
});
