/**
 * The choice among the engines and their devices, for each job of an experiment. What was asked for by name is used or
 * refused, never replaced; `auto` takes for each job the fastest that works, by a trial at the job's own sizes where
 * that can pay. A new engine is one folder, its name in nn/models/program.ts and its lines in candidates.ts.
 */
import { InputError } from '../../core/errors.ts';
import { asTyped } from '../../core/place.ts';
import type { deviceNames, Engine } from '../models/program.ts';
import { type Candidate, candidates, isGpu } from './candidates.ts';
import { gpuOf } from './gpu-hardware.ts';
import { type EnginesByJob, type Job, type JobName, jobNames, onOne, worthTrial } from './jobs.ts';
import type { Work } from './measure.ts';
import { allowSoftware } from './native-settings.ts';
import { type EngineTrial, type TrialOptions, tryEngine, usualPatience } from './trial.ts';
import { rememberingTrials } from './trial-memory.ts';

export type EngineName = 'auto' | Engine['name'];
export type DeviceName = 'auto' | (typeof deviceNames)[number];

export interface EngineChoice {
  engine?: EngineName;
  device?: DeviceName;
}

/** What is there to choose from, and how it is looked at; in tests another. */
export interface EngineHost {
  candidates: readonly Candidate[];
  /** What tells the GPU from another; null where there is none. */
  gpu(): Promise<string | null>;
  tryOut(candidate: Candidate, options: TrialOptions, gpu: string | null): Promise<EngineTrial>;
}

const thisMachine: EngineHost = {
  candidates,
  gpu: async () => (process.env[allowSoftware] === '1' ? 'in software' : gpuOf()),
  tryOut: rememberingTrials(tryEngine),
};

/** Long enough to tell a GPU from a CPU, short enough to wait for. */
const trialSeconds = 0.5;

/**
 * Opens one engine for a program of the caller's own. `auto` is the CPU: nothing says here that a GPU would pay.
 * @param threads how many cores one operation may use (onnx); by default as many as pay.
 * @throws InputError as `chooseEngines`.
 */
export async function chooseEngine(choice: EngineChoice = {}, { threads }: { threads?: number } = {}): Promise<Engine> {
  return (await chooseEngines(choice, {}, { threads })).reading;
}

/**
 * Opens the engines of an experiment's jobs; jobs that share one share its object.
 * @param jobs what is to be computed; a job that is left out takes the first that opens on the CPU.
 * @throws InputError when what was asked for does not exist or does not work here: why, and how to get it.
 */
export async function chooseEngines(
  { engine = 'auto', device = 'auto' }: EngineChoice,
  jobs: Readonly<Partial<Record<JobName, Job>>>,
  { threads, surroundings = thisMachine }: { threads?: number | undefined; surroundings?: EngineHost } = {},
): Promise<EnginesByJob> {
  const fitting = surroundings.candidates.filter(
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
  if (others.length === 0) return onGpu(gpus, long, { threads, surroundings });
  const onCpu = async (reason?: string) => onOne(await firstThatOpens(others, threads), reason);
  if (gpus.length === 0) return onCpu();
  const gpu = await surroundings.gpu();
  if (gpu === null) return onCpu('there is no GPU');
  if (long.length === 0) return onCpu('too little has to be computed for a GPU to pay off');
  const options = { work: unique(long), seconds: trialSeconds, check: true };
  const tried = await tryAll([...gpus, ...others.slice(0, 1)], (each) => surroundings.tryOut(each, options, gpu));
  if (!tried.some(({ works, candidate }) => works && isGpu(candidate)))
    return onCpu(asTyped('no GPU works (npm run doctor says why)'));
  return byJob(tried, long, await firstThatOpens(others, threads), threads);
}

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

const sameWork = (a: Work, b: Work): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Jobs of one size and kind are measured once. */
const unique = (long: readonly LongJob[]): Work[] =>
  long.map(({ work }) => work).filter((work, index, all) => all.findIndex((each) => sameWork(each, work)) === index);

interface Opening {
  threads: number | undefined;
  surroundings: EngineHost;
}

/** Measured only when there are several to choose from and something long to do. */
async function onGpu(
  gpus: readonly Candidate[],
  long: readonly LongJob[],
  { threads, surroundings }: Opening,
): Promise<EnginesByJob> {
  const [only, ...more] = gpus;
  const alone = more.length === 0;
  const gpu = await surroundings.gpu();
  const work = alone ? [] : unique(long).slice(0, 1);
  const tried = await tryAll(gpus, (each) => {
    // Who asks for it by name waits for it.
    const patience = alone ? Math.max(usualPatience, each.firstStart ?? 0) : usualPatience;
    return surroundings.tryOut(each, { work, seconds: trialSeconds, check: true, patience, anew: true }, gpu);
  });
  const best = quickest(tried);
  if (best === null) {
    const whose = ({ engine }: Candidate) => (alone ? '' : `Engine ${engine}: `);
    const why = tried.map((each) => (each.works ? '' : whose(each.candidate) + each.why.trim())).join(' ');
    throw new InputError('no-device', { what: `There is no ${only?.device ?? 'GPU'} to compute on`, why });
  }
  const software = process.env[allowSoftware] === '1' ? `, in software if there is no GPU (${allowSoftware})` : '';
  const reason = work.length === 0 ? 'as asked' : `in a trial ${comparison(tried)}`;
  return onOne(await best.candidate.open(threads), `${reason}${software}`);
}

/**
 * What the trials say: for each long job the quickest, for the others the CPU. One that does not open now, though its
 * trial of another day worked, is said and left out.
 */
async function byJob(
  tried: readonly CandidateTrial[],
  long: readonly LongJob[],
  cpu: Engine,
  threads: number | undefined,
): Promise<EnginesByJob> {
  const works = unique(long);
  const opened = new Map<Candidate, Engine>();
  const open = async (candidate: Candidate): Promise<Engine> => {
    if (candidate.engine === cpu.name && candidate.device === cpu.device) return cpu;
    const engine = opened.get(candidate) ?? (await candidate.open(threads));
    opened.set(candidate, engine);
    return engine;
  };
  const engines = onOne(cpu);
  const reasons = new Set<string>();
  const broken = new Set<Candidate>();
  for (const { name, work } of long) {
    const index = works.findIndex((each) => sameWork(each, work));
    const left = () =>
      tried.filter((each) => {
        // Products of fewer bits are good enough to train with, and would change what is measured.
        const exact = name === 'training' || !each.works || !each.rounded;
        return exact && !broken.has(each.candidate);
      });
    for (let best = quickest(left(), index); best !== null; best = quickest(left(), index)) {
      const { candidate } = best;
      try {
        engines[name] = await open(candidate);
      } catch (error) {
        broken.add(candidate);
        reasons.add(`${candidate.engine} on ${candidate.device} does not open now (${(error as Error).message})`);
        continue;
      }
      const rounded = best.works && best.rounded ? ', with products of 10 bits (TF32) as asked' : '';
      reasons.add(`${work.job} ${comparison(left(), index)}${rounded}`);
      break;
    }
  }
  return { ...engines, reason: `in a trial ${[...reasons].join('; ')}` };
}

/** One after the other, so that they do not slow each other down. */
async function tryAll(
  all: readonly Candidate[],
  tryOut: (candidate: Candidate) => Promise<EngineTrial>,
): Promise<CandidateTrial[]> {
  const tried: CandidateTrial[] = [];
  for (const candidate of all) tried.push({ candidate, ...(await tryOut(candidate)) });
  return tried;
}

/** @throws what the first of them threw, the one to prefer, when none opens. */
async function firstThatOpens(all: readonly Candidate[], threads: number | undefined): Promise<Engine> {
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
