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

  it('takes what layers give to one another', () => {
    const { model } = resolved({ model: { units: [48, 32], projection: 16, residual: true } });
    expect(model).toMatchObject({ layers: 2, projection: 16, residual: true });
    expect(resolved({}).model).not.toHaveProperty('projection');
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

describe('contradictions', () => {
  it.each([
    [
      { train: { flipInput: true } },
      '"train.flipInput" is true and "train.objective" is every | It is about separate windows',
    ],
    [
      { train: { dropRare: true } },
      '"train.dropRare" is true and "train.objective" is every | It is about separate windows',
    ],
    [{ fourier: { band: [0.5, 0.4] } }, '"fourier.band" runs from 0.5 down to 0.4'],
    [{ fourier: { band: [0.4, 0.6] } }, '"fourier.band.1" must be at most 0.5, not 0.6'],
    [
      { corpus: { heldOut: 0.5, validation: 0.5 } },
      '"corpus.heldOut" is 0.5 and "corpus.validation" is 0.5 | No document is left to train on',
    ],
    [
      { seeds: 5, model: { checkpoint: 'somewhere' } },
      '"seeds" is 5 and "model.checkpoint" is somewhere | Further seeds are further trainings',
    ],
    [{ seeds: 0 }, '"seeds" must be at least 1, not 0'],
    [{ evidence: 'all' }, '"evidence" must be full, quick or none'],
    [{ evidence: { catalogue: -1 } }, '"evidence.catalogue" must be'],
    [{ evidence: { level: 'none', catalogue: 2 } }, '"evidence.level" must be full or quick'],
    [{ evidence: { catalog: 2 } }, 'Did you mean "evidence.catalogue"?'],
    [{ detect: { by: 'none' } }, '"detect.by" is none and "neurons" is left out | Give them'],
    [{ detect: { by: 'relevance' }, neurons: [3] }, '"neurons" is given and "detect.by" is relevance'],
    [{ detect: { by: 'fourier' } }, '"fourier.band" is left out | Give a band of frequencies'],
    [{ record: { layer: 2 } }, '"record.layer" is 2 and "model.layers" is 1 | Set record.layer to 1'],
    [{ model: { cell: 'gru', projection: 8 } }, '"model.projection" is 8 and "model.cell" is gru'],
    [{ model: { units: 8, projection: 8 } }, 'Choose a projection of fewer numbers than neurons'],
    [{ model: { residual: true } }, '"model.residual" is true and "model.layers" is 1'],
    [{ model: { units: [8, 6], residual: true } }, 'Only what is of equal length can be added'],
    [{ record: { layer: 0 } }, '"record.layer" must be at least 1, not 0'],
    [
      { record: { component: 'reset' } },
      '"record.component" is reset and "model.cell" is lstm | The cell does not have that component',
    ],
    [{ model: { cell: 'rnn' }, record: { component: 'cell' } }, 'Choose preactivation or hidden'],
    [{ model: { embedding: { from: 'random', further: true } } }, '"model.embedding.further" is true and'],
    [
      { model: { embedding: { from: 'word2vec', size: 0 } } },
      '"model.embedding.from" is word2vec and "model.embedding.size" is 0 | One-hot input (size 0) has no vectors',
    ],
    [
      { model: { embedding: { from: 'a.txt' }, checkpoint: 'somewhere' } },
      '"model.embedding.from" is a.txt and "model.checkpoint" is somewhere | A checkpoint brings its own vectors',
    ],
    [
      { features: [{ name: 'a', labels: 'x.jsonl' }], detect: { on: 'sampled' } },
      '"features.0.labels" is x.jsonl and "detect.on" is sampled',
    ],
    [
      { observe: { segment: 32 } },
      '"observe.warmUp" is 32 and "observe.segment" is 32 | Nothing of a segment is left to count',
    ],
    [
      { observe: { longest: 60, segment: 'none' } },
      '"observe.longest" is 60 and "observe.source" is held-out | Lines that are held out are as long',
    ],
  ])('%j', (data, words) => {
    expect(problem(data)).toContain(words);
  });

  it('leaves layer and component to the checkpoint where there is one', () => {
    const data = { model: { checkpoint: 'somewhere' }, record: { layer: 2, component: 'reset' } };
    expect(resolved(data).record).toEqual({ layer: 2, component: 'reset' });
  });
});

describe('features', () => {
  it.each([
    [
      [{ name: 'a', match: '[.?' }],
      'the pattern of feature "a" is not a valid regular expression: "[.?" | Unterminated character class',
    ],
    [
      [{ name: 'a', match: 'a)(b' }],
      'the pattern of feature "a" is not a valid regular expression: "a)(b" | Unmatched',
    ],
    [
      [
        { name: 'a', match: 'x' },
        { name: 'a', match: 'y' },
      ],
      'two features are called "a"',
    ],
    [[{ name: 'a' }], '"features.0" must have exactly one of match, partOfSpeech, words, nesting,'],
    [[{ name: 'a', match: 'x', words: 'stopwords' }], 'must have exactly one of match, partOfSpeech, words,'],
    [[{ name: 'a', match: 'x', context: true }], 'must have partOfSpeech when it has context'],
    [
      [{ name: 'a', partOfSpeech: 'NSS' }],
      'must be a Penn Treebank tag such as NN, or a list of them, not "NSS" | Did you mean "NNS"?',
    ],
    [[{ name: 'a', partOfSpeech: ['NN', 'NOUN'] }], '"features.0.partOfSpeech.1" must be a Penn Treebank tag'],
    [
      [{ name: 'a', partOfSpeech: ['VERB'] }],
      '"features.0.partOfSpeech.0" must be a Penn Treebank tag such as NN, not "VERB" | Did you mean "VB", "VBD",',
    ],
    [[{ name: 'a', partOfSpeech: 'nouns' }], 'not "nouns" | Did you mean "NN" or "NNS"?'],
    [[{ name: 'a', partOfSpeech: 'CCONJ' }], 'not "CCONJ" | Did you mean "CC"?'],
    [[{ name: 'a', control: 'run' }], '"features.0.control" must be runs or hash, not "run" | Did you mean "runs"?'],
    [[{ name: 'a', control: 'hash', meanLength: 3 }], 'must have control: runs when it has meanLength'],
    [[{ name: 'a', control: 'runs', n: 3 }], 'must have control: hash when it has n'],
    [[{ name: 'a', match: 'x', n: 3 }], 'must have control when it has n'],
    [[{ name: 'a', math: 'x' }], 'unknown key "features.0.math" | Did you mean "features.0.match"?'],
    [[], '"features" must have at least 1 element'],
    [{ name: 'a' }, '"features" must be a list, or the word catalogue'],
    ['catalog', '"features" must be a list, or the word catalogue, not "catalog" | Did you mean "catalogue"?'],
    [['catalogue', 'catalog'], '"features.1" must be a feature or the word catalogue'],
    [['catalogue', 'catalogue'], 'the catalogue is asked for twice'],
    [
      [{ name: 'a', nesting: 'quote' }],
      '"features.0.nesting" must be quotes, parentheses or braces, not "quote" | Did you mean',
    ],
    [[{ name: 'a', nesting: 'quotes', depth: 0 }], '"features.0.depth" must be at least 1, not 0'],
    [[{ name: 'a', match: 'x', depth: 2 }], 'must have nesting when it has depth'],
    [[{ name: 'a', position: 'word', from: 1 }], '"features.0.position" must be sentence, line or document'],
    [[{ name: 'a', position: 'line' }], 'must have from, to or number: true when it has position'],
    [[{ name: 'a', match: 'x', from: 1, to: 2 }], 'must have position when it has from'],
    [[{ name: 'a', position: 'line', from: 3, to: 2 }], '"to" of feature "a" runs from 3 down to 2'],
    [[{ name: 'a', frequency: [100, 1] }], '"frequency" of feature "a" runs from 100 down to 1'],
    [[{ name: 'a', frequency: 100 }], '"features.0.frequency" must be a list of two, as in [1, 100], not 100'],
    [[{ name: 'a', frequency: [100] }], '"features.0.frequency'],
    [[{ name: 'a', frequency: [1, 2, 3] }], '"features.0.frequency'],
    [[{ name: 'a', frequency: [0, 2] }], '"features.0.frequency.0" must be at least 1, not 0'],
    [[{ name: 'a', wordLength: [5, 'more'] }], '"features.0.wordLength.1" must be a whole number from 1, or none'],
    [[{ name: 'a', wordLength: [5, 2] }], '"wordLength" of feature "a" runs from 5 down to 2'],
    [[{ name: 'a', previous: '[.?' }], 'the pattern of feature "a" is not a valid regular expression: "[.?"'],
    [[{ name: 'a', match: 'x', label: 'y' }], '"features.0" must have labels when it has label'],
    [[{ name: 'a', labels: 'x.conllu', column: 'head' }], '"features.0.column" must be lemma, upos'],
    [[{ name: 'a', previous: '' }], '"features.0.previous" must not be empty'],
  ])('%j', (features, words) => {
    expect(problem({ features })).toContain(words);
  });
});

describe('wrong values', () => {
  it.each([
    [{ seed: 1.5 }, '"seed" must be a whole number, not 1.5'],
    [{ seed: '3' }, '"seed" must be a whole number, not "3"'],
    [{ seed: Number.POSITIVE_INFINITY }, 'not Infinity'],
    [{ model: 3 }, '"model" must be a group of keys, not 3'],
    [{ model: { units: 'many' } }, '"model.units" must be a whole number from 1, a list of them, or auto, not "many"'],
    [{ model: { units: 0 } }, '"model.units" must be at least 1, not 0'],
    [
      { model: { embedding: { sise: 3 } } },
      'unknown key "model.embedding.sise" | Did you mean "model.embedding.size"?',
    ],
    [{ train: { optimizer: 'adm' } }, 'Did you mean "adam"?'],
    [
      { train: { optimizer: { name: 'adm' } } },
      '"train.optimizer.name" must be sgd, adam, rmsprop, adagrad or adadelta',
    ],
    [{ train: { optimizer: { name: 'sgd', rho: 1 } } }, '"rho" belongs to another kind of train.optimizer'],
    [{ train: { dropout: 1 } }, '"train.dropout" must be less than 1, not 1'],
    [{ train: { clipNorm: 'off' } }, '"train.clipNorm" must be a number above 0, or none, not "off"'],
    [{ train: { shuffle: 'yes' } }, '"train.shuffle" must be true or false, not "yes"'],
    [{ corpus: { encoding: 'utf-9' } }, '"corpus.encoding" must be an encoding such as utf-8, utf-16le'],
    [{ corpus: { path: 'content' } }, '"corpus.path" must be a path of elements such as //content'],
    [{ corpus: { column: 0 } }, '"corpus.column" must be'],
    [{ sample: { temperature: -0.1 } }, '"sample.temperature" must be at least 0, not -0.1'],
    [
      { observe: { segment: 'all' } },
      '"observe.segment" must be a whole number from 2, none, sentence, line, paragraph or document',
    ],
    [{ neurons: ['19-17'] }, 'must be a range from the lower to the higher'],
    [{ neurons: ['1-99999999'] }, '"neurons.0" must be neuron numbers from 0'],
    [{ neurons: [] }, '"neurons" must have at least 1 element'],
  ])('%j', (data, words) => {
    expect(problem(data)).toContain(words);
  });
});
