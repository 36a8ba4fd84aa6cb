/** Where a sweep's files lie: everything below its run folder, and what is published in its result folder. */
import { join } from 'node:path';
import type { Paths } from '../experiment/folders.ts';
import { trialsOf } from '../experiment/kept-models.ts';
import type { LoadedSweep } from './load.ts';

export const runOf = ({ runs, id }: Pick<LoadedSweep, 'runs' | 'id'>): string => join(runs, id);
export const resultOf = ({ results, id }: Pick<LoadedSweep, 'results' | 'id'>): string => join(results, id);
export const tasksOf = (sweep: Pick<LoadedSweep, 'runs' | 'id'>): string => join(runOf(sweep), 'tasks');

/** A trial is an ordinary run whose result is not published. */
export const trialPaths = (sweep: LoadedSweep, trial: string, cwd: string): Paths => ({
  cwd,
  runs: sweep.runs,
  run: join(trialsOf(runOf(sweep)), trial),
  result: join(runOf(sweep), 'results', trial),
});
