import { expect, test } from 'vitest';
import { glossary, termAnchor } from '../../../../site/words/glossary.ts';
import { experimentUrl, resultUrl, sweepUrl, under } from '../../../../site/words/url.ts';

test('paths stand under the base, with one slash between', () => {
  expect(under('/atlas', 'methods/')).toBe('/atlas/methods/');
  expect(under('/atlas/', '/methods/')).toBe('/atlas/methods/');
  expect(under('/', '')).toBe('/');
});

test('ids with any character make one path segment', () => {
  for (const [to, folder] of [
    [experimentUrl, 'experiments'],
    [resultUrl, 'results'],
    [sweepUrl, 'sweeps'],
  ] as const)
    expect(to('a/b c+1#2?', 'some.csv')).toBe(`/${folder}/a%2Fb%20c+1%232%3F/some.csv`);
});

test('every term has an anchor of its own that begins with a letter', () => {
  const terms = Object.values(glossary).flatMap((group) => Object.keys(group));
  const anchors = [...terms, ...Object.keys(glossary).map((name) => `group ${name}`)].map(termAnchor);
  expect(new Set(anchors).size).toBe(anchors.length);
  for (const anchor of anchors) expect(anchor).toMatch(/^[a-z][a-z0-9-]*$/);
});
