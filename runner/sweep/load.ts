/**
 * Reads a sweep's file and every trial's manifest. Touches files, but only reads them. Every mistake is an InputError
 * that names the place and the nearest right word, before anything is trained.
 */

import { dirname, join, relative, resolve } from 'node:path';
import { InputError } from '../core/errors.ts';
import { quoted } from '../core/shell-words.ts';
import { counted } from '../core/words.ts';
import type { Paths } from '../experiment/folders.ts';
import { trialsOf as trialsFolder } from '../experiment/kept-models.ts';
import { configHash, idOf } from '../experiment/manifest/hash.ts';
import { problemsOf, unknownKey } from '../experiment/manifest/issues.ts';
import { type LoadedManifest, loadManifest, readManifestText } from '../experiment/manifest/load.ts';
import { keysOf, manifestKeys } from '../experiment/manifest/overrides.ts';
import { inputError, type KeyPath, type Problem, readManifestSource } from '../experiment/manifest/problem.ts';
import type { Setting } from '../experiment/results/sweep-schema.ts';
import { type SweepSettings, sweepSchema } from './sweep-schema.ts';
import { combinations, listed, type Trial, trialsOf, variedKeys } from './trials.ts';

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
    ? sweepContradictions(parsed.data)
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

const longestSweep = 10_000;

/** What is wrong though each value is right by itself. */
function sweepContradictions(settings: SweepSettings): Problem[] {
  return [...ofParameters(settings), ...ofSearch(settings), ...ofHalving(settings)];
}

const problem = (path: KeyPath, what: string, fix: string, about: Problem['about'] = 'value'): Problem => ({
  ...{ path, about, what, fix },
});

/** Keys that say where files go or what computes: they belong to the sweep, or change nothing. */
const notTried: Readonly<Record<string, string>> = {
  runs: 'Give it on the command line: runs=<folder>',
  results: 'Give it on the command line: results=<folder>',
  executor: 'Set executor beside parameters',
  slurm: 'Set slurm beside parameters',
  id: 'The sweep names its trials',
};

function ofParameters({ parameters, search }: SweepSettings): Problem[] {
  const problems = Object.entries(parameters).flatMap(([key, parameter]): Problem[] => {
    const path = ['parameters', key];
    const [head = ''] = key.split('.');
    const elsewhere = notTried[head];
    if (elsewhere !== undefined) return [problem(path, `"${key}" is nothing to try`, elsewhere, 'key')];
    const wrong = unknownIn(key);
    if (wrong !== null) return [{ ...wrong, path, what: `"parameters": ${wrong.what}` }];
    const values = listed(parameter);
    if (values === null && search === 'grid') {
      return [
        problem(path, `"${key}" is a range and "search" is grid`, 'List choices, give a step, or set search: random'),
      ];
    }
    const texts = (values ?? []).map((value) => JSON.stringify(value));
    const twice = texts.find((text, index) => texts.indexOf(text) !== index);
    return twice === undefined ? [] : [problem(path, `"${key}" lists ${twice} twice`, 'Leave one out')];
  });
  if (problems.length === 0 && variedKeys(parameters).length === 0) {
    const fix = 'Give one at least two choices, as in model.units: [32, 64]';
    problems.push(problem(['parameters'], 'no parameter has more than one value', fix));
  }
  return problems;
}

/** A dotted key of the manifest that is none; places of lists, as features.0.match, are not looked at. */
function unknownIn(key: string): Problem | null {
  const parts = key.split('.');
  for (const [depth, part] of parts.entries()) {
    if (/^\d+$/.test(part)) return null;
    const parent = parts.slice(0, depth);
    const here = manifestKeys.at(parent);
    if (here.length === 0) return null;
    if (!here.includes(part)) return unknownKey(parent, part);
  }
  return null;
}

function ofSearch({ search, trials, parameters }: SweepSettings): Problem[] {
  const all = combinations(parameters);
  if (search === 'grid') {
    if (trials !== undefined) {
      const what = `"trials" is ${trials} and a grid has as many as its lists make, ${all}`;
      return [problem(['trials'], what, 'Leave trials out, or set search: random')];
    }
    if (all <= longestSweep) return [];
    return [
      problem(
        ['parameters'],
        `the grid has ${counted(all, 'trial')}`,
        `A sweep has at most ${counted(longestSweep, 'trial')}`,
      ),
    ];
  }
  if (trials === undefined) {
    return [{ path: ['trials'], about: 'key', what: 'a random search needs "trials", how many there are to be' }];
  }
  if (trials <= all) return [];
  const what = `"trials" is ${trials} and the parameters have only ${counted(all, 'combination')}`;
  return [problem(['trials'], what, 'Ask for fewer, or set search: grid to try them all')];
}

function ofHalving({ halving, parameters }: SweepSettings): Problem[] {
  if (halving === null) return [];
  const problems: Problem[] = [];
  const rising = [...new Set(halving.epochs)].sort((a, b) => a - b);
  if (rising.join() !== halving.epochs.join()) {
    problems.push(problem(['halving', 'epochs'], '"halving.epochs" must rise from rung to rung', 'As in [1, 3, 9]'));
  }
  if ('train.epochs' in parameters || 'train' in parameters) {
    const what = '"train.epochs" is a parameter, and "halving.epochs" says how long trials train';
    problems.push(
      problem(['parameters', 'train.epochs' in parameters ? 'train.epochs' : 'train'], what, 'Leave one of them out'),
    );
  }
  return problems;
}
