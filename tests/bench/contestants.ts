/** Child processes that answer one JSON line per request, and a fair order of asking them. */
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

interface Answer {
  seconds: number[];
  megabytes: number;
  /** Seconds of processor time a step, of all threads; only this project's workers tell it. */
  processor?: number;
}

export interface Contestant {
  name: string;
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

export async function contestant(name: string, program: string, words: readonly string[]): Promise<Contestant> {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`bench: ${name} ended without an answer`);
    return JSON.parse(value);
  };
  await answer();
  return {
    name,
    async run(steps) {
      child.stdin.write(`${JSON.stringify({ steps })}\n`);
      return answer();
    },
    end: () => child.stdin.end(),
  };
}

/**
 * The same task in PyTorch with two threads and with one, each in every variant; none where Python has no PyTorch.
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
  for (const words of variants.length === 0 ? [[]] : variants.map((variant) => [variant])) {
    for (const threads of ['2', '1']) {
      const name = ['pytorch', threads, ...words].join(' ');
      all.push(await contestant(name, python, [file(script), task, threads, ...words]));
    }
  }
  return all;
}

export interface Timing {
  /** Median over the rounds of the mean time of a step. */
  secondsPerStep: number;
  megabytes: number;
  processor: number | undefined;
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
    steps.set(each.name, Math.max(2, Math.round(seconds / warm)));
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
