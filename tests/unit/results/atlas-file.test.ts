import { expect, test } from 'vitest';
import { InputError } from '../../../runner/core/errors.ts';
import { atlasIndex } from '../../../runner/results/atlas-file.ts';
import { atlasVersion } from '../../../runner/results/atlas-schema.ts';

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
