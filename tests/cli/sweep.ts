/** Sweeps for tests: a text, a base that trains for a second, and what came out. */
import { stringify } from 'yaml';
import type { SweepResult } from '../../runner/experiment/results/sweep-schema.ts';
import type { WorkFolder } from './command.ts';
import { folderWith, type Settings, training } from './texts.ts';

/** A folder with `base.yaml`, without evidence, and `sweeps/<name>.yaml`. */
export function folderWithSweep(name: string, sweep: Settings, more: Settings = {}): WorkFolder {
  const train = training(3, { dropout: 0.1, patience: 'none', ...more });
  const folder = folderWith({ base: { evidence: 'none', train } });
  folder.write(`sweeps/${name}.yaml`, stringify({ title: 'A sweep', base: '../base.yaml', ...sweep }));
  return folder;
}

export const sweepResult = (folder: WorkFolder, name: string, results = 'public/results'): SweepResult =>
  JSON.parse(folder.read(`${results}/${name}/sweep.json`)) as SweepResult;

/** All but times and the command. */
export const findings = ({ trials, best }: SweepResult) => ({
  best,
  trials: trials.map(({ seconds: _seconds, command: _command, ...rest }) => rest),
});
