/**
 * Whether the program that bundles the pages is whole: it is made for each system, and npm installs the one for this
 * system as an optional package, which `--omit=optional` leaves out. Reads package files; loads nothing.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { InputError } from '../core/errors.ts';

/** Each is a package of the one before. */
const bundler = ['astro', 'vite', 'rolldown'];

/**
 * @param from a file of this program, from which packages are found.
 * @throws InputError when the part for this system is missing.
 */
export function checkNativeParts(from: string = import.meta.url): void {
  const description = bundler.reduce<string | null>((file, name) => file && found(file, `${name}/package.json`), from);
  // Another bundler than is known here says itself what it lacks.
  if (description === null) return;
  const { optionalDependencies = {} } = JSON.parse(readFileSync(description, 'utf8')) as {
    optionalDependencies?: Record<string, string>;
  };
  const parts = Object.keys(optionalDependencies);
  if (parts.length === 0 || parts.some((part) => found(description, part) !== null)) return;
  throw new InputError('native-part-missing', {
    what: 'The site cannot be built: the part of its bundler that is made for this system is not installed',
  });
}

function found(from: string, name: string): string | null {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return null;
  }
}
