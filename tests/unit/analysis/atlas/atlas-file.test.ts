import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { atlasIndex } from '../../../../runner/analysis/atlas/atlas-file.ts';
import { atlasVersion } from '../../../../runner/analysis/atlas/atlas-schema.ts';
import { InputError } from '../../../../runner/core/errors.ts';

test('an atlas of an earlier version is refused with the command that makes it anew', () => {
  const before = {
    schema: 1,
    features: [{ untestable: '3 tokens of a half carry the feature, and the test needs 30.' }],
  };
  const read = (json: unknown) => () =>
    atlasIndex(json, 'quotes/atlas.hidden.1.json', 'npm run experiment quotes.yaml');
  expect(read(before)).toThrow(InputError);
  expect(read(before)).toThrow(
    'quotes/atlas.hidden.1.json is of an earlier version of the program. What it holds is measured, or said, otherwise now. Make the result anew: npm run experiment quotes.yaml. Nothing was changed.',
  );
  // Of the version before, which did not say what was learned.
  expect(read({ schema: 2, features: [] })).toThrow(InputError);
  // One that is of this version and damaged is another error.
  expect(read({ schema: atlasVersion, features: [] })).not.toThrow(InputError);
  expect(read({ schema: atlasVersion, features: [] })).toThrow(/neurons/);
});

test.each(['map', 'vocabulary', 'quantiles'])('the file of its %s lies beside it, nowhere else', (part) => {
  const read = (path: string) => {
    const atlas = JSON.parse(readFileSync('public/results/quotes/atlas.hidden.1.json', 'utf8'));
    atlas[part].path = path;
    return atlasIndex(atlas, 'a', 'b')[part as 'map'].path;
  };
  expect(read('atlas.json')).toBe('atlas.json');
  for (const path of ['../../../package.json', '/etc/hosts', 'a/b', '..', 'C:\\b', ''])
    expect(() => read(path)).toThrow(part);
});
