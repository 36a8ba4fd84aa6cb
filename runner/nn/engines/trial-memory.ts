/**
 * Trials that were made before on this machine, kept in the user's cache folder: a GPU and its driver are as fast
 * tomorrow. What fails within seconds is not kept, for a library that was missing may be installed a minute later; what
 * failed after a long wait is, so that not every command waits. One JSON file; a file that is missing, damaged or not
 * to be written costs a trial, no more.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, homedir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../../core/atomic-files.ts';
import { sha256 } from '../../core/hash.ts';
import type { Candidate } from './candidates.ts';
import { allowSoftware, wantsTf32 } from './native-settings.ts';
import type { EngineTrial, TrialOptions } from './trial.ts';

type TryOut = (candidate: Candidate, options: TrialOptions) => Promise<EngineTrial>;

export interface MemoryPlace {
  /** The file. */
  path: string;
  /** Milliseconds. */
  now(): number;
  /** What the trials' outcome depends on beside what is tried: versions, processor, where libraries are looked for. */
  machine: string;
}

const day = 24 * 60 * 60 * 1000;
/** What fails may be mended tomorrow. */
const keptFor = (trial: EngineTrial): number => (trial.works ? 30 * day : day);
/** A failure that takes less is sooner made again than it would mislead. */
const longFailure = 10_000;

interface Kept {
  /** Milliseconds. */
  at: number;
  trial: EngineTrial;
}

/** As `tryOut`, made once; on GPUs in software (tests) nothing is kept. The third argument tells the GPU from another. */
export function rememberingTrials(tryOut: TryOut, place: () => MemoryPlace = usualPlace) {
  return async (candidate: Candidate, options: TrialOptions, gpu: string | null): Promise<EngineTrial> => {
    if (process.env[allowSoftware] === '1') return tryOut(candidate, options);
    const { path, now, machine } = place();
    const { engine, device } = candidate;
    const { work, seconds, check } = options;
    const key = sha256(JSON.stringify([machine, gpu, wantsTf32(), engine, device, { work, seconds, check }]));
    const before = await read(path, now());
    const known = before[key];
    if (known !== undefined && (known.trial.works || !options.anew)) return known.trial;
    const began = now();
    const trial = await tryOut(candidate, options);
    if (!trial.works && now() - began < longFailure) return trial;
    // Read again: another command may have kept a trial meanwhile.
    const kept = { ...(await read(path, now())), [key]: { at: now(), trial } };
    await write(path, kept);
    return trial;
  };
}

/** Makes the next command try again what failed: for `doctor`, which has just shown what works. */
export async function forgetFailures(place: () => MemoryPlace = usualPlace): Promise<void> {
  const { path, now } = place();
  const kept = Object.entries(await read(path, now()));
  const working = kept.filter(([, { trial }]) => trial.works);
  if (working.length < kept.length) await write(path, Object.fromEntries(working));
}

/** A home that cannot be written to: the next command tries again. */
const write = (path: string, kept: Readonly<Record<string, Kept>>): Promise<void> =>
  writeWhole(path, `${JSON.stringify(kept)}\n`).catch(() => {});

/** Those that still hold. */
async function read(path: string, now: number): Promise<Record<string, Kept>> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  try {
    const all = Object.entries(JSON.parse(text) as Record<string, Kept>);
    return Object.fromEntries(all.filter(([, { at, trial }]) => at <= now && now - at < keptFor(trial)));
  } catch {
    return {};
  }
}

/** Where programs keep what can be made again: XDG's folder, or that of macOS or Windows. */
export function cacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  const usual = { darwin: join(home, 'Library', 'Caches'), win32: join(home, 'AppData', 'Local') } as const;
  const own = platform === 'win32' ? environment.LOCALAPPDATA : environment.XDG_CACHE_HOME;
  const folder = platform === 'darwin' || platform === 'win32' ? usual[platform] : join(home, '.cache');
  return join(own || folder, 'rnn-atlas');
}

/** Where drivers and their libraries are looked for, and which GPUs are shown: what works in one shell may not in another. */
const telling = /^(?:LD_LIBRARY_PATH|CUDA_VISIBLE_DEVICES|CUDA_PATH|VK_.+)$/;

/** What of the environment a trial depends on. */
export const driversIn = (environment: NodeJS.ProcessEnv): string =>
  Object.entries(environment)
    .filter(([name]) => telling.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

function usualPlace(): MemoryPlace {
  const require = createRequire(import.meta.url);
  const versionOf = (description: string) => (require(description) as { version: string }).version;
  const versions = [
    versionOf('../../../package.json'),
    versionOf('onnxruntime-node/package.json'),
    process.versions.node,
  ];
  const processor = `${cpus()[0]?.model ?? ''} x ${availableParallelism()}, ${process.platform} ${process.arch}`;
  return {
    path: join(cacheFolder(), 'trials.json'),
    now: () => Date.now(),
    machine: [...versions, processor, driversIn(process.env)].join(', '),
  };
}
