/** The executors by name, and their keys in a manifest. A new one is one file and one line here. Pure. */
import { z } from 'zod';
import type { ExecutorHost, ExecutorKind, Running } from './executor.ts';
import { local } from './local.ts';
import { slurm } from './slurm/slurm.ts';

export const executors = { local, slurm } as const satisfies Readonly<
  Record<string, Pick<ExecutorKind, 'name' | 'about' | 'settings'>>
>;

export type ExecutorName = keyof typeof executors;
export const executorNames = Object.keys(executors) as [ExecutorName, ...ExecutorName[]];

/** The executors that have settings. */
type WithSettings = {
  [Name in ExecutorName]: (typeof executors)[Name]['settings'] extends null ? never : Name;
}[ExecutorName];

type SettingsShape = {
  [Name in WithSettings]: z.ZodPrefault<Extract<(typeof executors)[Name]['settings'], z.ZodType>>;
};

const settingsShape = Object.fromEntries(
  Object.values(executors).flatMap(({ name, about, settings }) =>
    settings === null ? [] : [[name, settings.prefault({}).describe(`Settings of executor ${name}: ${about}`)]],
  ),
) as SettingsShape;

/** The keys of a manifest, and of a sweep, that say where it runs. */
export const executorShape = {
  executor: z.enum(executorNames).default('local').describe('Where it runs: on this machine, or on a cluster'),
  ...settingsShape,
};

const written = z.object(executorShape);
export type ExecutorSettings = z.output<typeof written>;

/** Opens the executor that the settings name, with its own group of them. */
export function openExecutor(settings: ExecutorSettings, host: ExecutorHost): Promise<Running> {
  const kind = executors[settings.executor] as ExecutorKind;
  return kind.open((settings as Record<string, unknown>)[kind.name] ?? null, host);
}
