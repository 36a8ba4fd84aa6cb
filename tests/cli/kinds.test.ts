import { expect, it } from 'vitest';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { commandHere, resultOf } from './here.ts';
import { folderWith, manifest, prose, type Settings, untested } from './texts.ts';

const folder = folderWith({});

async function run(id: string, settings: Settings = {}): Promise<Result> {
  folder.write(`${id}.yaml`, manifest(settings));
  return resultOf(folder, [`${id}.yaml`]);
}

const detected = ({ features }: Result): number[] =>
  features.flatMap(({ windows }) =>
    windows.flatMap(({ neurons }) => neurons.filter(({ role }) => role === 'detected').map(({ neuron }) => neuron)),
  );

it('the fixed formats: names of arrays and files, and their shapes', async () => {
  // Where nothing was trained before.
  const folder = folderWith({ formats: { atlas: 'component' } });
  const how = (...[, words]: Parameters<typeof resultOf>) => commandHere(folder, 'experiment', words);
  const result = await resultOf(folder, ['formats.yaml'], { how });
  const { tokens, segments, exposure } = result.observation;
  const shape = (name: string) => folder.array('formats', name).shape;
  for (const name of ['input', 'forget', 'candidate', 'output', 'cell', 'hidden'])
    expect(shape(`${name}.1`)).toEqual([tokens, 8]);
  expect(['token', 'segments', 'nll'].map(shape)).toEqual([[tokens], [segments, 2], [tokens - 1]]);
  expect(segments).toBeGreaterThan(1);
  const { data } = folder.array('formats', 'nll');
  const acrossEdges = [...data.keys()].filter((t) => Number.isNaN(data[t]));
  expect(acrossEdges).toEqual(Array.from({ length: segments - 1 }, (_, i) => 64 * (i + 1) - 1));
  expect(['public/results/formats', 'runs/formats'].map((path) => folder.files(path).join('\n'))).toMatchSnapshot();
  expect(result).toMatchObject({ schema: 1, id: 'formats', record: { layer: 1, component: 'output' } });
  expect(result.provenance.trainingHash).toMatch(/^[0-9a-f]{64}$/);
  expect(result.learningCurve?.epochs.map(({ epoch }) => epoch)).toEqual([0, 1]);
  expect(result.texts.sampled.tokens).toHaveLength(result.texts.sampled.promptLength + 20);
  expect(exposure).toBe('held out');
});

it('a GRU of two layers, its second recorded', async () => {
  const model = { cell: 'gru', units: 6, layers: 2, embedding: { size: 4 } };
  const result = await run('gru', { model, record: { layer: 2, component: 'reset' } });
  expect(result.model).toMatchObject({ cell: 'gru', layers: 2, units: 6 });
  expect(result.texts.observed.sidecars.map(({ component, layer }) => `${component}.${layer}`).sort()).toEqual(
    ['candidate', 'hidden', 'reset', 'update'].flatMap((name) => [`${name}.1`, `${name}.2`]),
  );
});

it('an RNN over one-hot characters, its neurons found by their rhythm', async () => {
  const result = await run('rnn', {
    corpus: { source: 'text.txt', unit: 'character', minimumCount: 1, heldOut: 0.3, validation: 0.2 },
    model: { cell: 'rnn', units: 12, embedding: 0 },
    record: { component: 'preactivation' },
    features: [{ name: 'all', match: '.' }],
    detect: { by: 'fourier' },
    fourier: { band: [0.1, 0.3] },
  });
  expect(detected(result)).toHaveLength(2);
  const inBand = (frequency = 0) => frequency >= 0.1 && frequency <= 0.3;
  expect(result.spectra.filter(({ peak }) => !inBand(peak?.frequency))).toEqual([]);
});

it("the thesis' regime: the last token of short windows, read backwards, without rare words", async () => {
  const lines = prose(400).split('\n');
  folder.write('rare.txt', lines.map((line, i) => (i % 10 === 0 ? `zebra${i} ${line}` : line)).join('\n'));
  const train = { objective: 'last', epochs: 1, batch: 32, window: 3, dropRare: true, flipInput: true };
  const { texts } = await run('last', {
    ...untested,
    corpus: { source: 'rare.txt', minimumCount: 3, heldOut: 0.3, validation: 0.2 },
    train: { ...train, optimizer: 'rmsprop', clipValue: 1 },
  });
  expect(texts.observed.unknown.length).toBeGreaterThan(0);
  expect(texts.sampled.tokens).not.toContain('<unk>');
});

it('neurons given by hand, for each figure its own', async () => {
  const neurons = { text: [1], heatmap: ['4-6'], fourier: [7] };
  const result = await run('given', { ...untested, neurons, detect: { neighbours: 0 } });
  expect(result.detection.by).toBe('none');
  expect(detected(result)).toEqual([1]);
  // Neurons side by side share a window.
  const windows = result.features[0]?.heatmapWindows.map(({ neurons }) => neurons.map(({ neuron }) => neuron));
  expect(windows).toEqual([[4, 5, 6]]);
  expect(result.spectra.map(({ neuron }) => neuron)).toEqual([7]);
});

it('detection by effect shows those that are claimed', async () => {
  const detect = { by: 'effect', count: 2, neighbours: 0 };
  const { evidence, features } = await run('effects', { evidence: 'quick', detect });
  const claims = evidence?.claims ?? [];
  expect(claims.length).toBeGreaterThan(0);
  expect(new Set(claims.map(({ chosen }) => chosen))).toEqual(new Set(['effect']));
  for (const { name, windows } of features) {
    const own = claims.filter(({ feature }) => feature === name).map(({ neuron }) => neuron);
    const shown = windows.flatMap(({ neurons }) => neurons.map(({ neuron }) => neuron));
    expect(new Set(shown)).toEqual(new Set(own));
  }
});

it('detection on the sampled text', async () => {
  const sample = { prompt: 'the cat', length: 200 };
  const result = await run('sampled', { ...untested, detect: { on: 'sampled' }, sample });
  expect(result.features[0]?.counted).toBe(result.texts.sampled.tokens.length);
  expect(detected(result)).toHaveLength(2);
});

it('features by part of speech and word lists', async () => {
  folder.write('animals.txt', 'cat\ndog\n');
  const { features, texts } = await run('kinds-of-features', {
    ...untested,
    features: [
      { name: 'verbs', partOfSpeech: ['VBD'] },
      { name: 'stop words', words: 'stopwords' },
      { name: 'animals', words: 'animals.txt' },
    ],
  });
  const animals = texts.observed.tokens.flatMap((token, t) => (/^(cat|dog)$/.test(token) ? [t] : []));
  expect(features[2]?.positions.observed).toEqual(animals);
  expect(features.every(({ carriers }) => carriers > 0)).toBe(true);
});

it('the catalogue of features, for the tokens that the checkpoint reads', async () => {
  const corpus = { source: 'text.txt', heldOut: 0.3, validation: 0.2 };
  await run('characters', { ...untested, corpus: { ...corpus, unit: 'character', minimumCount: 1 } });
  const result = await run('catalogue', {
    ...untested,
    model: { checkpoint: 'runs/characters/checkpoint' },
    corpus,
    features: ['catalogue', { name: 'vowel', match: '[aeiou]' }],
  });
  const named = (name: string) => result.features.find((feature) => feature.name === name);
  const { tokens } = result.texts.observed;
  // What a segment's first token stands behind is not shown.
  const behindOne = (positions: readonly number[] = []) => positions.filter((t) => t % 64 !== 0);
  const following = (before: string) => behindOne([...tokens.keys()].filter((t) => tokens[t - 1] === before));
  expect(behindOne(named('after a space')?.positions.observed)).toEqual(following(' '));
  const lineStarts = behindOne(named('line, characters 0 to 9')?.positions.observed);
  expect(lineStarts.filter((t) => tokens[t - 1] === '\n')).toEqual(following('\n'));
  expect(result.features.filter(({ name }) => name === 'vowel').map(({ description }) => description)).toEqual([
    'tokens that match /[aeiou]/',
  ]);
  expect(named('comma')).toMatchObject({ carriers: 0, relevance: null, warning: expect.any(String) });
  // What was asked for is written out, so that the page does not change its meaning with the catalogue.
  expect(result.manifest.features).toHaveLength(result.features.length);
});

it('as few neurons, tokens and choices as can be', async () => {
  folder.write('one.txt', 'a');
  const { texts, observation, features } = await run('least', {
    model: { units: 1, embedding: 0 },
    observe: { source: 'one.txt', segment: 'none' },
    sample: { prompt: 'a', length: 1, temperature: 0 },
    detect: { count: 50, neighbours: 50 },
  });
  expect([texts.observed.tokens, observation.loss]).toEqual([['a'], null]);
  expect(features[0]?.warning).not.toBeNull();
});

it('a text shorter than the warm-up is read as one stream, all of it counted', async () => {
  folder.write('short.txt', 'the cat saw a dog.');
  const result = await run('short', { observe: { source: 'short.txt', segment: 64, warmUp: 40 } });
  expect(result.observation).toMatchObject({ segments: 1, tokens: 10 });
  expect(result.features[0]).toMatchObject({ counted: 10, carriers: 1 });
});

it("a long text fulfils the LSTM's equations at every token, so every row is in its place", async () => {
  folder.write('long.txt', prose(80));
  const { observation } = await run('long', { ...untested, observe: { source: 'long.txt', segment: 'none' } });
  expect(observation.tokens).toBeGreaterThan(1200);
  const read = (name: string) => folder.array('long', `${name}.1`).data;
  const [i, f, g, o, c, h] = ['input', 'forget', 'candidate', 'output', 'cell', 'hidden'].map(read);
  const at = (array: Float32Array | undefined, index: number) => (index < 0 ? 0 : (array?.[index] ?? Number.NaN));
  let largest = 0;
  for (let n = 0; n < observation.tokens * 8; n++) {
    const cell = at(f, n) * at(c, n - 8) + at(i, n) * at(g, n);
    largest = Math.max(largest, Math.abs(at(c, n) - cell), Math.abs(at(h, n) - at(o, n) * Math.tanh(at(c, n))));
  }
  expect(largest).toBeLessThan(1e-5);
});
