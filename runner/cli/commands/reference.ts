/**
 * What the documentation says of commands, errors and manifests, from the program itself. Run as a program it prints that as
 * JSON: `node runner/cli/commands/reference.ts`. The site asks for it in a process of its own, since it may not import commands.
 * With the word `schemas` it writes the JSON Schemas of manifests and sweeps, by which editors complete and check them, into public/.
 */
import { realpathSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { errorCatalogue, exitCode } from '../../core/errors.ts';
import { resolveManifest } from '../../experiment/manifest/resolve.ts';
import { manifestSchema } from '../../experiment/manifest/schema.ts';
import { sweepSchema } from '../../sweep/sweep-schema.ts';
import { descriptions } from './commands.ts';
import { usageOf, wordsTaken } from './words.ts';

const schemas = { manifest: manifestSchema, sweep: sweepSchema } as const;

/** Draft 7, which the editors' YAML language server knows best. */
export const jsonSchema = (kind: keyof typeof schemas): object => ({
  title: `RNN Atlas ${kind}`,
  ...z.toJSONSchema(schemas[kind], { io: 'input', target: 'draft-7' }),
});

export const jsonSchemaText = (kind: keyof typeof schemas): string => `${JSON.stringify(jsonSchema(kind), null, 2)}\n`;

export async function reference() {
  // Names nothing but its title: every default is filled in.
  const resolution = resolveManifest({ title: 'Defaults' });
  if ('problems' in resolution) throw new Error('a manifest of a title alone is refused');
  const commands = (await descriptions()).map((description) => {
    const { command, summary, example } = description;
    const words = wordsTaken(description).map(({ shown, about }) => ({ shown, about }));
    return { command, usage: usageOf(description), summary, words, example };
  });
  const { done, failed: run, badInput: input, interrupted } = exitCode;
  return {
    commands,
    exitCodes: { done, run, input, interrupted },
    errors: errorCatalogue,
    manifest: jsonSchema('manifest'),
    defaults: resolution.manifest,
  };
}

// By its real path, which a link to the folder hides.
if (argv[1] !== undefined && realpathSync(argv[1]) === fileURLToPath(import.meta.url)) {
  if (argv[2] === 'schemas') {
    for (const kind of ['manifest', 'sweep'] as const)
      writeFileSync(new URL(`../../../public/${kind}.schema.json`, import.meta.url), jsonSchemaText(kind));
  } else process.stdout.write(`${JSON.stringify(await reference())}\n`);
}
