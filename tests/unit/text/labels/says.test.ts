import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadManifest } from '../../../../runner/experiment/manifest/load.ts';
import { catalogue } from '../../../../runner/text/labels/catalogue.ts';
import { describeFeature, type Feature, saidOfFeature } from '../../../../runner/text/labels/features.ts';
import { literalsOf, namesOfTokens } from '../../../../runner/text/labels/pattern.ts';

const root = join(import.meta.dirname, '../../../..');
const named = (feature: object) => ({ name: 'my feature', ...feature }) as Feature;
/** Of each kind, what differs in words. */
const features: object[] = JSON.parse(readFileSync('tests/fixtures/features/of-each-kind.json', 'utf8'));

it.each(['word', 'character'] as const)('each kind is described, and goes on a sentence, of %ss', (unit) => {
  const said = features.map((written) => {
    const feature = named(written);
    const { whether, event } = saidOfFeature(feature, unit);
    return [JSON.stringify(written), describeFeature(feature, unit), whether, event ?? '-'].join('\n  ');
  });
  expect(said.join('\n')).toMatchSnapshot();
});

it('the clause of every published experiment and of the catalogue is a clause of few words', async () => {
  const paths = readdirSync(join(root, 'experiments')).filter((name) => name.endsWith('.yaml'));
  const manifests = await Promise.all(paths.map((name) => loadManifest(join(root, 'experiments', name), [], root)));
  const published = manifests.map(
    ({ manifest: { features, corpus } }) => [features as Feature[], corpus.unit] as const,
  );
  const all = [...published, [catalogue('word'), 'word'] as const, [catalogue('character'), 'character'] as const];
  for (const { whether } of all.flatMap(([features, unit]) => features.map((each) => saidOfFeature(each, unit)))) {
    expect(whether).toMatch(/^(?:how (?:many|far|long)|it is|its|the|as|at least|exactly|no|four|three) \S.*[^.]$/);
    expect(whether.length).toBeLessThan(90);
  }
});

it.each<[string, string[] | null]>([
  ['[.?!]', ['.', '?', '!']],
  ['[-–—]', ['-', '–', '—']],
  ['\\.|,', ['.', ',']],
  ...['.', '[a-z]', '[^.]', '\\w', 'an?', '(a)', 'a|', '[a\\]]', '\\p{L}+ing'].map((more): [string, null] => [
    more,
    null,
  ]),
])('a pattern that lists tokens is told from one that does more: %s', (pattern, literals) => {
  expect(literalsOf(pattern)).toEqual(literals);
});

it('tokens are named each mark once, and no more than four', () => {
  expect(namesOfTokens(['“', '”', ','])).toBe('a quotation mark or a comma');
  expect(namesOfTokens([...'abcde'])).toBeNull();
});
