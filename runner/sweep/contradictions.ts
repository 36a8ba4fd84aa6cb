/** What is wrong with a sweep though each of its values is right by itself. Pure. */
import { counted } from '../core/words.ts';
import { unknownKey } from '../experiment/manifest/issues.ts';
import type { KnownKeys } from '../experiment/manifest/overrides.ts';
import type { KeyPath, Problem } from '../experiment/manifest/problem.ts';
import type { SweepSettings } from './sweep-schema.ts';
import { combinations, listed, variedKeys } from './trials.ts';

const longestSweep = 10_000;

export function sweepContradictions(settings: SweepSettings, manifest: KnownKeys): Problem[] {
  return [...ofParameters(settings, manifest), ...ofSearch(settings), ...ofHalving(settings)];
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

function ofParameters({ parameters, search }: SweepSettings, manifest: KnownKeys): Problem[] {
  const problems = Object.entries(parameters).flatMap(([key, parameter]): Problem[] => {
    const path = ['parameters', key];
    const [head = ''] = key.split('.');
    const elsewhere = notTried[head];
    if (elsewhere !== undefined) return [problem(path, `"${key}" is nothing to try`, elsewhere, 'key')];
    const wrong = unknownIn(key, manifest);
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
function unknownIn(key: string, manifest: KnownKeys): Problem | null {
  const parts = key.split('.');
  for (const [depth, part] of parts.entries()) {
    if (/^\d+$/.test(part)) return null;
    const parent = parts.slice(0, depth);
    const here = manifest.at(parent);
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
