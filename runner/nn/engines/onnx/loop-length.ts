/** How many runs of a program go into a loop. Pure. */
import { type Executable, type Numbers, type Program, sizeOf } from '../../models/program.ts';

/** About two seconds on two cores: copying the state then costs little, and Ctrl-C does not have to wait for long. */
const operationsPerLoop = 4e11;
/** Enough to hide the start of a loop of small programs. */
const longestOnCpu = 40;
const shortest = 2;

/** On the CPU, whose speed is known well enough: always the same, so that a training's loops do not depend on a clock. */
export const lengthOnCpu = (operations: number): number =>
  Math.min(longestOnCpu, Math.max(shortest, Math.round(operationsPerLoop / operations)));

/** Seconds of a loop on a GPU, or of the runs that are on their way to it: Ctrl-C waits no longer. */
const wanted = 2;
const first = 4;
/** The first loop also loads libraries and looks for memory, so that its time says too much. */
const fastestGrowth = 4;
const longest = 4096;
/** Inputs of all runs of a loop lie in memory together, twice: what is drawn ahead for the next one too. */
const bytesOfInputs = 2 ** 28;

interface PacedLength {
  readonly next: number;
  /** Hears how long a loop took; seconds. */
  heard(length: number, took: number): void;
}

/**
 * On a GPU, of which nothing is known before: as many runs as take the wanted time, by those of before.
 * @param atMost runs, whatever their time.
 */
export function pacedLength({ inputs }: Pick<Program, 'inputs'>, atMost = longest): PacedLength {
  const bytes = Object.values(inputs).reduce((sum, { shape, type }) => sum + sizeOf(shape) * bytesOf[type], 0);
  const most = Math.max(shortest, Math.min(atMost, Math.floor(bytesOfInputs / bytes)));
  const fitting = (length: number) => Math.max(shortest, Math.min(most, Math.round(length)));
  let next = fitting(first);
  return {
    get next() {
      return next;
    },
    heard(length, took) {
      // The last loop of an epoch may be shorter, and costs its start all the same.
      if (length < next) return;
      next = fitting(Math.min(fastestGrowth * length, (length * wanted) / took));
    },
  };
}

export type Inputs = Readonly<Record<string, Numbers>>;

/**
 * Runs as many as are given, in groups of the length that is right then.
 * @param now milliseconds.
 */
export function inGroups(
  length: PacedLength,
  now: () => number,
  runGroup: (group: readonly Inputs[]) => Promise<Record<string, Float32Array>[]>,
) {
  return {
    async runMany(all: readonly Inputs[]): Promise<Record<string, Float32Array>[]> {
      const results: Record<string, Float32Array>[] = [];
      while (results.length < all.length) {
        const group = all.slice(results.length, results.length + length.next);
        const began = now();
        results.push(...(await runGroup(group)));
        length.heard(group.length, (now() - began) / 1000);
      }
      return results;
    },
    get runsAtOnce() {
      return length.next;
    },
  } satisfies Pick<Executable, 'runMany' | 'runsAtOnce'>;
}

const bytesOf = { float32: 4, int32: 4, uint8: 1 } as const;
