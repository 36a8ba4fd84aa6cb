/** Minimal pairs, from manifest to result. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readResult } from '../../runner/results/read.ts';
import { publishedPairs } from '../../runner/results/write-pairs.ts';
import { workFolder } from './command.ts';
import { evidenceHere, experimentHere } from './here.ts';
import { manifest, prose, type Settings, untested } from './texts.ts';

const folder = workFolder();
folder.write('text.txt', prose(600));
const rows = Array.from({ length: 24 }, (_, couple) =>
  (['cat', 'dog'] as const).map((animal) => {
    const [right, wrong] = animal === 'cat' ? ['ran', 'saw'] : ['saw', 'ran'];
    const other = animal === 'cat' ? 'dog' : 'cat';
    const rest = couple % 2 === 0 ? 'was' : 'and it was not';
    return [`${couple}${animal}`, `the ${animal} ${rest} `, right, wrong, animal, couple % 2, `${couple}${other}`].join(
      '\t',
    );
  }),
).flat();
const head = 'id\ttext\tright\twrong\tanimal\tlong\ttwin';
folder.write('own/pairs/animals.tsv', [head, ...rows].join('\n'));
folder.write('own/unknown.tsv', `text\tright\twrong\nthe cat \tran\tsaw\nthe zebra \tran\tsaw\nthe cat \tzebra\tsaw\n`);

const set = { name: 'animals', source: 'pairs/animals.tsv', by: ['animal'], mark: 'animal', before: 'the cat ran. ' };
const settings = (changes: Settings = {}): Settings => ({ ...untested, pairs: [set], ...changes });
folder.write(
  'own/tiny.yaml',
  manifest(settings({ pairs: [{ ...set, hold: [{ neurons: 3, at: 0.5 }, { neurons: [1, 2] }] }] })),
);

it('pairs beside a manifest are asked; a second run leaves all as it is', async () => {
  const { code, stderr } = await experimentHere(folder, ['own/tiny.yaml']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const result = await readResult(folder.at('public/results/tiny'));
  const published = await publishedPairs(folder.at('public/results/tiny'));
  expect(published?.schema).toBe(1);
  const [found] = published?.sets ?? [];
  const { courses, examples, margins, ...summary } = found ?? {};
  expect(result.pairs?.sets).toEqual([summary]);
  expect([courses, examples?.length, margins?.length]).toEqual([[], 2, 48]);
  expect(result.manifest.pairs?.[0]?.source).toBe('own/pairs/animals.tsv');
  expect(found?.conditions.map(({ by, pairs }) => [by, pairs])).toEqual([
    [{ animal: 'cat' }, 24],
    [{ animal: 'dog' }, 24],
  ]);
  expect(found?.held.map(({ neurons, at, component, layer }) => [neurons, at, component, layer])).toEqual([
    [[3], 0.5, 'output', 1],
    [[1, 2], 'mean', 'output', 1],
  ]);
  const bytes = () => readFileSync(folder.at('public/results/tiny/pairs.json'), 'utf8');
  const before = bytes();
  expect((await experimentHere(folder, ['own/tiny.yaml'])).code).toBe(0);
  expect(bytes()).toBe(before);
});

it('other pairs are asked anew, without training, and the claims with them', async () => {
  const { code } = await experimentHere(folder, [
    'own/tiny.yaml',
    'id=tested',
    'evidence=quick',
    'pairs=[{name: animals, source: pairs/animals.tsv, scan: true}]',
  ]);
  expect(code).toBe(0);
  const result = await readResult(folder.at('public/results/tested'));
  const [found] = (await publishedPairs(folder.at('public/results/tested')))?.sets ?? [];
  expect(found?.by).toEqual(['animal', 'long']);
  expect(found?.scan).toMatchObject({ tried: 8, component: 'output' });
  const claimed = result.evidence !== null && 'claims' in result.evidence ? result.evidence.claims : [];
  expect(claimed.length).toBeGreaterThan(0);
  expect([...new Set(claimed.map(({ neuron }) => neuron))].sort()).toEqual(
    found?.interchange
      .filter(({ why }) => why === 'claimed')
      .flatMap(({ neurons }) => neurons)
      .sort(),
  );
  expect(
    (
      await evidenceHere(folder, [
        'own/tiny.yaml',
        'id=tested',
        'evidence=quick',
        'pairs=[{name: animals, source: pairs/animals.tsv, scan: true}]',
      ])
    ).code,
  ).toBe(0);
  expect((await publishedPairs(folder.at('public/results/tested')))?.sets[0]).toEqual(found);
});

it('words that the model lacks are left out and counted where that is asked for', async () => {
  const own = ['own/tiny.yaml', 'id=lacking'];
  const { code, stderr } = await experimentHere(folder, [
    ...own,
    'pairs=[{name: a, source: unknown.tsv, unknown: skip, scan: true}]',
  ]);
  expect(code).toBe(0);
  expect(stderr).toContain('Pairs "a": 1 pair is left out');
  expect(stderr).toContain('Pairs "a": of 1 of 2 texts the model does not know a word');
  expect(stderr).toContain('Pairs "a": scan: true has nothing to say of so few');
  expect((await readResult(folder.at('public/results/lacking'))).pairs?.sets[0]).toMatchObject({
    pairs: 2,
    skipped: 1,
  });
});

describe('what is wrong ends with code 2, before anything runs', () => {
  const cases: Record<string, [string, string]> = {
    'a word that the model lacks': ['[{name: a, source: unknown.tsv}]', 'Line 4: the model does not know "zebra"'],
    'no such file': [
      '[{name: a, source: gone.tsv}]',
      `There is no file ${folder.at('own/gone.tsv')}, nor gone.tsv in the current folder`,
    ],
    'no such condition': ['[{name: a, source: pairs/animals.tsv, by: [number]}]', 'the pair has no "number"'],
    'no such neuron': ['[{name: a, source: pairs/animals.tsv, hold: [{neurons: 8}]}]', 'names 8, and the layer has 8'],
    'two sets of one name': ['[{name: a, source: agreement}, {name: a, source: agreement}]', 'names that differ'],
    'an unknown key': ['[{name: a, source: agreement, marks: b}]', 'marks'],
    'a value that is none': [
      '[{name: a, source: agreement, hold: [{neurons: 1, at: low}]}]',
      'must be a number, or mean',
    ],
  };
  it.each(Object.entries(cases))('%s', async (_, [pairs, words]) => {
    const { code, stderr } = await experimentHere(folder, ['own/tiny.yaml', 'id=wrong', `pairs=${pairs}`]);
    expect(code, stderr).toBe(2);
    expect(stderr).toContain(words);
    expect(stderr).toContain('Nothing was written.');
    expect(folder.has('runs/wrong')).toBe(false);
  });
});
