/** What a benchmark comes to, and the file that keeps it for the documentation. */
import { readFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { writeFileAtomic } from '../../runner/core/atomic-files.ts';
import { cores } from '../../runner/core/cores.ts';
import type { Products } from './products.ts';

/** What is measured, and how often. */
export interface Options {
  /** Of these names; none: all. */
  cases: readonly string[];
  rounds: number;
  /** About how long each side runs in a round. */
  seconds: number;
  /** Small sizes only. */
  quick: boolean;
  /** Another checkout. */
  beside: string | undefined;
}

type Row = Readonly<Record<string, unknown>>;

export interface Outcome {
  rows: readonly Row[];
  /** Where a subject has several, the rows of each, which are kept by its own name: those that were not measured now stay. */
  parts?: Readonly<Record<string, readonly Row[]>>;
  /** What is said below the rows. */
  notes?: readonly string[];
  /** How fast the two libraries multiply; absent where there is nothing to compare. */
  products?: { ours: Products; pytorch: Products | null } | undefined;
}

interface Machine {
  processor: string;
  cores: number;
  gigabytes: number;
  system: string;
  /** Cores that other programs kept busy in the seconds before the measuring began, on average: 0 where nothing else runs. */
  load: number;
}

/** Milliseconds for which it is looked at who has the cores. */
const lookedAt = 3000;

/** The average over a minute, which systems keep, would count a benchmark that has just ended. */
async function busyCores(): Promise<number> {
  const times = () =>
    cpus().reduce(
      (sum, { times: { idle, ...busy } }) => {
        const work = Object.values(busy).reduce((all, each) => all + each, 0);
        return { idle: sum.idle + idle, work: sum.work + work };
      },
      { idle: 0, work: 0 },
    );
  const before = times();
  await setTimeout(lookedAt);
  const after = times();
  const work = after.work - before.work;
  return (cpus().length * work) / Math.max(1, work + after.idle - before.idle);
}

export const thisMachine = async (): Promise<Machine> => ({
  processor: cpus()[0]?.model.trim() || 'unnamed',
  cores: cores(),
  gigabytes: totalmem() / 1e9,
  system: `${process.platform} ${release()} ${process.arch}, Node ${process.versions.node}`,
  load: await busyCores(),
});

/** One benchmark in the file. */
interface Kept extends Outcome {
  command: string;
  date: string;
  machine: Machine;
}

/** Puts it in the place of the same subject's earlier one; the file's others stay. */
export async function keep(file: string, subject: string, kept: Kept): Promise<void> {
  const before = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Readonly<Record<string, Kept>>,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return {};
    },
  );
  await writeFileAtomic(file, `${JSON.stringify({ ...before, [subject]: kept }, rounded, 2)}\n`);
}

/** Six digits are more than any of it is worth. */
const rounded = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && Number.isFinite(value) ? Number(value.toPrecision(6)) : value;
