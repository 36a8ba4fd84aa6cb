/**
 * What a calibration consists of: studies, each of which is repeated some hundred or thousand times. Pure; little but types.
 */
import type { Random } from '../../runner/core/random.ts';
import type { Rate } from '../../runner/experiment/results/calibration-schema.ts';
import described from './about.json' with { type: 'json' };
import type { RealRecording } from './real-recording.ts';
import type { ExperimentOutcome } from './tally.ts';
import type { TrainedNetworks } from './trained-networks.ts';

export type StudyKind = 'nulls' | 'plants' | 'mutants';

/** Enough where a rate is far from what it must not be. */
export const fewer = 400;
/** Where each takes long as well. */
export const fewest = 200;

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
  experiment(random: Random, material: Material): Promise<ExperimentOutcome>;
}

/** Says itself what it is where that has numbers of the code in it; otherwise about.json does. */
export type Unnamed = Omit<Study, 'kind' | 'name' | 'about'> & Partial<Pick<Study, 'about'>>;

export const descriptions: Readonly<Record<string, string>> = described.studies;

/** Studies of one kind, from a table by their names. */
export const studies = (kind: StudyKind, table: Readonly<Record<string, Unnamed>>): Study[] =>
  Object.entries(table).map(([name, { about = descriptions[name], ...each }]) => {
    if (about === undefined) throw new Error(`calibration: about.json does not say what is done in ${name}`);
    return { kind, name, about, ...each };
  });

/** What some studies need beside random numbers. */
export interface Material {
  /** Null where no model was read: studies that need it are left out. */
  recording: RealRecording | null;
  /** Null where none was trained. */
  networks: TrainedNetworks | null;
}

/** Some experiments of one study: those with the numbers `from` to `to` - 1. */
export interface Chunk {
  /** Index of the study. */
  study: number;
  from: number;
  to: number;
}

/** Where a rate should lie, both ends included. */
type Band = [least: number, most: number];

/** Of a test at level .05. */
export const nominal: Band = [0.03, 0.07];
/** Of a rung at level .05 that may well err less often, as one that comes after others. */
export const fooled: Band = [0, 0.07];
/** Of what must be refused, however it comes about. */
export const rarely: Band = [0, 0.05];
/** Of the whole ladder where nothing is to be found. */
export const rare: Band = [0, 0.01];
export const covering: Band = [0.93, 1];
export const powerful: Band = [0.9, 1];
/** No promise: small effects are often missed. */
export const modest: Band = [0.4, 1];
/** Told without a promise. */
export const anything: Band = [0, 1];
