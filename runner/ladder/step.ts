/** What a step of the evidence is, what it is given and what it finds. Types, and how a finding is asked for. */
import type { Group, Probe } from '../results/evidence-schema.ts';
import type { MeaninglessLabels } from '../results/rungs-schema.ts';
import type { Alike, Does, EventAverage, Examples, LagProfile } from '../results/shown-schema.ts';
import type { Sweep } from '../stats/max-t.ts';
import type { Bench } from './bench.ts';
import type { Choice } from './choice.ts';
import type { Listener, Readings } from './readings.ts';
import type { Outcomes, UntrainedBest } from './rungs/rung.ts';

/** What each step finds; by claim where it is about claims. */
export interface Findings extends Outcomes {
  choice: Choice;
  shown: { excerpts: Examples | null; eventAverage: EventAverage | null }[];
  untrained: UntrainedBest;
  labels: (MeaninglessLabels | null)[];
  lags: LagProfile[];
  does: (Does | null)[];
  alike: (Alike | null)[];
  groups: Group[];
  probes: Probe[];
}

export type StepName = keyof Findings;

export interface StepTask {
  bench: Bench;
  readings: Readings;
  found: Partial<Findings>;
  sweep?: Sweep;
  onProgress?: Listener;
}

export interface Step<Name extends StepName = StepName> {
  name: Name;
  /** What the reader of a terminal is told while it runs. */
  title: string;
  /** Whether it is left out of quick evidence. */
  fullOnly: boolean;
  /** What bounds its work: what was found by other bounds is found anew. */
  criteria?: Readonly<Record<string, number>>;
  /** The steps whose findings it reads; all are before it. */
  after: readonly StepName[];
  compute(task: StepTask): Promise<Findings[Name]>;
}

/** @throws Error where it was not found yet. */
export const needed = <T>(found: T | undefined): T => {
  if (found === undefined) throw new Error('evidence: a step runs before one that it reads');
  return found;
};
