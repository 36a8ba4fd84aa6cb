/** Sweeps for tests: a text, a base that trains for a second, and what came out. */
import { stringify } from 'yaml';
import type { SweepResult } from '../../runner/experiment/results/sweep-schema.ts';
import { type Ended, type Started, start, startFile, type WorkFolder, workFolder } from './command.ts';
import { manifest, prose, type Settings } from './texts.ts';

/** A folder with `base.yaml`, without evidence, and `sweeps/<name>.yaml`. */
export function folderWithSweep(name: string, sweep: Settings, train: Settings = {}): WorkFolder {
  const folder = workFolder();
  folder.write('text.txt', prose(400));
  const training = { epochs: 3, batch: 8, window: 8, dropout: 0.1, patience: 'none', ...train };
  folder.write('base.yaml', manifest({ evidence: 'none', train: training }));
  folder.write(`sweeps/${name}.yaml`, stringify({ title: 'A sweep', base: '../base.yaml', ...sweep }));
  return folder;
}

export const startSweep = (folder: WorkFolder, words: readonly string[], env: NodeJS.ProcessEnv = {}): Started =>
  start(process.execPath, [startFile, 'sweep', ...words], folder.path, env);

export const sweep = (folder: WorkFolder, words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  startSweep(folder, words, env).ended;

export const sweepResult = (folder: WorkFolder, name: string, results = 'public/results'): SweepResult =>
  JSON.parse(folder.read(`${results}/${name}/sweep.json`)) as SweepResult;

/** All but times and the command. */
export const findings = ({ trials, best }: SweepResult) => ({
  best,
  trials: trials.map(({ seconds: _seconds, command: _command, ...rest }) => rest),
});
