/** What is done to neurons, a few at a time: a job by its kind, as plain data, and its parts by the neurons. Pure. */
import { effectsOfNeurons } from '../../analysis/stats/effects.ts';
import { sweepNeurons } from '../../analysis/stats/max-t.ts';

/** Each takes a job and gives the part of some neurons, from `first` up to and without `end`. */
export const neuronWork = { sweep: sweepNeurons, effects: effectsOfNeurons } as const;

export type WorkKind = keyof typeof neuronWork;
export type JobOf<Kind extends WorkKind> = Parameters<(typeof neuronWork)[Kind]>[0];
export type PartOf<Kind extends WorkKind> = ReturnType<ReturnType<(typeof neuronWork)[Kind]>>;
