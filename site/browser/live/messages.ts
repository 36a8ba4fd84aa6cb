/**
 * What the page and the worker that runs the model say to each other. Imports types alone. (Not comlink, whose calls give one
 * answer: a plan is answered token by token, and a new plan leaves the old one.)
 */
import type { Likely } from '../../../runner/analysis/stats/likeliest.ts';
import type { BrowserModel } from './model.ts';
import type { TokenContribution } from './occlusion.ts';
import type { Plan } from './session.ts';

export interface Load {
  kind: 'load';
  model: string;
  weights: string;
  /** Bytes of the weights, for the progress. */
  bytes: number;
  /** '<component>.<layer>' of the component that is shown and held. */
  component: string;
}

/** What the page wants to know. */
export interface Question {
  plan: Plan;
  /** The neuron whose values are wanted. */
  neuron: number;
  /** A token whose probability after the typed text is wanted; told when nothing is to be written. */
  watch?: number;
}

/** Follows a plan; a plan that is still being followed is left. */
export interface Follow extends Question {
  kind: 'follow';
  /** Counts the plans, so that a late answer to an earlier one is known. */
  number: number;
}

/** Asks what each earlier token has put into the neuron after a token of the plan; a later question takes its place. */
export interface Occlude {
  kind: 'occlude';
  /** Of the plan, and of the question about it. */
  number: number;
  question: number;
  position: number;
  neuron: number;
}

/** Asks how well every neuron tells the carriers of a feature in what the plan read. */
export interface Rank {
  kind: 'rank';
  /** Of the plan. */
  number: number;
  /** [tokens of the prompt] What each is to the feature (effects.ts). */
  classes: Uint8Array;
}

export type ToWorker = Load | Follow | Occlude | Rank;

/** A token as the page shows it. */
export interface LiveToken {
  id: number;
  /** The neuron's value after it. */
  value: number;
  likely: Likely[];
}

/** One of the likeliest words and marks after the typed text (tokens, where those are no words), with the neuron held and as it is. */
export interface NextToken extends Likely {
  /** Its probability when no neuron is held; null when none is. */
  free: number | null;
}

/** Of the watched token, to come next at once. */
export type WatchedToken = Omit<NextToken, 'id'>;

/** Of every word or mark its probability to come next after the typed text, [vocabulary], and when no neuron is held; null when none is. */
export interface AllNext {
  probability: Float32Array;
  free: Float32Array | null;
}

/** What is known when a plan has been followed to its end. */
export interface PlanOutcome {
  next: NextToken[];
  /** Null where no token was watched. */
  watched: WatchedToken | null;
  /** Null where nothing was typed. */
  words: AllNext | null;
}

export type FromWorker =
  | { kind: 'loading'; bytes: number }
  | ({ kind: 'ready' } & Pick<BrowserModel, 'vocabulary' | 'unit' | 'tokens'>)
  /** The tokens from position `from` on are these; what stood there before is gone. */
  | { kind: 'tokens'; number: number; from: number; tokens: LiveToken[] }
  | ({ kind: 'done'; number: number } & PlanOutcome)
  | { kind: 'parts'; question: number; parts: TokenContribution[]; whole: boolean }
  /** [neurons] */
  | { kind: 'ranked'; number: number; effects: number[] }
  | { kind: 'failed'; why: string };
