import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { rungNames } from '../../../../runner/analysis/findings/names-schema.ts';
import { glossary, termAnchor } from '../../../../site/words/glossary.ts';

const terms = glossary.flatMap((group) => group.terms);

test('every term has an anchor of its own that begins with a letter', () => {
  const anchors = [...terms.map(({ term }) => term), ...glossary.map(({ name }) => `group ${name}`)].map(termAnchor);
  expect(new Set(anchors).size).toBe(anchors.length);
  for (const anchor of anchors) expect(anchor).toMatch(/^[a-z][a-z0-9-]*$/);
});

test('what is said to be on the methods page is there', async () => {
  const methods = await readFile('site/pages/methods.astro', 'utf8');
  const rungs = rungNames.map((rung) => `rung-${rung}`);
  for (const { more } of terms) if (more && !rungs.includes(more)) expect(methods).toContain(`id="${more}"`);
  expect(methods).toContain('<Ladder />');
});
