/**
 * What a calibration consists of: studies, each of which is repeated some hundred or thousand times. Pure; little but types.
 */
import type { Random } from '../core/random.ts';
import type { Rate } from '../results/calibration-schema.ts';
import type { RealRecording } from './real-recording.ts';
import type { Outcome } from './tally.ts';

export type StudyKind = 'nulls' | 'plants' | 'mutants';

/** Enough where a rate is far from what it must not be. */
export const fewer = 400;

export interface Study {
  kind: StudyKind;
  name: string;
  /** In plain words. */
  about: string;
  /** By measure, where its rate should lie. */
  wanted: Readonly<Record<string, Rate['wanted']>>;
  /** Experiments at most, where each takes long or few are enough. */
  most?: number;
  /** Experiments that are given out together; fewer where each takes long. */
  together?: number;
  /** One experiment; everything random comes from `random`. */
  experiment(random: Random, material: Material): Promise<Outcome>;
}

/** What some studies need beside random numbers. */
export interface Material {
  /** Null where no model was read: studies that need it are left out. */
  recording: RealRecording | null;
}

/** Some experiments of one study: those with the numbers `from` to `to` - 1. */
export interface Chunk {
  /** Index of the study. */
  study: number;
  from: number;
  to: number;
}
