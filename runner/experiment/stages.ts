/**
 * How an experiment is put together of its stages, each of which adds to what is known: prepare, then in the run folder,
 * which is held until the end, model, record, write, find, publish, and last the evidence and the atlas. Who wants a part of
 * one names its stages; who has some of it from before puts that in their place (kept-stages.ts).
 */
import { type Reporter, silentReporter } from '../core/reporter.ts';
import type { Checkpoint } from '../models/checkpoint.ts';
import type { Readable } from '../models/reading.ts';
import { circumstancesOf } from './circumstances.ts';
import type { Circumstances, Outcome, PreparedContext, StartContext } from './context.ts';
import { type Paths, pathsOf } from './folders.ts';
import { holding } from './lock.ts';
import type { LoadedManifest } from './manifest/load.ts';
import { prepare } from './prepare.ts';

/** The world around an experiment, as far as the caller has one of its own. */
export interface ExperimentHost {
  /** What the manifest's paths are relative to; absent: the current folder. */
  cwd?: string;
  /** Hears how far it is; absent: nobody does. */
  reporter?: Reporter;
  /** True when the user asked to stop; absent: never. */
  interrupted?(): boolean;
  /** What the result says of where it comes from; absent: this program, and that another one called it. */
  circumstances?: Circumstances;
  /** The clock; absent: the machine's. */
  now?(): Date;
  /** The model that is asked, in the place of what lies under the manifest's `model.checkpoint`. */
  model?: Checkpoint<Readable>;
  /** Starts over, and keeps the run that is there aside. */
  fresh?: boolean;
  /** Where its files go; absent: where the manifest says. */
  paths?: Paths;
  /** Hears of the published result before its evidence is gathered. */
  onPublished?(outcome: Outcome): void;
}

/** @returns what it adds to what is known. */
export type Stage<Known, Added> = (known: Known) => Promise<Added>;

/** What is known after stages, done one after the other. */
export function through<K, A>(known: K, a: Stage<K, A>): Promise<K & A>;
export function through<K, A, B>(known: K, a: Stage<K, A>, b: Stage<K & A, B>): Promise<K & A & B>;
export function through<K, A, B, C>(
  known: K,
  ...stages: [Stage<K, A>, Stage<K & A, B>, Stage<K & A & B, C>]
): Promise<K & A & B & C>;
export function through<K, A, B, C, D>(
  known: K,
  ...stages: [Stage<K, A>, Stage<K & A, B>, Stage<K & A & B, C>, Stage<K & A & B & C, D>]
): Promise<K & A & B & C & D>;
export function through<K, A, B, C, D, E>(
  known: K,
  ...stages: [Stage<K, A>, Stage<K & A, B>, Stage<K & A & B, C>, Stage<K & A & B & C, D>, Stage<K & A & B & C & D, E>]
): Promise<K & A & B & C & D & E>;
export async function through(known: object, ...stages: Stage<object, object>[]): Promise<object> {
  let all = known;
  for (const stage of stages) all = { ...all, ...(await stage(all)) };
  return all;
}

/**
 * Prepares an experiment, and holds its run folder while it is worked on.
 * @throws InputError for what is wrong with the user's input; RunError when another command works there; and what the work throws.
 */
export async function inRun<Found>(
  loaded: LoadedManifest,
  host: ExperimentHost,
  work: (prepared: PreparedContext) => Promise<Found>,
): Promise<Found> {
  const prepared = await through(await begun(loaded, host), prepare);
  return holding(prepared.paths, prepared.reporter, (lock) => work({ ...prepared, stillOurs: lock.check }));
}

/** What an experiment knows before its first stage. */
async function begun(loaded: LoadedManifest, host: ExperimentHost): Promise<StartContext> {
  const { cwd = process.cwd(), now = () => new Date() } = host;
  return {
    loaded,
    paths: host.paths ?? pathsOf(loaded, cwd),
    reporter: host.reporter ?? silentReporter,
    ...(host.model !== undefined && { opened: host.model }),
    interrupted: host.interrupted ?? (() => false),
    now,
    started: now(),
    circumstances: host.circumstances ?? (await circumstancesOf(calledByProgram, cwd)),
  };
}

/** Stands where a result says which command makes it again. */
const calledByProgram = 'runExperiment(manifest)';
