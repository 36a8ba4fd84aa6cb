/** The keys of a manifest, and of a sweep, that say where it runs. Pure. */
import { z } from 'zod';

const word = z.string().regex(/^[\w.,:@+/-]+$/, 'must be a word without spaces');
const line = z.string().regex(/^[^\r\n]*$/, 'must be one line');

const perUnit = { s: 1 / 60, min: 1, m: 1, h: 60, d: 24 * 60 } as const;
const spoken = /^(\d+(?:\.\d+)?)\s*(s|min|m|h|d)$/;
/** As sbatch takes it: minutes, minutes:seconds, hours:minutes:seconds, days-hours ... */
const native = /^(\d+|\d+:\d+(:\d+)?|\d+-\d+(:\d+){0,2})$/;

/** '2h' -> '120' minutes, at least one. */
function minutes(text: string): string {
  const [, amount, unit] = spoken.exec(text) ?? [];
  return unit === undefined
    ? text
    : String(Math.max(1, Math.ceil(Number(amount) * perUnit[unit as keyof typeof perUnit])));
}

const time = z
  .union([z.number().int().positive().transform(String), z.string()], { error: 'must be a time as 2h' })
  .refine((text) => spoken.test(text) || native.test(text), { error: 'must be a time as 30min, 2h, 1d or 1-12:00:00' })
  .transform(minutes);

export const slurmSettings = z.strictObject({
  partition: word.optional().describe('Queue; left out: the usual one'),
  account: word.optional().describe('Who is charged'),
  gpus: z
    .union([z.int().min(0), z.string().regex(/^[\w-]+:\d+$/)], { error: 'must be a number, or kind:number as a100:1' })
    .default(0)
    .describe('GPUs of each task: 1, or a100:1'),
  cores: z.int().min(1).default(1).describe('Cores of each task'),
  memory: z
    .string()
    .regex(/^\d+[KMGT]?$/, 'must be a size as 8G')
    .optional()
    .describe('Memory of each task: 8G'),
  time: time.optional().describe('Longest time of each task: 30min, 2h, 1d'),
  modules: z.array(word).default([]).describe('Loaded with `module load` before each task'),
  setup: z.array(line).default([]).describe('Lines of shell before each task: module load cuda'),
  tries: z.int().min(1).max(100).default(3).describe('How often a task is submitted that was preempted or failed'),
  cancel: z
    .boolean()
    .default(false)
    .describe('Ctrl-C cancels the jobs; false: they go on, and the same command follows them again'),
});

export type SlurmSettings = z.output<typeof slurmSettings>;

export const executorNames = ['local', 'slurm'] as const;

export const executorShape = {
  executor: z.enum(executorNames).default('local').describe('Where it runs: on this machine, or on a cluster'),
  slurm: slurmSettings
    .prefault({})
    .describe('Settings of executor slurm: a cluster with Slurm, through a folder that all its machines share'),
};

const written = z.object(executorShape);
export type ExecutorSettings = z.output<typeof written>;
