/**
 * Reads a sweep's file and every trial's manifest. Touches files, but only reads them. Every mistake is an InputError
 * that names the place and the nearest right word, before anything is trained.
 */

import { dirname, join, relative, resolve } from 'node:path';
import { InputError } from '../core/errors.ts';
import { counted } from '../core/format.ts';
import type { Paths } from '../experiment/folders.ts';
import { type ContentOf, contentReader, inputsHash } from '../experiment/inputs.ts';
import { trialsOf as trialsFolder } from '../experiment/kept-models.ts';
import { idOf } from '../experiment/manifest/hash.ts';
import { problemsOf } from '../experiment/manifest/issues.ts';
import { type LoadedManifest, loadManifest, readManifestText } from '../experiment/manifest/load.ts';
import { keysOf } from '../experiment/manifest/overrides.ts';
import { inputError, type KeyPath, type Problem, readManifestSource } from '../experiment/manifest/problem.ts';
import type { Setting } from '../experiment/results/sweep-schema.ts';
import { type Parameter, type SweepSettings, sweepSchema } from './sweep-schema.ts';
import { combinations, listed, type Trial, trialsOf, variedKeys } from './trials.ts';

export interface LoadedTrial extends Trial {
  /** `key=value`, for the base manifest. */
  overrides: string[];
  loaded: LoadedManifest;
  /** Tells these settings, and what the files hold that they name, from all others. */
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
  /** The folder of all runs, the sweep's in it, and that of its result. */
  runs: string;
  run: string;
  result: string;
}

const known = keysOf(sweepSchema);

/**
 * @param words what the command line sets anew.
 * @throws InputError for anything wrong with the file, its base or one of its trials.
 */
export async function loadSweep(
  path: string,
  words: { [Key in 'runs' | 'results']?: string | undefined } & {
    [Key in 'parallel' | 'executor']?: SweepSettings[Key] | undefined;
  },
  cwd: string,
): Promise<LoadedSweep> {
  const source = readManifestSource(await readManifestText(path, cwd), path);
  const { data, error } = sweepSchema.safeParse(source.data);
  const [first, ...more] = error ? problemsOf(error.issues, source.data, known) : wrongIn(data);
  if (first !== undefined) throw inputError([first, ...more], { name: path, source, overrides: [] }, 'invalid-sweep');
  if (error) throw error;
  const { parallel = data.parallel, executor = data.executor } = words;
  const settings = { ...data, ...(parallel !== undefined && { parallel }), executor };
  const basePath = relative(cwd, resolve(cwd, dirname(path), settings.base)) || settings.base;
  const { manifest } = await loadManifest(basePath, [], cwd);
  const place = { base: basePath, cwd, contentOf: contentReader(cwd) };
  const trials = await Promise.all(trialsOf(settings).map((trial) => loadTrial(trial, settings, place)));
  const same = trials.find(({ id }, index) => trials.findIndex((each) => each.id === id) !== index);
  if (same !== undefined)
    throw new InputError('invalid-sweep', { what: `${path}: two trials have the same settings, ${same.id}` });
  const id = idOf(path, []);
  const runs = resolve(cwd, words.runs ?? manifest.runs);
  return {
    id,
    path,
    settings,
    trials,
    runs,
    run: join(runs, id),
    result: join(resolve(cwd, words.results ?? manifest.results), id),
    base: { path: basePath, title: manifest.title },
    varied: variedKeys(settings.parameters),
  };
}

async function loadTrial(
  trial: Trial,
  settings: SweepSettings,
  { base, cwd, contentOf }: { base: string; cwd: string; contentOf: ContentOf },
): Promise<LoadedTrial> {
  const { halving, parameters } = settings;
  const overrides = [
    ...trial.settings.map(([key, value]) => `${key}=${valueWord(value)}`),
    // Halving trains to its last rung, whatever the base says; nobody looks at the atlas of a trial.
    ...(halving === null ? [] : [`train.epochs=${halving.epochs.at(-1)}`]),
    ...('atlas' in parameters ? [] : ['atlas=none']),
  ];
  try {
    const loaded = await loadManifest(base, overrides, cwd);
    // The sweep names it; by its overrides it would have a longer name.
    const key = await inputsHash(loaded.manifest, cwd, contentOf);
    return { ...trial, overrides, loaded: { ...loaded, id: trial.id }, key };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const what = `The trial ${trial.id} is not possible: ${error.message}`;
    throw new InputError('invalid-trial', { what, fix: '', files: '' });
  }
}

/** Text that YAML reads as itself. */
const plain = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z][\w./-]*$/i;

function valueWord(value: Setting): string {
  if (value === null) return '';
  return typeof value === 'string' && plain.test(value) ? value : JSON.stringify(value);
}

/** A trial is an ordinary run whose result is not published. */
export const trialPaths = ({ runs, run }: LoadedSweep, trial: string, cwd: string): Paths => ({
  cwd,
  runs,
  run: join(trialsFolder(run), trial),
  result: join(run, 'results', trial),
});

const longestSweep = 10_000;

const problem = (path: KeyPath, what: string, fix?: string, about: Problem['about'] = 'value'): Problem => ({
  path,
  about,
  what,
  fix,
});

/** Keys that say where files go or what computes: they belong to the sweep, or change nothing. */
const notTried: Readonly<Record<string, string>> = {
  runs: 'Give it on the command line: runs=<folder>',
  results: 'Give it on the command line: results=<folder>',
  executor: 'Set executor beside parameters',
  slurm: 'Set slurm beside parameters',
  id: 'The sweep names its trials',
};

/** What is wrong though each value is right by itself. */
function* wrongIn({ parameters, search, trials, halving }: SweepSettings): Iterable<Problem> {
  const wrong = Object.entries(parameters).flatMap(([key, parameter]) => wrongParameter(key, parameter, search) ?? []);
  yield* wrong;
  if (wrong.length === 0 && variedKeys(parameters).length === 0) {
    const fix = 'Give one at least two choices, as in model.units: [32, 64]';
    yield problem(['parameters'], 'no parameter has more than one value', fix);
  }
  const all = combinations(parameters);
  if (search === 'random' && trials === undefined) {
    yield problem(['trials'], 'a random search needs "trials", how many there are to be', undefined, 'key');
  } else if (search === 'random' && Number(trials) > all) {
    const what = `"trials" is ${trials} and the parameters have only ${counted(all, 'combination')}`;
    yield problem(['trials'], what, 'Ask for fewer, or set search: grid to try them all');
  } else if (search === 'grid' && trials !== undefined) {
    const what = `"trials" is ${trials} and a grid has as many as its lists make, ${all}`;
    yield problem(['trials'], what, 'Leave trials out, or set search: random');
  } else if (search === 'grid' && all > longestSweep) {
    const fix = `A sweep has at most ${counted(longestSweep, 'trial')}`;
    yield problem(['parameters'], `the grid has ${counted(all, 'trial')}`, fix);
  }
  if (halving === null) return;
  if (halving.epochs.some((epoch, rung) => epoch <= (halving.epochs[rung - 1] ?? 0)))
    yield problem(['halving', 'epochs'], '"halving.epochs" must rise from rung to rung', 'As in [1, 3, 9]');
  const epochs = ['train.epochs', 'train'].find((key) => key in parameters);
  const what = '"train.epochs" is a parameter, and "halving.epochs" says how long trials train';
  if (epochs !== undefined) yield problem(['parameters', epochs], what, 'Leave one of them out');
}

function wrongParameter(key: string, parameter: Parameter, search: SweepSettings['search']): Problem | null {
  const path = ['parameters', key];
  const elsewhere = notTried[key.replace(/\..*/, '')];
  if (elsewhere !== undefined) return problem(path, `"${key}" is nothing to try`, elsewhere, 'key');
  if (search === 'random' || listed(parameter) !== null) return null;
  const asList = 'List choices, give a step, or set search: random';
  return problem(path, `"${key}" is a range and "search" is grid`, asList);
}
