/**
 * The manifest's JSON Schema, by which editors complete and check manifests. Made from the zod schema, never by hand:
 * `node runner/manifest/json-schema.ts` writes public/manifest.schema.json.
 */
import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { manifestSchema } from './schema.ts';

/** Draft 7, which the editors' YAML language server knows best. */
export function manifestJsonSchema(): object {
  return { title: 'RNN Atlas manifest', ...z.toJSONSchema(manifestSchema, { io: 'input', target: 'draft-7' }) };
}

/** The text of public/manifest.schema.json. */
export const manifestJsonSchemaText = (): string => `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`;

if (argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../../public/manifest.schema.json', import.meta.url), manifestJsonSchemaText());
}
