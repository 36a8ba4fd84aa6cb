import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { jsonSchema, jsonSchemaText } from '../../../../runner/cli/commands/reference.ts';

it('is published as it is made; if not, run: node runner/cli/commands/reference.ts', () => {
  const published = readFileSync(new URL('../../../../public/manifest.schema.json', import.meta.url), 'utf8');
  expect(published).toBe(jsonSchemaText('manifest'));
});

it('requires a title and allows no unknown key', () => {
  expect(jsonSchema('manifest')).toMatchObject({ required: ['title'], additionalProperties: false });
});

it('describes keys and allows shorthands', () => {
  const { properties } = jsonSchema('manifest') as { properties: Record<string, Record<string, unknown>> };
  expect(properties.seed).toMatchObject({ type: 'integer', default: 0, description: expect.any(String) });
  expect(JSON.stringify(properties.train)).toContain('"enum":["sgd","adam","rmsprop","adagrad","adadelta"]');
});
