import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder } from './folder.ts';

const { path: folderPath, write, load, complaint } = folder();
const minimal = 'title: Small\n';

describe('loadManifest', () => {
  it.each([
    ['inside', join(folderPath, 'made', 'a.jsonl'), join('made', 'a.jsonl')],
    ['outside', join(dirname(folderPath), 'a.jsonl'), join('..', 'a.jsonl')],
    ['by a relative path', 'made/a.jsonl', 'made/a.jsonl'],
  ])('names a file of labels from here, not by where it lies on the machine: %s', async (_, labels, named) => {
    const { manifest } = await load([], `${minimal}features: [{ name: a, labels: ${labels} }]\n`);
    expect(manifest.features[0]).toMatchObject({ labels: named });
  });

  it('finds files of labels, words and pairs from here and beside the manifest, whichever it is that has them', async () => {
    write('both.tsv', '');
    write('both.jsonl', '');
    for (const name of ['both.tsv', 'both.jsonl', 'beside.tsv', 'beside.jsonl']) write(`own/${name}`, '');
    write('own/beside.txt', 'cat\n');
    for (const name of ['here.tsv', 'here.jsonl']) write(name, '');
    const placed = async (name: string) => {
      const features = `features: [{ name: a, labels: ${name}.jsonl }, { name: b, words: beside.txt }]`;
      const others = `documents: [{ name: a, labels: ${name}.jsonl }]\npairs: [{ name: a, source: ${name}.tsv }]`;
      const { manifest } = await load([], `${minimal}${features}\n${others}\n`, 'own/a.yaml');
      const [feature, words] = manifest.features;
      expect(words).toMatchObject({ words: ['cat'] });
      const labels = typeof feature === 'object' && 'labels' in feature ? feature.labels : null;
      expect(manifest.documents?.[0]?.labels).toBe(labels);
      return [labels, manifest.pairs?.[0]?.source];
    };
    // As it was before both were looked at: labels from here, pairs from beside the manifest.
    expect(await placed('both')).toEqual(['both.jsonl', join('own', 'both.tsv')]);
    expect(await placed('here')).toEqual(['here.jsonl', 'here.tsv']);
    expect(await placed('beside')).toEqual([join('own', 'beside.jsonl'), join('own', 'beside.tsv')]);
    expect(await placed('gone')).toEqual(['gone.jsonl', join('own', 'gone.tsv')]);
  });

  it('fills in every default', async () => {
    const { manifest, id, path } = await load([], minimal);
    expect({ id, path }).toEqual({ id: 'a', path: 'a.yaml' });
    expect(manifest).toMatchSnapshot();
  });

  it('reads sections that stand empty as their defaults', async () => {
    expect((await load([], 'title: t\nmodel:\ntrain:\n')).manifest.model.units).toBe(672);
  });

  it('knows which keys were stated, in the file or by an override', async () => {
    const { stated } = await load(
      ['seed=0'],
      'title: t\nmodel: { units: 672, embedding: 20 }\ntrain: { optimizer: sgd }\n',
    );
    expect([...stated].sort()).toEqual(
      ['title', 'seed', 'model', 'model.units', 'model.embedding', 'model.embedding.size']
        .concat(['train', 'train.optimizer', 'train.optimizer.name'])
        .sort(),
    );
  });

  it('reads word lists, relative to the current folder', async () => {
    write('words/colours.txt', 'red\r\n\n blue \nred\n');
    const { manifest } = await load([], 'title: t\nfeatures:\n  - { name: c, words: words/colours.txt }\n');
    expect(manifest.features).toEqual([{ name: 'c', words: ['red', 'blue'] }]);
  });

  it('passes no control character of the file on', async () => {
    expect(await complaint([], 'title: t\n"\\e[31mred": 1\n')).not.toMatch(/\p{Cc}/u);
  });
});

const features = 'title: t\nfeatures:\n  - catalogue\n  - ';
const levels = [...'bcdefghi'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`);

it.each<[what: string, content: string | Uint8Array | null, name?: string, overrides?: string[]]>([
  ['an unknown key', 'title: t\nmodel:\n  unts: 3\n'],
  ['a misplaced key', 'title: t\nunits: 3\n'],
  ['a key like no other', 'title: t\nsample: { zzzz: 3 }\n'],
  ['a wrong value', 'title: t\nmodel:\n  cell: lsmt\n'],
  ['an unknown key of a feature', `${features}{ name: a, nestin: quotes }\n`],
  ['an override of an unknown key', minimal, 'a.yaml', ['model.unts=3']],
  ['an override of a part of what is wrong', minimal, 'a.yaml', ['features.1.name=b']],
  ['five problems', 'seed: -1\nmodel: { units: 0, layers: 0 }\ntrain: { epochs: 0 }\n'],
  ['text that looks like a number', 'title: 1984\n'],
  ['a word list that is not there', `${features}{ name: c, words: nothing.txt }\n`],
  ['a word list without words', `${features}{ name: c, words: none.txt }\n`],
  ['a file that is not there', null, 'b.yaml'],
  ['a file without its extension', null, 'a'],
  ['a folder', null, 'folder'],
  ['an empty file', '', 'x.yaml'],
  ['comments alone', '# nothing\n', 'x.yaml'],
  ['a list', '- title\n', 'x.yaml'],
  ['a single value', 'title\n', 'x.yaml'],
  ['a binary file', Uint8Array.of(0x74, 0, 0xff), 'x.yaml'],
  ['broken YAML', 'title: [a\nb: c\n', 'x.yaml'],
  ['a key twice', 'title: a\ntitle: b\n', 'x.yaml'],
  ['two documents', 'title: a\n---\ntitle: b\n', 'x.yaml'],
  ['a tag', 'title: !!js/function a\n', 'x.yaml'],
  ['an alias without an anchor', 'title: *a\n', 'x.yaml'],
  ['an alias of what it stands in', 'title: a\ncorpus: &a\n  source: *a\n', 'x.yaml'],
  ['a list in itself', 'title: a\nfeatures: &a [*a]\n', 'x.yaml'],
  ['aliases without end', `a: &a [x, x]\n${levels.join('\n')}\n`, 'x.yaml'],
  ['nesting without end', `title: ${'['.repeat(100_000)}`, 'x.yaml'],
])('a mistake is told with its place and what to do: %s', async (_, content, name = 'a.yaml', overrides = []) => {
  write('a.yaml', minimal);
  write('folder/inner.yaml', minimal);
  write('none.txt', '\n');
  if (content !== null) write(name, content);
  const said = await complaint(overrides, undefined, name);
  // How deep the stack is differs from machine to machine.
  expect(said.replace(/:1:\d{3,}/, ':1:<deep>')).toMatchSnapshot();
});
