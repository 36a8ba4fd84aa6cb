/** Errors of sweeps, and of what runs their trials. */
import { entry, input, interrupted, run, unwritten } from './entry.ts';

const goOn = 'Run the same command again to go on from here';
const ofTrials = entry('run', 'What the trials did is kept; the same command goes on from there.');

export const sweepErrors = {
  'invalid-sweep': input('A sweep has an unknown key, a value of the wrong kind, or keys that contradict each other'),
  'invalid-trial': input('A sweep tries settings that its base manifest cannot have'),
  'stopped-sweep': interrupted('A sweep was stopped', {
    fix: goOn,
    files: 'Finished trials are kept, and those that were running have saved their state.',
  }),
  'stopped-elsewhere': interrupted('A command stopped waiting for an experiment that runs elsewhere', {
    fix: goOn,
    files: 'What the experiment did so far is kept.',
  }),
  'stopped-experiments': interrupted('Several experiments were stopped', {
    fix: goOn,
    files: 'What is done is published, and those that were running have saved their state.',
  }),
  'experiments-failed': run('Some of several experiments failed', {
    fix: 'What each says stands above; run it alone to see more',
    files: 'The others are done.',
  }),
  'repeated-experiment': input('Two manifests that are to be run together have the same name', {
    fix: 'Run them one after the other, or rename a file',
  }),
  'sweep-failed': ofTrials('Every trial of a sweep failed'),
  'task-lost': ofTrials('A process ended without an answer'),
  'sweep-invalid': unwritten('A file is not the result of a sweep', { fix: 'Run npm run sweep again to make it anew' }),
  'no-slurm': input('The programs of Slurm are not on this machine', {
    fix: 'Run the command on a machine of the cluster from which jobs are submitted, or set executor=local',
  }),
  'slurm-refused': ofTrials('Slurm did not accept a job', {
    fix: 'Correct the keys of slurm in the manifest (partition, account, gpus, memory, time); sinfo lists the partitions',
  }),
  'slurm-silent': ofTrials("Slurm's scheduler does not answer", {
    fix: 'Run the same command again when it does; jobs that were submitted go on',
  }),
} as const;
