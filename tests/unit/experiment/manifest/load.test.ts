import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder } from './folder.ts';

const { path: folderPath, write, load, complaint } = folder();
const minimal = 'title: Small\n';

describe('loadManifest', () => {
  it('names a file of labels from here, not by where it lies on the machine', async () => {
    const inside = await load(
      [],
      `${minimal}features: [{ name: a, labels: ${join(folderPath, 'made', 'a.jsonl')} }]\n`,
    );
    expect(inside.manifest.features[0]).toMatchObject({ labels: join('made', 'a.jsonl') });
    const outside = await load(
      [],
      `${minimal}features: [{ name: a, labels: ${join(dirname(folderPath), 'a.jsonl')} }]\n`,
    );
    expect(outside.manifest.features[0]).toMatchObject({ labels: join('..', 'a.jsonl') });
    const relative = await load([], `${minimal}features: [{ name: a, labels: made/a.jsonl }]\n`);
    expect(relative.manifest.features[0]).toMatchObject({ labels: 'made/a.jsonl' });
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
    const gone = `${minimal}features: [{ name: b, words: gone.txt }]\n`;
    expect(await complaint([], gone, 'own/a.yaml')).toMatch(/no such file.*nor beside the manifest/i);
  });

  it('fills in every default', async () => {
    const { manifest, id, path } = await load([], minimal);
    expect({ id, path }).toEqual({ id: 'a', path: 'a.yaml' });
    expect(manifest).toEqual({
      title: 'Small',
      preset: null,
      description: null,
      author: null,
      seed: 0,
      corpus: { source: ['stories'], unit: 'word', minimumCount: 10, proportion: 1, heldOut: 0.05, validation: 0.02 },
      model: {
        checkpoint: null,
        cell: 'lstm',
        units: 672,
        layers: 1,
        embedding: { size: 300, from: 'random', trainable: true },
        initialization: 'glorot',
      },
      train: {
        objective: 'every',
        epochs: 10,
        batch: 64,
        window: 24,
        dropRare: false,
        shuffle: true,
        flipInput: false,
        optimizer: {
          name: 'adam',
          learningRate: 2e-3,
          schedule: 'linear',
          warmUp: 100,
          beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-8,
        },
        dropout: 0.4,
        clipNorm: 1,
        clipValue: null,
        patience: 2,
        best: 'loss',
        keep: 'best',
        continue: false,
      },
      sample: { prompt: 'It was not the first time that', length: 406, temperature: 1 },
      observe: { source: 'held-out', documents: 128, tokens: 65536, segment: 256, warmUp: 32 },
      record: { layer: 1, component: 'output' },
      features: [{ name: 'all tokens', match: '.+' }],
      detect: { by: 'relevance', on: 'observed', count: 2, neighbours: 1 },
      neurons: null,
      fourier: { band: null },
      figures: { learningCurve: true, heatmap: true, fourier: true },
      tagger: null,
      watch: 'page',
      theme: 'dark',
      engine: 'auto',
      evidence: 'full',
      atlas: 'component',
      seeds: 1,
      device: 'auto',
      executor: 'local',
      slurm: { gpus: 0, cores: 1, modules: [], setup: [], tries: 3, cancel: false },
      runs: 'runs',
      results: 'public/results',
    });
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
    expect(await complaint(['features.0.words=nothing.txt'])).toContain('The word list nothing.txt of feature "c"');
    write('none.txt', '\n');
    expect(await complaint(['features.0.words=none.txt'])).toContain('holds no word');
  });

  it('gives line and column of an unknown key, and the nearest known one', async () => {
    expect(await complaint([], 'title: t\nmodel:\n  unts: 3\n')).toBe(
      'a.yaml:3:3: unknown key "model.unts". Did you mean "model.units"? Nothing was written.',
    );
  });

  it('says where a misplaced key belongs', async () => {
    expect(await complaint([], 'title: t\nunits: 3\n')).toContain(
      'a.yaml:2:1: unknown key "units". "units" belongs under model.',
    );
  });

  it('lists the keys when none is near', async () => {
    expect(await complaint([], 'title: t\nsample: { zzzz: 3 }\n')).toContain(
      'The keys of sample are prompt, length, temperature.',
    );
  });

  it('gives line and column of a wrong value, and the nearest right one', async () => {
    expect(await complaint([], 'title: t\nmodel:\n  cell: lsmt\n')).toBe(
      'a.yaml:3:9: "model.cell" must be lstm, gru, rnn, rnn-relu, peephole, mlstm, slstm, mingru, mingru-linear, minlstm or minlstm-linear, not "lsmt". Did you mean "lstm"? Nothing was written.',
    );
  });

  it('gives line and column of what is wrong with a feature', async () => {
    const head = 'title: t\nfeatures:\n  - catalogue\n  - ';
    expect(await complaint([], `${head}{ name: a, frequency: [9, 3] }\n`)).toBe(
      'a.yaml:4:27: "frequency" of feature "a" runs from 9 down to 3. Give the lower number first. Nothing was written.',
    );
    expect(await complaint([], `${head}{ name: a, position: line }\n`)).toBe(
      'a.yaml:4:5: "features.1" must have from, to or number: true when it has position, not {"name":"a","position":"line"}. Nothing was written.',
    );
    expect(await complaint([], `${head}{ name: a, nestin: quotes }\n`)).toContain(
      'a.yaml:4:16: unknown key "features.1.nestin". Did you mean "features.1.nesting"?',
    );
    expect(await complaint([], `${head}catalogue\n`)).toContain('a.yaml:4:5: the catalogue is asked for twice.');
  });

  it('names the override instead of a place when the mistake is there', async () => {
    expect(await complaint(['model.unts=3'], minimal)).toBe(
      'override model.unts=3: unknown key "model.unts". Did you mean "model.units"? Nothing was written.',
    );
  });

  it('tells up to three problems and counts the others', async () => {
    const message = await complaint([], 'seed: -1\nmodel: { units: 0, layers: 0 }\ntrain: { epochs: 0 }\n');
    expect(message).toContain('the key "title" is missing');
    expect(message.match(/Also, a\.yaml/g)).toHaveLength(2);
    expect(message).toContain('There are 2 more problems.');
  });

  it('passes no control character of the file on', async () => {
    expect(await complaint([], 'title: t\n"\\e[31mred": 1\n')).not.toMatch(/\p{Cc}/u);
  });

  it('takes text that looks like a number only in quotes', async () => {
    expect(await complaint([], 'title: 1984\n')).toContain('"title" must be text, not 1984. Put it in quotes.');
    expect((await load([], 'title: "1984"\n')).manifest.title).toBe('1984');
  });
});

describe('a manifest that is none', () => {
  it.each([
    ['is not there', 'The manifest b.yaml cannot be read. There is no such file. Did you mean a.yaml?', 'b.yaml', null],
    ['lacks its extension', 'Did you mean a.yaml?', 'a', null],
    ['is a folder', 'It is a folder. Choose a file in it: inner.yaml.', 'folder', null],
    ['is empty', 'The manifest x.yaml is empty.', 'x.yaml', ''],
    ['holds only comments', 'The manifest x.yaml is empty.', 'x.yaml', '# nothing\n'],
    ['is a list', 'The manifest x.yaml is a list.', 'x.yaml', '- title\n'],
    ['is a single value', 'The manifest x.yaml is a single value.', 'x.yaml', 'title\n'],
    ['is binary', 'The manifest x.yaml is not UTF-8 text.', 'x.yaml', Uint8Array.of(0x74, 0, 0xff)],
    ['has broken YAML', 'x.yaml:2:1: this is not valid YAML', 'x.yaml', 'title: [a\nb: c\n'],
    [
      'repeats a key',
      'x.yaml:2:1: this is not valid YAML: the key title stands twice',
      'x.yaml',
      'title: a\ntitle: b\n',
    ],
    ['is two documents', 'the file holds several documents', 'x.yaml', 'title: a\n---\ntitle: b\n'],
    ['has a tag', 'x.yaml:1:8: this is not valid YAML: Unresolved tag', 'x.yaml', 'title: !!js/function a\n'],
    ['uses an alias without an anchor', 'Its YAML aliases (*name) do not work out', 'x.yaml', 'title: *a\n'],
    [
      'names itself through an alias',
      'one stands inside of what it names',
      'x.yaml',
      'title: a\ncorpus: &a\n  source: *a\n',
    ],
    ['is a list in itself', 'one stands inside of what it names', 'x.yaml', 'title: a\nfeatures: &a [*a]\n'],
    ['is nested without end', 'x.yaml', 'x.yaml', `title: ${'['.repeat(100_000)}`],
  ])('%s', async (_what, words, name, content) => {
    write('a.yaml', minimal);
    write('folder/inner.yaml', minimal);
    if (content !== null) write(name, content);
    expect(await complaint([], undefined, name)).toContain(words);
  });

  it('grows without end through aliases', async () => {
    const levels = [...'bcdefghi'].map(
      (name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`,
    );
    expect(await complaint([], `a: &a [x, x]\n${levels.join('\n')}\n`)).toContain('Its YAML aliases');
  });
});
