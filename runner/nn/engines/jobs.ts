/** What an experiment computes, each by the engine that is fastest for it, and how the choice is said. Pure. */
import { both } from '../../core/words.ts';
import type { Engine } from '../models/program.ts';
import type { Work } from './measure.ts';

export const jobNames = ['training', 'reading', 'sampling', 'evidence', 'atlas'] as const;
export type JobName = (typeof jobNames)[number];

export interface Job {
  /** A small piece of it, by which engines are compared. */
  work: Work;
  /** Additions and multiplications of the whole job, about; 0: nothing is to be done. */
  operations: number;
}

export type EnginesByJob = Record<JobName, Engine> & {
  /** Why these, where they were chosen among several. */
  readonly reason?: string;
};

/**
 * Trials of GPU and CPU take some ten seconds. Two cores do this in about a minute (2e11 a second, as a loop of
 * onnx/engine.ts is measured out); where less is to be done, a GPU could not win them back.
 */
export const worthTrial = 1e13;

export const onOne = (engine: Engine, reason?: string): EnginesByJob => ({
  training: engine,
  reading: engine,
  sampling: engine,
  evidence: engine,
  atlas: engine,
  ...(reason !== undefined && { reason }),
});

const verbs: Record<JobName, string> = {
  training: 'trains',
  reading: 'reads',
  sampling: 'samples',
  evidence: 'gathers evidence',
  atlas: 'profiles neurons',
};

/**
 * The choice in one line, of the jobs that are done: 'Computes on cpu (onnx): there is no GPU.', or 'Trains on webgpu
 * (onnx), reads and samples on cpu (onnx): ...'; null where there was nothing to choose.
 */
export function chosenLine(engines: EnginesByJob, done: readonly JobName[]): string | null {
  const { reason } = engines;
  if (reason === undefined) return null;
  const jobsOn = new Map<string, JobName[]>();
  for (const name of done) {
    const place = `${engines[name].device} (${engines[name].name})`;
    jobsOn.set(place, [...(jobsOn.get(place) ?? []), name]);
  }
  const places = [...jobsOn].map(([place, names]) => {
    const verb = jobsOn.size === 1 ? 'computes' : both(names.map((name) => verbs[name]));
    return `${verb} on ${place}`;
  });
  const line = `${places.join(', ')}: ${reason}.`;
  return line.charAt(0).toUpperCase() + line.slice(1);
}
