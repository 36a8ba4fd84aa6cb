/** Why a sweep does not begin, or how it ends without a result of its own. */
import { join } from 'node:path';
import { InputError, Interrupted, RunError } from '../core/errors.ts';
import { exists } from '../core/paths.ts';
import { counted } from '../core/words.ts';
import { checkpointOf } from '../experiment/kept-models.ts';
import { resultFile } from '../experiment/results/result-folder.ts';
import type { SweepResult } from '../experiment/results/sweep-schema.ts';
import { type LoadedSweep, resultOf, runOf } from './load.ts';

/** @throws InputError where an experiment has the sweep's name: they would replace each other's results. */
export async function checkName(sweep: LoadedSweep): Promise<void> {
  const taken = [join(resultOf(sweep), resultFile), checkpointOf(runOf(sweep))];
  for (const path of taken) {
    if (!(await exists(path))) continue;
    throw new InputError('already-there', {
      what: `${path} belongs to an experiment named ${sweep.id}`,
      fix: `Rename ${sweep.path}`,
    });
  }
}

export function stopped({ trials, planned }: SweepResult): Interrupted {
  const ended = trials.filter(({ status }) => status !== 'running').length;
  return new Interrupted('stopped-sweep', { what: `Stopped after ${ended} of ${counted(planned, 'trial')}` });
}

export function allFailed({ trials }: SweepResult): RunError {
  const [first] = trials;
  return new RunError('sweep-failed', {
    what: `${counted(trials.length, 'trial')} failed`,
    why: `The first: ${first?.error ?? 'unknown'}`,
    fix: '',
  });
}
