/**
 * What the documentation says of commands, errors and manifests, from the program itself. Run as a program it prints that as
 * JSON: `node runner/cli/commands/reference.ts`. The site asks for it in a process of its own, since it may not import commands.
 */
import { realpathSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { ErrorEntry } from '../../core/errors/entry.ts';
import { errorCatalogue, exitCode } from '../../core/errors.ts';
import { resolveManifest } from '../../experiment/manifest/resolve.ts';
import { descriptions } from './commands.ts';
import { jsonSchemas } from './json-schemas.ts';
import { usageOf, wordsTaken } from './words.ts';

export interface CommandReference {
  /** As it is typed: 'npm run ship'. */
  command: string;
  /** The command with all that it takes. */
  usage: string;
  summary: string;
  /** What it takes: words and what each is. */
  words: { shown: string; about: string }[];
  example: string;
}

export interface Reference {
  commands: CommandReference[];
  exitCodes: Record<ErrorEntry['kind'] | 'done', number>;
  errors: Record<string, ErrorEntry>;
  /** The JSON Schema of manifests. */
  manifest: object;
  /** The manifest that names nothing but its title, every default filled in. */
  defaults: object;
}

export async function reference(): Promise<Reference> {
  const resolution = resolveManifest({ title: 'Defaults' });
  if ('problems' in resolution) throw new Error('a manifest of a title alone is refused');
  const commands = (await descriptions()).map((description) => {
    const { command, summary, example } = description;
    const words = wordsTaken(description).map(({ shown, about }) => ({ shown, about }));
    return { command, usage: usageOf(description), summary, words, example };
  });
  return {
    commands,
    exitCodes: {
      done: exitCode.done,
      run: exitCode.failed,
      input: exitCode.badInput,
      interrupted: exitCode.interrupted,
    },
    errors: errorCatalogue,
    manifest: jsonSchemas.manifest(),
    defaults: resolution.manifest,
  };
}

// By its real path, which a link to the folder hides.
if (argv[1] !== undefined && realpathSync(argv[1]) === fileURLToPath(import.meta.url))
  process.stdout.write(`${JSON.stringify(await reference())}\n`);
