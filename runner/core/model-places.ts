/**
 * Where a model lies that is asked for by its name: in `models/` of the user's folder, in that of the program (a clone
 * brings some), or in the package `rnn-atlas-models`, which holds the same for those who installed the program.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modelPackage = 'rnn-atlas-models';
const file = 'model.json';

/** The program's own folder; bundled pages get it from the environment. */
const program = (): string => process.env.RNN_ATLAS_PROGRAM || fileURLToPath(new URL('../..', import.meta.url));

/** 'models/stories-lstm', './models/stories-lstm/' and 'stories-lstm' -> 'stories-lstm'; null for any other path. */
export const modelNameOf = (path: string): string | null =>
  /^(?:\.\/)?(?:models\/)?([A-Za-z0-9][\w.-]*)\/?$/.exec(path)?.[1] ?? null;

/** @returns the folder of a model, null where none of that name is. */
export function findModel(name: string, home: string): string | null {
  const places = [join(home, 'models', name), join(program(), 'models', name), ...inPackages(name, home)];
  return places.find((place) => existsSync(join(place, file))) ?? null;
}

function inPackages(name: string, home: string): string[] {
  return [join(home, 'package.json'), join(program(), 'package.json')].flatMap((from) => {
    try {
      return [join(dirname(createRequire(from).resolve(`${modelPackage}/package.json`)), name)];
    } catch {
      // It is not installed there.
      return [];
    }
  });
}
