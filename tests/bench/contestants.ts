/** Child processes that answer one JSON line per request, and a fair order of asking them. */
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cores } from '../../runner/core/cores.ts';
import { median } from './table.ts';

interface Answer {
  seconds: number[];
  megabytes: number;
  /** Seconds of processor time a step, of all threads. */
  processor: number;
}

/** What a contestant says when it can begin: its version, and of PyTorch the library that multiplies its matrices. */
export interface Ready {
  ready: string;
  library?: string;
  gflops?: number;
}

export interface Contestant {
  name: string;
  ready: Ready;
  /** Asks for so many steps; answers with the seconds of each. */
  run(steps: number): Promise<Answer>;
  end(): void;
}

export const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Python with PyTorch, or null. */
export function pythonWithTorch(): string | null {
  const found = ['/usr/bin/python3', 'python3'].find(
    (python) => spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0,
  );
  return found ?? null;
}

export async function contestant(
  name: string,
  program: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Contestant> {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'], env });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`bench: ${name} ended without an answer`);
    return JSON.parse(value);
  };
  const ready: Ready = await answer();
  return {
    name,
    ready,
    async run(steps) {
      child.stdin.write(`${JSON.stringify({ steps })}\n`);
      return answer();
    },
    end: () => child.stdin.end(),
  };
}

/** PyTorch multiplies with the kernel that OpenBLAS itself takes for this processor: these would name it an older one. */
const unfair = ['OPENBLAS_CORETYPE', 'OPENBLAS_L2_SIZE'];

export const fairEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !unfair.includes(name)));

/**
 * The same task in PyTorch with all cores and with one, each in every variant; none where Python has no PyTorch.
 * @param variants further words for the script, which also stand in the contestant's name.
 */
export async function pytorchContestants(
  script: string,
  task: string,
  variants: readonly string[] = [],
): Promise<Contestant[]> {
  const python = pythonWithTorch();
  if (python === null) return [];
  const all: Contestant[] = [];
  for (const words of variants.length === 0 ? [[]] : variants.map((variant) => [variant]))
    for (const threads of new Set([String(cores()), '1'])) {
      const name = ['pytorch', threads, ...words].join(' ');
      all.push(await contestant(name, python, [file(script), task, threads, ...words], fairEnvironment(process.env)));
    }
  return all;
}

export interface Timing {
  /** Median over the rounds of the mean time of a step. */
  secondsPerStep: number;
  megabytes: number;
  processor: number;
}

/** Lets all run in turn, round after round, about `seconds` each, so that a noisy machine treats them alike. */
export async function compare(
  all: readonly Contestant[],
  rounds: number,
  seconds: number,
): Promise<Map<string, Timing[]>> {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const steps = new Map<string, number>();
  for (const each of all) {
    await each.run(2);
    const warm = mean((await each.run(2)).seconds);
    // Half a round that does not count: libraries settle their memory, and Node its code.
    const { seconds: taken } = await each.run(Math.max(2, Math.round(seconds / warm / 2)));
    steps.set(each.name, Math.max(2, Math.round(seconds / mean(taken))));
  }
  const timings = new Map<string, Timing[]>(all.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const each of round % 2 === 0 ? all : [...all].reverse()) {
      const { seconds: taken, megabytes, processor } = await each.run(steps.get(each.name) ?? 2);
      timings.get(each.name)?.push({ secondsPerStep: mean(taken), megabytes, processor });
    }
  }
  return timings;
}

type Timings = ReadonlyMap<string, readonly Timing[]>;

/** Steps a second, by the rounds. */
export const speedsOf = (timings: Timings, name: string): number[] =>
  (timings.get(name) ?? []).map(({ secondsPerStep }) => 1 / secondsPerStep);

export interface Speeds {
  name: string;
  speeds: readonly number[];
}

/** PyTorch's contestants, the quickest first. */
export const theirs = (timings: Timings): Speeds[] =>
  [...timings.keys()]
    .filter((name) => name.startsWith('pytorch'))
    .map((name) => ({ name, speeds: speedsOf(timings, name) }))
    .sort((a, b) => median(b.speeds) - median(a.speeds));

/** The median over the rounds, each with its own turn of both. */
const medianRatio = (of: readonly number[], to: readonly number[]): number =>
  median(of.map((value, round) => value / (to[round] ?? Number.NaN)));

/** How many times as fast ours is. */
export const ratioTo = (timings: Timings, other: Speeds | undefined): number | null =>
  other === undefined ? null : medianRatio(speedsOf(timings, 'ours'), other.speeds);

/**
 * How many times as much processor time a step takes the other's best on one core, and how much ours: other work on the machine
 * changes it little. Null where either is missing.
 */
export function onOneCore(
  timings: Timings,
): { processorMs: number; pytorchMs: number | null; ratio: number | null } | null {
  const of = (name: string): number[] => (timings.get(name) ?? []).map(({ processor }) => processor);
  const ours = of('ours 1');
  if (ours.length === 0) return null;
  const others = [...timings.keys()].filter((name) => name.startsWith('pytorch 1')).map(of);
  const [best] = others.sort((a, b) => median(a) - median(b));
  const processorMs = 1000 * median(ours);
  return best === undefined
    ? { processorMs, pytorchMs: null, ratio: null }
    : { processorMs, pytorchMs: 1000 * median(best), ratio: medianRatio(best, ours) };
}
