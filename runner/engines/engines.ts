/**
 * The choice among the engines and their devices. What was asked for by name is used or refused, never replaced;
 * `auto` takes the fastest that works. A new engine is one folder and its lines in candidates.ts.
 */
import { InputError } from '../core/errors.ts';
import type { Engine } from '../models/program.ts';
import { type Candidate, candidates, deviceNames, engineNames, isGpu } from './candidates.ts';
import { hasGpu } from './gpu-hardware.ts';
import { allowSoftware, type Trial, tryEngine } from './trial.ts';

export { deviceNames, engineNames };
export type EngineName = 'auto' | Candidate['engine'];
export type DeviceName = 'auto' | Candidate['device'];

export interface EngineChoice {
  engine?: EngineName;
  device?: DeviceName;
}

/** An engine and, where it was chosen among several, why. */
export type ChosenEngine = Engine & { readonly reason?: string };

/** Long enough to tell a GPU from a CPU, short enough to wait for. */
const trialSeconds = 0.5;

/**
 * Opens an engine. With `auto` and a GPU in the machine, those that work train for half a second each.
 * @param threads how many cores one operation may use (onnx); by default as many as pay.
 * @throws InputError when what was asked for does not exist or does not work here: why, and how to get it.
 */
export async function chooseEngine(
  { engine = 'auto', device = 'auto' }: EngineChoice = {},
  { threads }: { threads?: number } = {},
): Promise<ChosenEngine> {
  const fitting = candidates.filter(
    (each) =>
      (engine === 'auto' ? each.engine !== 'reference' : each.engine === engine) &&
      (device === 'auto' || each.device === device),
  );
  if (fitting.length === 0) throw noSuchPair(engine, device);
  const gpus = fitting.filter(isGpu);
  const others = fitting.filter((each) => !isGpu(each));
  if (others.length === 0) return onGpu(gpus, threads);
  if (gpus.length === 0) return { ...(await firstThatOpens(others, threads)) };
  if (!(await hasGpu())) return { ...(await firstThatOpens(others, threads)), reason: 'there is no GPU' };
  return fastest([...gpus, ...others.slice(0, 1)], others, threads);
}

/** A trial, and what was tried. */
export type Tried = Trial & { candidate: Candidate };

/** The quickest of those that work and were measured; never the reference engine. */
export function quickest(all: readonly Tried[]): Tried | null {
  const speed = (tried: Tried) => (tried.works ? (tried.tokensPerSecond ?? 0) : -1);
  const working = all.filter(({ works, candidate }) => works && candidate.engine !== 'reference');
  return working.reduce<Tried | null>((best, each) => (best && speed(best) >= speed(each) ? best : each), null);
}

/** What `quickest` rests on: 'webgpu trains 41000 tokens/s here, cpu 9000'. */
export function comparison(all: readonly Tried[]): string {
  const working = all.flatMap((tried) =>
    tried.works && tried.tokensPerSecond !== null ? [{ ...tried.candidate, speed: tried.tokensPerSecond }] : [],
  );
  const [first, ...rest] = working.sort((a, b) => b.speed - a.speed);
  if (first === undefined) return '';
  const said = rest.map((each) => `, ${each.engine} on ${each.device} ${Math.round(each.speed)}`);
  return `in a trial ${first.engine} on ${first.device} trained ${Math.round(first.speed)} tokens/s${said.join('')}`;
}

async function onGpu(gpus: readonly Candidate[], threads: number | undefined): Promise<ChosenEngine> {
  const [only, ...more] = gpus;
  const tried = await tryAll(gpus, more.length === 0 ? 0 : trialSeconds);
  const best = quickest(tried);
  if (best === null) {
    const whose = ({ engine }: Candidate) => (more.length === 0 ? '' : `Engine ${engine}: `);
    const why = tried.map((each) => (each.works ? '' : whose(each.candidate) + each.why.trim())).join(' ');
    throw new InputError('no-device', { what: `There is no ${only?.device ?? 'GPU'} to compute on`, why });
  }
  const software = process.env[allowSoftware] === '1' ? `, in software if there is no GPU (${allowSoftware})` : '';
  const reason = `${more.length === 0 ? 'as asked' : comparison(tried)}${software}`;
  return { ...(await best.candidate.open(threads)), reason };
}

async function fastest(
  trying: readonly Candidate[],
  others: readonly Candidate[],
  threads: number | undefined,
): Promise<ChosenEngine> {
  const tried = await tryAll(trying, trialSeconds);
  const best = quickest(tried);
  if (best === null) return { ...(await firstThatOpens(others, threads)), reason: 'no GPU works' };
  return { ...(await best.candidate.open(threads)), reason: comparison(tried) };
}

/** One after the other, so that they do not slow each other down. */
async function tryAll(all: readonly Candidate[], seconds: number): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (const candidate of all) tried.push({ candidate, ...(await tryEngine(candidate, seconds)) });
  return tried;
}

/** @throws what the last of them threw, when none opens. */
async function firstThatOpens(all: readonly Candidate[], threads: number | undefined): Promise<Engine> {
  for (const [index, candidate] of all.entries()) {
    try {
      return await candidate.open(threads);
    } catch (error) {
      if (index === all.length - 1) throw error;
    }
  }
  throw new Error('engines: none to open');
}

function noSuchPair(engine: EngineName, device: DeviceName): InputError {
  const devices = candidates.filter((each) => each.engine === engine).map((each) => each.device);
  const engines = candidates.filter((each) => each.device === device).map((each) => each.engine);
  return new InputError('unknown-engine-device', {
    what: `The ${engine} engine does not compute on ${device}`,
    fix: `Use device: ${devices.join(', ')} or auto; or on ${device} the engine ${engines.join(' or ')}`,
  });
}
