import { expect, test } from 'vitest';
import { glossary, termAnchor } from '../../../../site/words/glossary.ts';

test('every term has an anchor of its own that begins with a letter', () => {
  const terms = Object.values(glossary).flatMap((group) => Object.keys(group));
  const anchors = [...terms, ...Object.keys(glossary).map((name) => `group ${name}`)].map(termAnchor);
  expect(new Set(anchors).size).toBe(anchors.length);
  for (const anchor of anchors) expect(anchor).toMatch(/^[a-z][a-z0-9-]*$/);
});
