/** What a rung of the ladder is: a question, criteria, how it is computed and in which words it is told. Types and outcomes. */

import type { RungName } from '../../results/names-schema.ts';
import type { MeaninglessLabels, RungStatus, Rungs } from '../../results/rungs-schema.ts';
import type { LagProfile } from '../../results/shown-schema.ts';
import type { Bench } from '../bench.ts';
import type { Choice } from '../choice.ts';
import type { Listener, Readings } from '../readings.ts';

export type Measured<Name extends RungName> = NonNullable<Rungs[Name]['measured']>;

/** [claims] What a rung found of each. */
export type Outcomes = { [Name in RungName]: Rungs[Name][] };

/** [networks] each [features]: effect of an untrained network's best neuron; null where the feature cannot be told. */
export type UntrainedBest = readonly (readonly (number | null)[])[];

export interface RungTask {
  bench: Bench;
  choice: Choice;
  /** Of the rungs before it. */
  outcomes: Partial<Outcomes>;
  readings: Readings;
  /** Of the untrained networks that were read; none where none was. */
  untrained: UntrainedBest;
  /** [features] The network's own best neurons for labels that mean nothing; null where there are none to compare with. */
  labels: readonly (MeaninglessLabels | null)[];
  /** [claims] Null until the lags are known. */
  lags: readonly LagProfile[] | null;
  onProgress?: Listener;
}

export interface Rung<Name extends RungName> {
  name: Name;
  /** As a reader would ask it. */
  question: string;
  /** Thresholds and smallest counts, by name: the code, the pages and the methods read them here. */
  criteria: Readonly<Record<string, number>>;
  /** When it passes, in a sentence, made of the criteria. */
  passesWhen: string;
  /** What it reads beside the recording. */
  needs: readonly ('discovery half' | 'confirmation half' | 'untrained networks' | 'held neurons' | 'other seeds')[];
  compute(task: RungTask): Promise<Rungs[Name][]>;
}

export interface Unmeasured {
  status: RungStatus;
  reason: string;
  measured: null;
}

export const notTestable = (reason: string): Unmeasured => ({ status: 'not testable', reason, measured: null });
export const notRun = (reason: string): Unmeasured => ({ status: 'not run', reason, measured: null });
export const notApplicable = (reason: string): Unmeasured => ({ status: 'not applicable', reason, measured: null });

/** @param failure why it fails; null when it passes. */
export const judged = <M>(
  measured: M,
  failure: string | null,
): { status: RungStatus; reason: string | null; measured: M } => ({
  status: failure === null ? 'passed' : 'failed',
  reason: failure,
  measured,
});
