/**
 * The choice among the engines and their devices, for each job of an experiment, and how it is said. What was asked for by name
 * is used or refused, never replaced; `auto` takes for each job the fastest that works, by a trial at the job's own sizes where
 * that can pay. A new engine is one folder, its name in nn/models/program.ts and its lines in candidates.ts.
 */
import { existsSync } from 'node:fs';
import { InputError } from '../../core/errors.ts';
import { asTyped } from '../../core/place.ts';
import { both } from '../../core/words.ts';
import { type deviceNames, type Engine, mapValues } from '../models/program.ts';
import { type Candidate, candidates, isGpu } from './candidates.ts';
import type { Work } from './measure.ts';
import { allowSoftware } from './native-settings.ts';
import { type EngineTrial, type TrialOptions, tryEngine, usualPatience } from './trial.ts';

export type EngineName = 'auto' | Engine['name'];
export type DeviceName = 'auto' | (typeof deviceNames)[number];

export interface EngineChoice {
  engine?: EngineName;
  device?: DeviceName;
}

/** What an experiment computes, and how that is said. */
const verbs = {
  training: 'trains',
  reading: 'reads',
  sampling: 'samples',
  evidence: 'gathers evidence',
  atlas: 'profiles neurons',
} as const;
export type JobName = keyof typeof verbs;
export const jobNames = Object.keys(verbs) as JobName[];

export interface Job {
  /** A small piece of it, by which engines are compared. */
  work: Work;
  /** Additions and multiplications of the whole job, about; 0: nothing is to be done. */
  operations: number;
}

export type EnginesByJob = Record<JobName, Engine> & {
  /** Why these, where they were chosen among several. */
  readonly reason?: string;
};

/**
 * Trials of GPU and CPU take some ten seconds. Two cores do this in about a minute (2e11 a second, as a loop of
 * onnx/engine.ts is measured out); where less is to be done, a GPU could not win them back.
 */
export const worthTrial = 1e13;

const onOne = (engine: Engine, reason?: string): EnginesByJob => ({
  ...mapValues(verbs, () => engine),
  ...(reason !== undefined && { reason }),
});

/**
 * The choice in one line, of the jobs that are done: 'Computes on cpu (onnx): there is no GPU.', or 'Trains on webgpu
 * (onnx), reads and samples on cpu (onnx): ...'; null where there was nothing to choose.
 */
export function chosenLine(engines: EnginesByJob, done: readonly JobName[]): string | null {
  const { reason } = engines;
  if (reason === undefined) return null;
  const jobsOn = new Map<string, JobName[]>();
  for (const name of done) {
    const place = `${engines[name].device} (${engines[name].name})`;
    jobsOn.set(place, [...(jobsOn.get(place) ?? []), name]);
  }
  const places = [...jobsOn].map(([place, names]) => {
    const verb = jobsOn.size === 1 ? 'computes' : both(names.map((name) => verbs[name]));
    return `${verb} on ${place}`;
  });
  const line = `${places.join(', ')}: ${reason}.`;
  return line.charAt(0).toUpperCase() + line.slice(1);
}

/** Long enough to tell a GPU from a CPU, short enough to wait for. */
const trialSeconds = 0.5;

/**
 * Opens one engine for a program of the caller's own. `auto` is the CPU: nothing says here that a GPU would pay.
 * @param threads how many cores one operation may use (onnx); by default as many as pay.
 * @throws InputError as `chooseEngines`.
 */
export async function chooseEngine(choice: EngineChoice = {}, { threads }: { threads?: number } = {}): Promise<Engine> {
  return (await chooseEngines(choice, {}, threads)).reading;
}

/**
 * Opens the engines of an experiment's jobs; jobs that share one share its object.
 * @param jobs what is to be computed; a job that is left out takes the first that opens on the CPU.
 * @throws InputError when what was asked for does not exist or does not work here, with what its library says.
 */
export async function chooseEngines(
  { engine = 'auto', device = 'auto' }: EngineChoice,
  jobs: Readonly<Partial<Record<JobName, Job>>>,
  threads?: number,
): Promise<EnginesByJob> {
  const fitting = candidates.filter(
    (each) =>
      (engine === 'auto' ? each.engine !== 'reference' : each.engine === engine) &&
      (device === 'auto' || each.device === device),
  );
  if (fitting.length === 0) throw noSuchPair(engine, device);
  const gpus = fitting.filter(isGpu);
  const others = fitting.filter((each) => !isGpu(each));
  const long = jobNames.flatMap((name) => {
    const job = jobs[name];
    return job !== undefined && job.operations >= worthTrial ? [{ name, work: job.work }] : [];
  });
  if (others.length === 0) return onGpu(gpus, threads);
  const cpu = await firstThatOpens(others, threads);
  if (gpus.length === 0) return onOne(cpu);
  if (noGpuShows()) return onOne(cpu, 'there is no GPU');
  if (long.length === 0) return onOne(cpu, 'too little has to be computed for a GPU to pay off');
  const options = { work: [...worksOf(long).values()], seconds: trialSeconds, check: true };
  const onGpus = await tryAll(gpus, options);
  if (!onGpus.some(({ works }) => works)) return onOne(cpu, asTyped('no GPU works (npm run doctor says why)'));
  return byJob([...onGpus, ...(await tryAll(others.slice(0, 1), options))], long, cpu, threads);
}

/** True where a trial can be spared: every GPU of a Linux, also in a container or in Windows, has one of these. */
const noGpuShows = (): boolean =>
  process.platform === 'linux' &&
  process.env[allowSoftware] !== '1' &&
  !['/dev/dri', '/dev/nvidiactl', '/dev/dxg'].some((node) => existsSync(node));

/** A trial, and what was tried. */
export type CandidateTrial = EngineTrial & { candidate: Candidate };

/** The quickest at a work of those that work and were measured; never the reference engine. */
export function quickest(all: readonly CandidateTrial[], work = 0): CandidateTrial | null {
  // One that was opened and not measured is as slow as can be, and still works.
  const speed = (tried: CandidateTrial) => (tried.works ? (tried.speeds[work] ?? 0) : -1);
  const working = all.filter(({ works, candidate }) => works && candidate.engine !== 'reference');
  return working.reduce<CandidateTrial | null>(
    (best, each) => (best && speed(best) >= speed(each) ? best : each),
    null,
  );
}

/** What `quickest` rests on: 'onnx on webgpu 41000 tokens/s, onnx on cpu 9000'; empty when nothing was measured. */
export function comparison(all: readonly CandidateTrial[], work = 0): string {
  const working = all.flatMap((tried) => {
    const speed = tried.works ? tried.speeds[work] : undefined;
    return speed === undefined ? [] : [{ ...tried.candidate, speed }];
  });
  const [first, ...rest] = working.sort((a, b) => b.speed - a.speed);
  if (first === undefined) return '';
  const others = rest.map((each) => `, ${each.engine} on ${each.device} ${Math.round(each.speed)}`);
  return `${first.engine} on ${first.device} ${Math.round(first.speed)} tokens/s${others.join('')}`;
}

type LongJob = Pick<Job, 'work'> & { name: JobName };

/** By what says them all; jobs of one size and kind are measured once. */
const worksOf = (long: readonly LongJob[]) => new Map(long.map(({ work }) => [JSON.stringify(work), work]));

/**
 * Every job on a device that was named, by the first engine that works there.
 * @throws InputError when none of them does.
 */
async function onGpu(gpus: readonly Candidate[], threads?: number): Promise<EnginesByJob> {
  const software = process.env[allowSoftware] === '1' ? `, in software if there is no GPU (${allowSoftware})` : '';
  const why: string[] = [];
  for (const candidate of gpus) {
    // Who asks for one by its name waits for it.
    const patience = gpus.length === 1 ? Math.max(usualPatience, candidate.firstStart ?? 0) : usualPatience;
    const trial = await tryEngine(candidate, { check: true, patience });
    if (trial.works) return onOne(await candidate.open(threads), `as asked${software}`);
    why.push(`Engine ${candidate.engine}: ${trial.why}`);
  }
  throw new InputError('no-device', { what: `There is no ${gpus[0]?.device} to compute on`, why: why.join(' ') });
}

/** What the trials say: for each long job the quickest, for the others the CPU. */
async function byJob(
  tried: readonly CandidateTrial[],
  long: readonly LongJob[],
  cpu: Engine,
  threads?: number,
): Promise<EnginesByJob> {
  const works = [...worksOf(long).keys()];
  const opened = new Map<Candidate, Engine>();
  const engines = onOne(cpu);
  const reasons = new Set<string>();
  for (const { name, work } of long) {
    const index = works.indexOf(JSON.stringify(work));
    // Products of fewer bits are good enough to train with, and would change what is measured.
    const fit = tried.filter((each) => name === 'training' || !each.works || !each.rounded);
    const best = quickest(fit, index);
    if (best === null) continue;
    const { candidate } = best;
    if (isGpu(candidate)) engines[name] = opened.get(candidate) ?? (await candidate.open(threads));
    opened.set(candidate, engines[name]);
    const rounded = best.works && best.rounded ? ', with products of 10 bits (TF32) as asked' : '';
    reasons.add(`${work.job} ${comparison(fit, index)}${rounded}`);
  }
  return { ...engines, reason: `in a trial ${[...reasons].join('; ')}` };
}

/** One after the other, so that they do not slow each other down. */
async function tryAll(all: readonly Candidate[], options: TrialOptions): Promise<CandidateTrial[]> {
  const tried: CandidateTrial[] = [];
  for (const candidate of all) tried.push({ candidate, ...(await tryEngine(candidate, options)) });
  return tried;
}

/** @throws what the first of them threw, the one to prefer, when none opens. */
async function firstThatOpens(all: readonly Candidate[], threads?: number): Promise<Engine> {
  const errors: unknown[] = [];
  for (const candidate of all) {
    try {
      return await candidate.open(threads);
    } catch (error) {
      errors.push(error);
    }
  }
  throw errors[0] ?? new Error('engines: none to open');
}

function noSuchPair(engine: EngineName, device: DeviceName): InputError {
  const devices = candidates.filter((each) => each.engine === engine).map((each) => each.device);
  const engines = candidates.filter((each) => each.device === device).map((each) => each.engine);
  return new InputError('unknown-engine-device', {
    what: `The ${engine} engine does not compute on ${device}`,
    fix: `Use device: ${devices.join(', ')} or auto; or on ${device} the engine ${engines.join(' or ')}`,
  });
}
