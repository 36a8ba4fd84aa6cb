/**
 * The JSON Schemas of manifests and sweeps, by which editors complete and check them. Made from the zod schemas, never by
 * hand: `node runner/cli/commands/json-schemas.ts` writes them into public/.
 */
import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { manifestSchema } from '../../experiment/manifest/schema.ts';
import { sweepSchema } from '../../sweep/sweep-schema.ts';

/** Draft 7, which the editors' YAML language server knows best. */
const jsonSchema = (title: string, schema: z.ZodType): object => ({
  title,
  ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }),
});

export const jsonSchemas = {
  manifest: () => jsonSchema('RNN Atlas manifest', manifestSchema),
  sweep: () => jsonSchema('RNN Atlas sweep', sweepSchema),
} as const;

/** The text of public/<kind>.schema.json. */
export const jsonSchemaText = (kind: keyof typeof jsonSchemas): string =>
  `${JSON.stringify(jsonSchemas[kind](), null, 2)}\n`;

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const kind of ['manifest', 'sweep'] as const) {
    writeFileSync(new URL(`../../../public/${kind}.schema.json`, import.meta.url), jsonSchemaText(kind));
  }
}
