/** How far a sweep is: what each trial has answered, what is to be done next, how long all of it takes, and its result. Pure. */
import type { Circumstances } from '../experiment/context.ts';
import type { SweepResult, SweepTrial } from '../experiment/results/sweep-schema.ts';
import { type Decision, decide, keptOf, type TrialLosses } from './halving.ts';
import { commandOf, type LoadedSweep, type LoadedTrial } from './load.ts';
import { isRange } from './sweep-schema.ts';
import type { Answer, TaskResult } from './task.ts';

/** A part of a trial: its training to a rung, or (null) all of it. */
export interface TrialStep {
  trial: LoadedTrial;
  rung: number;
  until: number | null;
  /** Of the task. */
  id: string;
}

const stepOf = (trial: LoadedTrial, rung: number, until: number | null): TrialStep => ({
  ...{ trial, rung, until },
  id: `${trial.id}@${until ?? 'end'}`,
});

export class SweepProgress {
  readonly #sweep: LoadedSweep;
  /** Epochs at which trials are looked at; null at the end. Without halving there is the end alone. */
  readonly #rungs: readonly (number | null)[];
  /** By the id of a step. */
  readonly #answers = new Map<string, Answer>();
  /** Trials whose process was lost: they count as failed in this run of the command alone. */
  readonly #lost = new Map<string, string>();
  /** Ids of trials of which a step was given away, now or by an earlier run of the command. */
  readonly begun = new Set<string>();

  constructor(sweep: LoadedSweep) {
    this.#sweep = sweep;
    this.#rungs = [...(sweep.settings.halving?.epochs.slice(0, -1) ?? []), null];
  }

  steps(): TrialStep[] {
    return this.#sweep.trials.flatMap((trial) => this.#rungs.map((until, rung) => stepOf(trial, rung, until)));
  }

  answered(id: string, answer: Answer): void {
    this.#answers.set(id, answer);
  }

  lost(trial: string, why: string): void {
    this.#lost.set(trial, why);
  }

  /** What each trial has answered, by rung, as far as it did without a gap. */
  #answersOf(trial: LoadedTrial): Answer[] {
    const answers: Answer[] = [];
    for (const [rung, until] of this.#rungs.entries()) {
      const answer = this.#answers.get(stepOf(trial, rung, until).id);
      if (answer === undefined) break;
      answers.push(answer);
    }
    return answers;
  }

  /** Why a trial failed; null: it did not. */
  #failure(trial: LoadedTrial): string | null {
    const failed = this.#answersOf(trial).find((answer) => answer.outcome === 'failed');
    return failed?.message ?? this.#lost.get(trial.id) ?? null;
  }

  /** Trials that are through with each rung, those that ended there without an answer included. */
  ended(): number[] {
    const through = this.#sweep.trials.map((trial) => this.#answersOf(trial).length + Number(this.#lost.has(trial.id)));
    return this.#rungs.map((_, rung) => through.filter((rungs) => rungs > rung).length);
  }

  #decisions(): Map<string, Decision> {
    const known = this.#sweep.trials.map(
      (trial): TrialLosses => ({
        id: trial.id,
        losses: this.#answersOf(trial)
          .filter(isAnswered)
          // One without a validation loss cannot be shown to be better than another.
          .map(({ validationLoss }) => validationLoss ?? Number.POSITIVE_INFINITY),
        failed: this.#failure(trial) !== null,
      }),
    );
    return decide(known, { rungs: this.#rungs.length, keep: this.#sweep.settings.halving?.keep ?? 1 });
  }

  /** Steps that are to be done next, those of trials that are furthest first. */
  ready(): TrialStep[] {
    const decisions = this.#decisions();
    return this.#sweep.trials
      .flatMap((trial): TrialStep[] => {
        const decision = decisions.get(trial.id);
        if (typeof decision !== 'object') return [];
        return [stepOf(trial, decision.to, this.#rungs[decision.to] ?? null)];
      })
      .sort((a, b) => b.rung - a.rung);
  }

  result(circumstances: Circumstances): SweepResult {
    const { id, settings, base, varied, trials: planned } = this.#sweep;
    const decisions = this.#decisions();
    const trials = planned
      .filter((trial) => this.begun.has(trial.id))
      .map((trial) => this.#trial(trial, decisions.get(trial.id) ?? 'waits'));
    return {
      ...{ schema: 1, id, title: settings.title, description: settings.description, base },
      ...{ search: settings.search, seed: settings.seed },
      settings: varied.map((key) => ({ key, scale: scaleOf(settings.parameters[key]) })),
      // The same in all trials.
      fixed: Object.fromEntries((planned[0]?.settings ?? []).filter(([key]) => !varied.includes(key))),
      halving: settings.halving,
      executor: settings.executor,
      planned: planned.length,
      trials,
      best: bestOf(trials)?.id ?? null,
      provenance: circumstances,
    };
  }

  #trial(trial: LoadedTrial, decision: Decision): SweepTrial {
    const { varied, settings, base } = this.#sweep;
    const answers = this.#answersOf(trial).filter(isAnswered);
    const last = answers.at(-1);
    const end = settings.halving?.epochs.at(-1) ?? null;
    return {
      id: trial.id,
      parameters: Object.fromEntries(trial.settings.filter(([key]) => varied.includes(key))),
      status: typeof decision === 'object' || decision === 'waits' ? 'running' : decision,
      validationLoss: last?.validationLoss ?? null,
      seconds: last?.seconds ?? 0,
      epochs: last?.epochs ?? null,
      size: last?.size ?? null,
      rungs: answers.flatMap(({ validationLoss }, index) => {
        const epoch = this.#rungs[index] ?? end;
        return epoch === null || validationLoss === null ? [] : [{ epoch, validationLoss }];
      }),
      perplexity: last?.perplexity ?? null,
      claims: last?.claims ?? [],
      ...(last?.pairs && { pairs: last.pairs }),
      error: this.#failure(trial),
      command: commandOf(base.path, trial.overrides),
    };
  }
}

const isAnswered = (answer: Answer): answer is TaskResult => answer.outcome === 'answered';

export interface SweepPlan {
  trials: number;
  /** Epochs at which trials are looked at, those of the end included; null: each trial is trained in one piece. */
  halving: { epochs: readonly number[]; keep: number } | null;
}

/**
 * The share of a sweep's work that is done, by the epochs of training: the first rungs of a halving are short.
 * @param ended trials that are through with each rung.
 */
export function shareDone(planned: SweepPlan, ended: readonly number[]): number {
  const { epochs } = planned.halving ?? { epochs: [1] };
  let entering = planned.trials;
  let [done, left] = [0, 0];
  for (const [rung, until] of epochs.entries()) {
    const length = until - (epochs[rung - 1] ?? 0);
    left += length * Math.max(0, entering - (ended[rung] ?? 0));
    done += length * (ended[rung] ?? 0);
    entering = keptOf(entering, planned.halving?.keep ?? 1);
  }
  return done / (done + left);
}

const scaleOf = (parameter: LoadedSweep['settings']['parameters'][string] | undefined) => {
  if (parameter !== undefined && isRange(parameter)) return parameter.scale;
  return Array.isArray(parameter) && parameter.every((value) => typeof value === 'number') ? 'linear' : 'choice';
};

/** Of the trials that are done, the one with the lowest loss; of equal ones the first. */
function bestOf(trials: readonly SweepTrial[]): SweepTrial | null {
  const done = trials.filter(({ status, validationLoss }) => status === 'done' && validationLoss !== null);
  return done.toSorted((a, b) => lossOf(a) - lossOf(b))[0] ?? null;
}

const lossOf = ({ validationLoss }: SweepTrial): number => validationLoss ?? Number.POSITIVE_INFINITY;
