/**
 * Runs an experiment, or gathers its evidence, in a thread of its own, because a step of ONNX Runtime blocks the thread that asks for it: here the
 * progress display and Ctrl-C stay alive however long a step takes.
 */
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { errorAgain, isErrorCode } from '../core/errors.ts';
import type { Reporter } from '../core/reporter.ts';
import type { Circumstances, Outcome } from './context.ts';
import type { LoadedManifest } from './manifest/load.ts';
import type { EvidenceOutcome } from './run-evidence.ts';
import type { ExperimentHost } from './stages.ts';

/** What the thread is given; `stop` holds one number, 1 when the user asked to stop. */
export interface BackgroundTask {
  job: keyof Jobs;
  loaded: LoadedManifest;
  cwd: string;
  circumstances: Circumstances;
  fresh: boolean;
  stop: SharedArrayBuffer;
}

/** An error without its class, which does not cross between threads. */
export interface PackedError {
  name: string;
  message: string;
  stack: string | undefined;
  code: string | undefined;
}

export type Report = {
  [Method in keyof Reporter]: { method: Method; words: Parameters<Reporter[Method]> };
}[keyof Reporter];

/** What a thread can be asked for, and what comes out. */
export interface Jobs {
  experiment: Outcome;
  evidence: EvidenceOutcome;
}

export type BackgroundMessage =
  | { report: Report }
  | { published: Outcome }
  | { outcome: Jobs[keyof Jobs] }
  | { error: PackedError };

export interface BackgroundHost extends Pick<ExperimentHost, 'onPublished'> {
  cwd: string;
  circumstances: Circumstances;
  reporter: Reporter;
  /** Starts over, and keeps the run that is there aside. */
  fresh?: boolean;
  /** Calls back when the user asks to stop. */
  onInterrupt(stop: () => void): void;
}

/** The thread shares the environment of the process: of a copy native libraries would see nothing that it sets. */
export const threadOptions = { env: SHARE_ENV } as const;

/** As `runExperiment`, in another thread: the same result, the same errors. */
export const runInBackground = (loaded: LoadedManifest, host: BackgroundHost): Promise<Outcome> =>
  inBackground('experiment', loaded, host);

/** As `runEvidence`, in another thread. */
export const evidenceInBackground = (loaded: LoadedManifest, host: BackgroundHost): Promise<EvidenceOutcome> =>
  inBackground('evidence', loaded, host);

async function inBackground<Job extends keyof Jobs>(
  job: Job,
  loaded: LoadedManifest,
  host: BackgroundHost,
): Promise<Jobs[Job]> {
  const stop = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const { cwd, circumstances, reporter, fresh = false } = host;
  const workerData: BackgroundTask = { job, loaded, cwd, circumstances, fresh, stop };
  const worker = new Worker(new URL('./background-worker.ts', import.meta.url), {
    ...threadOptions,
    workerData,
  });
  host.onInterrupt(() => Atomics.store(new Int32Array(stop), 0, 1));
  try {
    return await new Promise<Jobs[Job]>((resolve, reject) => {
      worker.on('message', (message: BackgroundMessage) => {
        // The thread answers with what its job gives.
        if ('outcome' in message) resolve(message.outcome as Jobs[Job]);
        else if ('published' in message) host.onPublished?.(message.published);
        else if ('error' in message) reject(unpacked(message.error));
        else repeat(reporter, message.report);
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`the experiment's thread ended with code ${code}`)));
    });
  } finally {
    await worker.terminate();
  }
}

function repeat(reporter: Reporter, { method, words }: Report): void {
  // The union pairs each method with its own words; TypeScript does not follow the pairing through a call.
  const call = reporter[method] as (...all: typeof words) => void;
  call(...words);
}

export function packed(error: unknown): PackedError {
  const { name, message, stack, code } = (error instanceof Error ? error : new Error(String(error))) as Error &
    Partial<PackedError>;
  return { name, message, stack, code };
}

function unpacked({ name, message, stack, code }: PackedError): Error {
  if (isErrorCode(code)) return Object.assign(errorAgain(code, message), { stack });
  const error = name === 'RangeError' ? new RangeError(message) : new Error(message);
  return Object.assign(error, { stack }, code === undefined ? {} : { code });
}
