/** Runs a command of ours as people do, and asks its processes what they took. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const startFile = fileURLToPath(new URL('../../runner/start.mjs', import.meta.url));

export interface Taken {
  /** By the clock, and of all processors together. */
  seconds: number;
  processor: number;
  /** The largest memory that was resident at once in a process. */
  MB: number;
}

/** A folder for one measurement, gone when that is done. */
export async function inFolder<Outcome>(work: (folder: string) => Promise<Outcome>): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Said by each process as it ends. */
const report = `import { appendFileSync } from 'node:fs'; import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
appendFileSync(process.env.BENCH_REPORT, JSON.stringify({ MB: maxRSS / 1024, processor: (userCPUTime + systemCPUTime) / 1e6 }) + '\\n'); })`;

/** @param work is started with the environment under which every Node process of it reports. */
export const taken = (work: (environment: NodeJS.ProcessEnv) => Promise<void>): Promise<Taken> =>
  inFolder(async (folder) => {
    const file = join(folder, 'report.jsonl');
    const loaded = `${process.env.NODE_OPTIONS ?? ''} --import data:text/javascript,${encodeURIComponent(report)}`;
    const began = performance.now();
    await work({ BENCH_REPORT: file, NODE_OPTIONS: loaded });
    const seconds = (performance.now() - began) / 1000;
    const told = (await readFile(file, 'utf8')).trim().split('\n');
    const all = told.map((line) => JSON.parse(line) as Pick<Taken, 'MB' | 'processor'>);
    const processor = all.reduce((sum, each) => sum + each.processor, 0);
    return { seconds, processor, MB: Math.max(...all.map((each) => each.MB)) };
  });

/** @throws Error with what the command said when it fails. */
export const takenBy = (command: string, words: readonly string[], cwd: string): Promise<Taken> =>
  taken(
    (environment) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [startFile, command, ...words], {
          cwd,
          env: { ...process.env, ...environment },
          stdio: ['ignore', 'ignore', 'pipe'],
        });
        let said = '';
        child.stderr?.setEncoding('utf8').on('data', (text: string) => {
          said += text;
        });
        child.on('error', reject);
        child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${command}: ${said}`))));
      }),
  );
