import { describe, expect, it } from 'vitest';
import { resolveManifest } from '../../../../runner/experiment/manifest/resolve.ts';

/** The manifest, which must be right. */
function resolved(data: object) {
  const resolution = resolveManifest({ title: 't', ...data });
  if ('problems' in resolution) throw new Error(JSON.stringify(resolution.problems));
  return resolution.manifest;
}

/** The first problem as one text. */
function problem(data: object): string {
  const resolution = resolveManifest({ title: 't', ...data });
  if ('manifest' in resolution) throw new Error('the manifest was accepted');
  const [{ what, why, fix }] = resolution.problems;
  return [what, why, fix].filter((part) => part !== undefined).join(' | ');
}

describe('shorthands', () => {
  it('reads a source or a list of them', () => {
    expect(resolved({ corpus: { source: 'alice' } }).corpus.source).toEqual(['alice']);
    expect(resolved({ corpus: { source: ['a.txt', 'b.txt'] } }).corpus.source).toEqual(['a.txt', 'b.txt']);
  });

  it('reads an optimizer by its name, with its own keys at their defaults', () => {
    const { name, ...keys } = resolved({ train: { optimizer: 'rmsprop' } }).train.optimizer;
    expect(name).toBe('rmsprop');
    expect(keys).toEqual({ learningRate: 1e-2, schedule: 'linear', warmUp: 100, alpha: 0.9, epsilon: 1e-8 });
  });

  it('takes keys of an optimizer without a name as those of adam', () => {
    const { optimizer } = resolved({ train: { optimizer: { learningRate: 1e-4 } } }).train;
    expect(optimizer).toMatchObject({ name: 'adam', learningRate: 1e-4, beta1: 0.9 });
  });

  it('takes a list of units for as many layers', () => {
    const { model } = resolved({ model: { units: [48, 32, 16] }, record: { layer: 3 } });
    expect(model).toMatchObject({ units: [48, 32, 16], layers: 3 });
    // As the weights of such a network say it, so that what is trained is known again.
    expect(resolved({ model: { units: [64, 64] } }).model).toMatchObject({ units: 64, layers: 2 });
  });

  it('reads units: auto as the size of the embedding', () => {
    expect(resolved({ model: { units: 'auto', embedding: 50 } }).model.units).toBe(50);
  });

  it('reads normal(0.01)', () => {
    const initialization = { normal: 0.01 };
    expect(resolved({ model: { initialization: 'normal(0.01)' } }).model.initialization).toEqual(initialization);
    expect(resolved({ model: { initialization: 'normal(1e-2)' } }).model.initialization).toEqual(initialization);
    expect(problem({ model: { initialization: 'normal(0)' } })).toContain('must have a deviation above 0');
  });

  it('reads one part of speech or a list, in context unless told otherwise', () => {
    const features = [
      { name: 'a', partOfSpeech: 'NN' },
      { name: 'b', partOfSpeech: ['NN', 'NNS'], context: false },
    ];
    expect(resolved({ features }).features).toEqual([
      { name: 'a', partOfSpeech: ['NN'], context: true },
      { name: 'b', partOfSpeech: ['NN', 'NNS'], context: false },
    ]);
  });

  it('reads the kinds of features, with what may be left out of them', () => {
    const features = [
      { name: 'a', nesting: 'quotes' },
      { name: 'b', nesting: 'parentheses', depth: 3 },
      { name: 'c', position: 'sentence', to: 2 },
      { name: 'd', position: 'document', from: 5 },
      { name: 'e', frequency: [101, 'none'] },
      { name: 'f', wordLength: [3, 3] },
      { name: 'g', previous: ',' },
    ];
    expect(resolved({ features }).features).toEqual([
      { name: 'a', nesting: 'quotes', depth: 1 },
      { name: 'b', nesting: 'parentheses', depth: 3 },
      { name: 'c', position: 'sentence', from: 0, to: 2 },
      { name: 'd', position: 'document', from: 5, to: null },
      { name: 'e', frequency: [101, null] },
      { name: 'f', wordLength: [3, 3] },
      { name: 'g', previous: ',' },
    ]);
  });

  it('keeps what a feature is compared with, where it is said', () => {
    const features = [
      { name: 'a', match: 'x', among: 'words' },
      { name: 'b', match: 'y' },
    ];
    expect(resolved({ features }).features).toStrictEqual(features);
    expect(problem({ features: [{ name: 'a', match: 'x', among: 'word' }] })).toBe(
      '"features.0.among" is "word", and no feature of the experiment is called so | Did you mean "words"?',
    );
  });

  it('lets a feature be asked within another, its own or one of the catalogue', () => {
    const within = (among: string) => ({ name: 'a', match: 'x', among });
    const other = { name: 'subject', match: 'y' };
    expect(resolved({ features: [within('subject'), other] }).features).toStrictEqual([within('subject'), other]);
    expect(resolved({ features: [within('inside quotes'), 'catalogue'] }).features).toHaveLength(2);
    expect(problem({ features: [within('subjects'), other] })).toContain('Did you mean "subject"?');
    expect(problem({ features: [within('inside quotes'), other] })).toContain('no feature of the experiment');
    expect(problem({ features: [within('a'), other] })).toContain('is asked among itself');
  });

  it('reads the catalogue alone or in a list', () => {
    const own = { name: 'a', match: 'x' };
    expect(resolved({ features: 'catalogue' }).features).toEqual(['catalogue']);
    expect(resolved({ features: [own, 'catalogue'] }).features).toEqual([own, 'catalogue']);
  });

  it('reads ranges of neurons with both ends', () => {
    expect(resolved({ neurons: ['17-19', 44, '18'] }).neurons).toEqual({
      text: [17, 18, 19, 44],
      heatmap: [17, 18, 19, 44],
      fourier: [17, 18, 19, 44],
    });
  });

  it('shows the neurons of the other figures where a figure names none', () => {
    expect(resolved({ neurons: { text: [5], heatmap: ['1-2'] } }).neurons).toEqual({
      text: [5],
      heatmap: [1, 2],
      fourier: [1, 2, 5],
    });
  });
});

describe('defaults that depend on other keys', () => {
  it('clips by norm, unless told not to or to clip by value', () => {
    const clipping = (train: object) => {
      const { clipNorm, clipValue } = resolved({ train }).train;
      return [clipNorm, clipValue];
    };
    expect(clipping({})).toEqual([1, null]);
    expect(clipping({ clipNorm: 'none' })).toEqual([null, null]);
    expect(clipping({ clipNorm: null })).toEqual([null, null]);
    expect(clipping({ clipValue: 5 })).toEqual([null, 5]);
    expect(clipping({ clipValue: 5, clipNorm: 2 })).toEqual([2, 5]);
  });

  it('analyses the output gate of an LSTM and the hidden state of other cells', () => {
    expect(resolved({}).record).toEqual({ layer: 1, component: 'output' });
    expect(resolved({ model: { cell: 'gru' } }).record).toEqual({ layer: 1, component: 'hidden' });
  });

  it('shows the neurons that are given, and no neighbours that are not asked for', () => {
    expect(resolved({}).detect).toMatchObject({ by: 'relevance', neighbours: 1 });
    expect(resolved({ neurons: ['17-19'] }).detect).toMatchObject({ by: 'none', neighbours: 0 });
    expect(resolved({ neurons: ['17-19'], detect: { neighbours: 2 } }).detect.neighbours).toBe(2);
  });
});

/** What is said of each, reviewed in the snapshot. */
const complaints = (all: readonly object[]) => all.map((data) => `${JSON.stringify(data)}\n  ${problem(data)}`);

it('settings that are each fine but not together are told, with what to do', () => {
  expect(
    complaints([
      { train: { flipInput: true } },
      { train: { dropRare: true } },
      { fourier: { band: [0.5, 0.4] } },
      { corpus: { heldOut: 0.5, validation: 0.5 } },
      { corpus: { unit: 'subword' } },
      { corpus: { unit: 'character', tokens: 'whitespace' } },
      { seeds: 5, model: { checkpoint: 'somewhere' } },
      { detect: { by: 'none' } },
      { detect: { by: 'relevance' }, neurons: [3] },
      { detect: { by: 'fourier' } },
      { detect: { by: 'effect', on: 'sampled' } },
      { record: { layer: 2 } },
      { record: [{ layer: 1 }, { layer: 1 }] },
      { record: { component: 'reset' } },
      { model: { cell: 'rnn' }, record: { component: 'cell' } },
      { model: { cell: 'gru', projection: 8 } },
      { model: { units: 8, projection: 8 } },
      { model: { residual: true } },
      { model: { units: [8, 6], residual: true } },
      { model: { embedding: { from: 'random', further: true } } },
      { model: { embedding: { from: 'word2vec', size: 0 } } },
      { model: { embedding: { from: 'a.txt' }, checkpoint: 'somewhere' } },
      { features: [{ name: 'a', labels: 'x.jsonl' }], detect: { on: 'sampled' } },
      { observe: { segment: 32 } },
      { observe: { tokens: 100 } },
      { observe: { longest: 60, segment: 'none' } },
    ]).join('\n'),
  ).toMatchSnapshot();
});

it('layer and component are left to the checkpoint where there is one', () => {
  const data = { model: { checkpoint: 'somewhere' }, record: { layer: 2, component: 'reset' } };
  expect(resolved(data).record).toEqual({ layer: 2, component: 'reset' });
});

it('features that are none, or cannot be meant, are told, with the nearest right word', () => {
  const own = { name: 'a' };
  const matching = { name: 'a', match: 'x' };
  expect(
    complaints(
      [
        [],
        own,
        'catalog',
        ['catalogue', 'catalog'],
        ['catalogue', 'catalogue'],
        [matching, { ...own, match: 'y' }],
        [own],
        [{ ...own, math: 'x' }],
        [{ ...own, match: '[.?' }],
        [{ ...own, match: 'a)(b' }],
        [{ ...own, previous: '[.?' }],
        [{ ...own, previous: '' }],
        [{ ...matching, words: 'stopwords' }],
        [{ ...matching, context: true }],
        [{ ...matching, n: 3 }],
        [{ ...matching, depth: 2 }],
        [{ ...matching, from: 1, to: 2 }],
        [{ ...matching, label: 'y' }],
        [{ ...own, partOfSpeech: 'NSS' }],
        [{ ...own, partOfSpeech: ['NN', 'NOUN'] }],
        [{ ...own, partOfSpeech: ['VERB'] }],
        [{ ...own, partOfSpeech: 'nouns' }],
        [{ ...own, partOfSpeech: 'CCONJ' }],
        [{ ...own, control: 'run' }],
        [{ ...own, control: 'hash', meanLength: 3 }],
        [{ ...own, control: 'runs', n: 3 }],
        [{ ...own, nesting: 'quote' }],
        [{ ...own, nesting: 'quotes', depth: 0 }],
        [{ ...own, position: 'word', from: 1 }],
        [{ ...own, position: 'line' }],
        [{ ...own, position: 'line', from: 3, to: 2 }],
        [{ ...own, frequency: [100, 1] }],
        [{ ...own, frequency: 100 }],
        [{ ...own, frequency: [100] }],
        [{ ...own, frequency: [1, 2, 3] }],
        [{ ...own, frequency: [0, 2] }],
        [{ ...own, wordLength: [5, 'more'] }],
        [{ ...own, wordLength: [5, 2] }],
        [{ ...own, labels: 'x.conllu', column: 'head' }],
      ].map((features) => ({ features })),
    ).join('\n'),
  ).toMatchSnapshot();
});

it('values of the wrong kind are told, with what they must be', () => {
  expect(
    complaints([
      { seed: 1.5 },
      { seed: '3' },
      { seed: Number.POSITIVE_INFINITY },
      { seeds: 0 },
      { model: 3 },
      { model: { units: 'many' } },
      { model: { units: 0 } },
      { model: { embedding: { sise: 3 } } },
      { train: { optimizer: 'adm' } },
      { train: { optimizer: { name: 'adm' } } },
      { train: { optimizer: { name: 'sgd', rho: 1 } } },
      { train: { dropout: 1 } },
      { train: { clipNorm: 'off' } },
      { train: { shuffle: 'yes' } },
      { corpus: { encoding: 'utf-9' } },
      { corpus: { path: 'content' } },
      { corpus: { column: 0 } },
      { sample: { temperature: -0.1 } },
      { observe: { segment: 'all' } },
      { record: { layer: 0 } },
      { neurons: ['19-17'] },
      { neurons: ['1-99999999'] },
      { neurons: [] },
      { fourier: { band: [0.4, 0.6] } },
      { evidence: 'all' },
      { evidence: { catalogue: -1 } },
      { evidence: { level: 'none', catalogue: 2 } },
      { evidence: { catalog: 2 } },
    ]).join('\n'),
  ).toMatchSnapshot();
});
