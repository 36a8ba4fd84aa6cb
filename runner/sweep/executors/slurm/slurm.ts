/**
 * `executor: slurm`: tasks as a job array on a cluster. It needs the programs of Slurm and a folder that all machines
 * share. What was submitted is kept in a file, so that the same command follows its jobs again after it was stopped,
 * and nothing is submitted twice.
 */
import { InputError } from '../../../core/errors.ts';
import type { ExecutorHost, ExecutorKind } from '../executor.ts';
import { Cluster } from './cluster.ts';
import { type SlurmSettings, slurmSettings } from './settings.ts';

export const slurm = {
  name: 'slurm',
  about: 'a cluster with Slurm, through a folder that all its machines share',
  settings: slurmSettings,
  async open(settings: SlurmSettings, host: ExecutorHost) {
    await checkPrograms(host);
    const cluster = await Cluster.open(settings, host);
    return {
      room: () => (cluster.stopping ? 0 : Number.POSITIVE_INFINITY),
      submit: (tasks) => cluster.submit(tasks),
      next: () => cluster.next(),
      stop: () => cluster.stop(),
    };
  },
} as const satisfies ExecutorKind<SlurmSettings>;

async function checkPrograms({ command }: ExecutorHost): Promise<void> {
  for (const program of ['sbatch', 'squeue', 'scontrol', 'scancel']) {
    const answer = await command([program, '--version']).catch(() => null);
    if (answer?.code === 0) continue;
    throw new InputError('no-slurm', {
      what:
        answer === null
          ? `There is no program ${program} on this machine`
          : `${program} does not run: ${answer.stderr.trim()}`,
    });
  }
}
