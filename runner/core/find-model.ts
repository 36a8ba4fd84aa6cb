/**
 * Where a model lies that is asked for by its name: in `models/` of the user's folder, in that of the program (a clone
 * brings some), or in the package `rnn-atlas-models`, which holds the same for those who installed the program.
 */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from './errors.ts';
import { inPackage } from './installation.ts';
import { nearest } from './suggest.ts';

const modelPackage = 'rnn-atlas-models';
const file = 'model.json';

/** The program's own folder; bundled pages get it from the environment. */
const program = (): string => process.env.RNN_ATLAS_PROGRAM || fileURLToPath(new URL('../..', import.meta.url));

/** 'models/stories-lstm', '.\\models\\stories-lstm', './models/stories-lstm/', 'stories-lstm' -> 'stories-lstm'; null for any other path. */
export const modelNameOf = (path: string): string | null =>
  /^(?:\.[/\\])?(?:models[/\\])?([A-Za-z0-9][\w.-]*)[/\\]?$/.exec(path)?.[1] ?? null;

/** @returns the folder of a model, null where none of that name is. */
export function findModel(name: string, home: string): string | null {
  const places = foldersOfModels(home).map((folder) => join(folder, name));
  return places.find((place) => existsSync(join(place, file))) ?? null;
}

function foldersOfModels(home: string): string[] {
  const homes = [home, program()];
  const packages = homes.flatMap((from) => {
    try {
      return [dirname(createRequire(join(from, 'package.json')).resolve(`${modelPackage}/package.json`))];
    } catch {
      // It is not installed there.
      return [];
    }
  });
  return [...homes.map((each) => join(each, 'models')).filter((folder) => existsSync(folder)), ...packages];
}

/**
 * A path as it is where something lies there; else a name is looked for among the models that ship.
 * @returns the folder's whole path, null where nothing is.
 */
export function modelFolder(path: string, home: string): string | null {
  const directory = resolve(home, path);
  if (existsSync(directory)) return directory;
  const name = modelNameOf(relative(home, directory));
  return name === null ? null : findModel(name, home);
}

/**
 * @param from.home the user's folder, where a model of a similar name may be.
 * @param from.lookedIn where it was looked for.
 * @param from.otherwise what may be done instead, ending a sentence.
 */
export function noSuchModel(
  path: string,
  { home, lookedIn = 'a folder of that path', otherwise = '' }: { home: string; lookedIn?: string; otherwise?: string },
): InputError {
  const name = modelNameOf(path);
  const names = foldersOfModels(home).flatMap((folder) => readdirSync(folder));
  const models = names.filter((each) => findModel(each, home) !== null);
  const near = name && nearest(name, models);
  // In the path's way of writing.
  const meant = near ? `Did you mean ${/[/\\]/.test(path) ? 'models/' : ''}${near}? ` : '';
  return new InputError('unknown-model', {
    what: `There is no model ${path}`,
    why: `Neither ${lookedIn} nor a trained model of that name is here${inPackage ? '; those of RNN Atlas (stories-lstm, stories-characters, stories-rnn) come in a package of their own, rnn-atlas-models' : ''}`,
    fix: `${meant}${inPackage ? 'Install that package beside rnn-atlas (npm pack ./models makes its file in a clone of RNN Atlas), or give' : 'Give'} the folder of a checkpoint${otherwise}`,
  });
}
