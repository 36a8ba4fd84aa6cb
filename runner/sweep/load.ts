/**
 * Reads a sweep's file and every trial's manifest. Touches files, but only reads them. Every mistake is an InputError
 * that names the place and the nearest right word, before anything is trained.
 */

import { dirname, join, relative, resolve } from 'node:path';
import { InputError } from '../core/errors.ts';
import { quoted } from '../core/shell-words.ts';
import type { Paths } from '../experiment/folders.ts';
import { trialsOf as trialsFolder } from '../experiment/kept-models.ts';
import { configHash, idOf } from '../experiment/manifest/hash.ts';
import { problemsOf } from '../experiment/manifest/issues.ts';
import { type LoadedManifest, loadManifest, readManifestText } from '../experiment/manifest/load.ts';
import { keysOf, manifestKeys } from '../experiment/manifest/overrides.ts';
import type { Problem } from '../experiment/manifest/problem.ts';
import { inputError, readManifestSource } from '../experiment/manifest/problem.ts';
import type { Setting } from '../experiment/results/sweep-schema.ts';
import { sweepContradictions } from './contradictions.ts';
import { type SweepSettings, sweepSchema } from './sweep-schema.ts';
import { type Trial, trialsOf, variedKeys } from './trials.ts';

/** What the command line sets anew. */
export interface SweepWords {
  runs?: string | undefined;
  results?: string | undefined;
  parallel?: number | undefined;
  executor?: SweepSettings['executor'] | undefined;
}

export interface LoadedTrial extends Trial {
  /** `key=value`, for the base manifest. */
  overrides: string[];
  loaded: LoadedManifest;
  /** Tells these settings from all others. */
  key: string;
}

export interface LoadedSweep {
  id: string;
  /** The sweep's path, as given. */
  path: string;
  settings: SweepSettings;
  /** The base manifest: its path from the current folder, and its title. */
  base: { path: string; title: string };
  /** The keys that differ between trials. */
  varied: readonly string[];
  trials: readonly LoadedTrial[];
  runs: string;
  results: string;
}

const known = keysOf(sweepSchema);

/** @throws InputError for anything wrong with the file, its base or one of its trials. */
export async function loadSweep(path: string, words: SweepWords, cwd: string): Promise<LoadedSweep> {
  const source = readManifestSource(await readManifestText(path, cwd), path);
  const parsed = sweepSchema.safeParse(source.data);
  const problems: Problem[] = parsed.success
    ? sweepContradictions(parsed.data, manifestKeys)
    : problemsOf(parsed.error.issues, source.data, known);
  const [first, ...more] = problems;
  if (first !== undefined) throw inputError([first, ...more], { name: path, source, overrides: [] }, 'invalid-sweep');
  if (!parsed.success) throw parsed.error;
  const settings = withWords(parsed.data, words);
  const basePath = relative(cwd, resolve(cwd, dirname(path), settings.base)) || settings.base;
  const base = await loadManifest(basePath, [], cwd);
  const trials = await Promise.all(trialsOf(settings).map((trial) => loadTrial(trial, settings, basePath, cwd)));
  checkTrials(trials, path);
  return {
    id: idOf(path, []),
    path,
    settings,
    base: { path: basePath, title: base.manifest.title },
    varied: variedKeys(settings.parameters),
    trials,
    runs: resolve(cwd, words.runs ?? base.manifest.runs),
    results: resolve(cwd, words.results ?? base.manifest.results),
  };
}

const withWords = (settings: SweepSettings, { parallel, executor }: SweepWords): SweepSettings => ({
  ...settings,
  ...(parallel !== undefined && { parallel }),
  ...(executor !== undefined && { executor }),
});

/** Halving trains to its last rung, whatever the base says; nobody looks at the atlas of a trial. */
function alwaysSet({ halving, parameters }: SweepSettings): string[] {
  const last = halving?.epochs.at(-1);
  return [...(last === undefined ? [] : [`train.epochs=${last}`]), ...('atlas' in parameters ? [] : ['atlas=none'])];
}

async function loadTrial(trial: Trial, settings: SweepSettings, base: string, cwd: string): Promise<LoadedTrial> {
  const overrides = [...trial.settings.map(([key, value]) => overrideOf(key, value)), ...alwaysSet(settings)];
  try {
    const loaded = await loadManifest(base, overrides, cwd);
    // The sweep names it; by its overrides it would have a longer name.
    return { ...trial, overrides, loaded: { ...loaded, id: trial.id }, key: configHash(loaded.manifest) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError('invalid-trial', {
      what: `The trial ${trial.id} is not possible: ${error.message}`,
      fix: '',
      files: '',
    });
  }
}

function checkTrials(trials: readonly LoadedTrial[], path: string): void {
  const same = trials.find(({ id }, index) => trials.findIndex((each) => each.id === id) !== index);
  if (same !== undefined) {
    throw new InputError('invalid-sweep', { what: `${path}: two trials have the same settings, ${same.id}` });
  }
}

/** What an experiment of its own would be called with for this trial. */
export const commandOf = (base: string, overrides: readonly string[]): string =>
  ['npm run experiment', base, ...overrides.filter((word) => word !== 'atlas=none').map(quoted)].join(' ');

/** Text that YAML reads as itself. */
const plain = /^[A-Za-z][\w./-]*$/;
const meansOther = /^(true|false|null|yes|no|on|off|y|n)$/i;

const overrideOf = (key: string, value: Setting): string => `${key}=${valueWord(value)}`;

function valueWord(value: Setting): string {
  if (value === null) return '';
  if (typeof value === 'string' && plain.test(value) && !meansOther.test(value)) return value;
  return JSON.stringify(value);
}

export const runOf = ({ runs, id }: Pick<LoadedSweep, 'runs' | 'id'>): string => join(runs, id);
export const resultOf = ({ results, id }: Pick<LoadedSweep, 'results' | 'id'>): string => join(results, id);
export const tasksOf = (sweep: Pick<LoadedSweep, 'runs' | 'id'>): string => join(runOf(sweep), 'tasks');

/** A trial is an ordinary run whose result is not published. */
export const trialPaths = (sweep: LoadedSweep, trial: string, cwd: string): Paths => ({
  cwd,
  runs: sweep.runs,
  run: join(trialsFolder(runOf(sweep)), trial),
  result: join(runOf(sweep), 'results', trial),
});
