/**
 * The sweep's JSON Schema, by which editors complete and check sweeps. Made from the zod schema, never by hand:
 * `node runner/sweep/json-schema.ts` writes public/sweep.schema.json.
 */
import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { sweepSchema } from './sweep-schema.ts';

/** The text of public/sweep.schema.json: draft 7, which the editors' YAML language server knows best. */
export const sweepJsonSchemaText = (): string => {
  const schema = z.toJSONSchema(sweepSchema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ title: 'RNN Atlas sweep', ...schema }, null, 2)}\n`;
};

if (argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../../public/sweep.schema.json', import.meta.url), sweepJsonSchemaText());
}
