import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { jsonSchemaText } from '../../../../runner/cli/commands/reference.ts';

it('is published as it is made; if not, run: node runner/cli/commands/reference.ts schemas', () => {
  const published = readFileSync(new URL('../../../../public/manifest.schema.json', import.meta.url), 'utf8');
  expect(published).toBe(jsonSchemaText('manifest'));
});
