import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadManifest } from '../../../../runner/experiment/manifest/load.ts';
import { catalogue } from '../../../../runner/text/labels/catalogue.ts';
import { describeFeature, type Feature, saidOfFeature } from '../../../../runner/text/labels/features.ts';
import { literalsOf, namesOfTokens } from '../../../../runner/text/labels/pattern.ts';

const root = join(import.meta.dirname, '../../../..');
const named = (feature: object) => ({ name: 'my feature', ...feature }) as Feature;
const count = { up: 'a', down: 'b', atLeast: 4, atMost: null };
const control = { meanLength: 20, n: 3, seed: 0 };

/** Of each kind, what differs in words. */
const features: object[] = [
  { match: '[.?!]' },
  { match: '["“”„«»]' },
  { match: '\\n' },
  { match: 'he|she' },
  { match: '\\p{L}+ing' },
  { match: ',', says: 'the token is a comma' },
  { partOfSpeech: ['VBD'], context: true },
  { partOfSpeech: ['VBD'], context: false },
  { partOfSpeech: ['VBD', 'VBN'], context: false },
  { partOfSpeech: ['NN', 'NNS', 'NNP'], context: true },
  { partOfSpeech: ['WP$'], context: true },
  { words: 'stopwords' },
  { words: ['cat', 'cats'] },
  { words: [...'abcdefghijkl'] },
  { nesting: 'quotes', depth: 1 },
  { nesting: 'quotes', depth: 1, says: 'somebody speaks' },
  { nesting: 'parentheses', depth: 2 },
  { position: 'sentence', from: 0, to: 4 },
  { position: 'line', from: 0, to: 0 },
  { position: 'sentence', from: 40, to: null },
  { position: 'sentence', from: 1, to: 9 },
  { position: 'sentence', from: 2, to: 2 },
  { frequency: [1, 100] },
  { frequency: [101, 1000] },
  { frequency: [1001, null] },
  { wordLength: [1, 1] },
  { wordLength: [7, null] },
  { previous: ',' },
  // A name that tells a place goes on by itself.
  { name: 'after a determiner', previous: '[Tt]he|[Aa]n?' },
  { count },
  { count: { ...count, atMost: 4 } },
  { count: { ...count, atLeast: 0, atMost: 0 } },
  { count: { ...count, up: '[(]', down: '[)]' } },
  { passage: 'a.*b' },
  { scope: ['comment', 'string'], language: 'javascript' },
  { labels: 'data/a.jsonl', label: null, column: null },
  { labels: 'a.conllu', label: ['NOUN'], column: 'upos' },
  { labels: 'a.conllu', label: ['NOUN', 'PROPN'], column: 'upos' },
  { control: 'runs', ...control },
  { control: 'hash', ...control },
  { control: 'hash', ...control, n: 1 },
];

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
