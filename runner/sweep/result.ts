/** A sweep's result, from how far it is. Pure. */
import type { Circumstances } from '../experiment/context.ts';
import type { SweepResult, SweepTrial } from '../experiment/results/sweep-schema.ts';
import type { Decision } from './halving.ts';
import { commandOf, type LoadedSweep, type LoadedTrial } from './load.ts';
import { isAnswered, rungsOf, type SweepProgress } from './progress.ts';
import { isRange } from './sweep-schema.ts';

export function resultFrom(sweep: LoadedSweep, progress: SweepProgress, circumstances: Circumstances): SweepResult {
  const { id, settings, base, varied } = sweep;
  const decisions = progress.decisions();
  const trials = sweep.trials
    .filter((trial) => progress.begun.has(trial.id))
    .map((trial) => trialFrom(trial, { sweep, progress, decision: decisions.get(trial.id) ?? 'waits' }));
  return {
    ...{ schema: 1, id, title: settings.title, description: settings.description, base },
    ...{ search: settings.search, seed: settings.seed },
    settings: varied.map((key) => ({ key, scale: scaleOf(settings.parameters[key]) })),
    fixed: fixedOf(sweep),
    halving: settings.halving,
    executor: settings.executor,
    planned: sweep.trials.length,
    trials,
    best: bestOf(trials)?.id ?? null,
    provenance: circumstances,
  };
}

const scaleOf = (parameter: LoadedSweep['settings']['parameters'][string] | undefined) => {
  if (parameter !== undefined && isRange(parameter)) return parameter.scale;
  return Array.isArray(parameter) && parameter.every((value) => typeof value === 'number') ? 'linear' : 'choice';
};

/** The same in all trials. */
function fixedOf({ trials: [first], varied }: LoadedSweep): SweepResult['fixed'] {
  return Object.fromEntries((first?.settings ?? []).filter(([key]) => !varied.includes(key)));
}

function trialFrom(
  trial: LoadedTrial,
  { sweep, progress, decision }: { sweep: LoadedSweep; progress: SweepProgress; decision: Decision },
): SweepTrial {
  const answers = progress.answersOf(trial).filter(isAnswered);
  const last = answers.at(-1);
  const rungs = rungsOf(sweep);
  const end = sweep.settings.halving?.epochs.at(-1) ?? null;
  return {
    id: trial.id,
    parameters: Object.fromEntries(trial.settings.filter(([key]) => sweep.varied.includes(key))),
    status: statusOf(decision),
    validationLoss: last?.validationLoss ?? null,
    seconds: last?.seconds ?? 0,
    epochs: last?.epochs ?? null,
    size: last?.size ?? null,
    rungs: answers.flatMap(({ validationLoss }, index) => {
      const epoch = rungs[index] ?? end;
      return epoch === null || validationLoss === null ? [] : [{ epoch, validationLoss }];
    }),
    perplexity: last?.perplexity ?? null,
    claims: last?.claims ?? [],
    ...(last?.pairs && { pairs: last.pairs }),
    error: progress.failure(trial),
    command: commandOf(sweep.base.path, trial.overrides),
  };
}

const statusOf = (decision: Decision): SweepTrial['status'] =>
  typeof decision === 'object' || decision === 'waits' ? 'running' : decision;

/** Of the trials that are done, the one with the lowest loss; of equal ones the first. */
export function bestOf(trials: readonly SweepTrial[]): SweepTrial | null {
  const done = trials.filter(({ status, validationLoss }) => status === 'done' && validationLoss !== null);
  return done.toSorted((a, b) => lossOf(a) - lossOf(b))[0] ?? null;
}

const lossOf = ({ validationLoss }: SweepTrial): number => validationLoss ?? Number.POSITIVE_INFINITY;
