import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { atlasSchema } from '../../../../runner/analysis/atlas/atlas-schema.ts';

test.each(['map', 'vocabulary', 'quantiles'])('the file of its %s lies beside it, nowhere else', (part) => {
  const read = (path: string) => {
    const atlas = JSON.parse(readFileSync('public/results/quotes/atlas.hidden.1.json', 'utf8'));
    atlas[part].path = path;
    return atlasSchema.parse(atlas)[part as 'map'].path;
  };
  expect(read('atlas.json')).toBe('atlas.json');
  for (const path of ['../../../package.json', '/etc/hosts', 'a/b', '..', 'C:\\b', ''])
    expect(() => read(path)).toThrow(part);
});
