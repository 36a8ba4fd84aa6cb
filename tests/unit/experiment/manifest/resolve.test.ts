import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
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

const allFigures = (neurons: number[]) => ({ text: neurons, heatmap: neurons, fourier: neurons });
const match = { name: 'a', match: 'x' };

it.each<[string, object, object]>([
  ['a source', { corpus: { source: 'alice' } }, { corpus: { source: ['alice'] } }],
  [
    'keys of an optimizer without a name, as those of adam',
    { train: { optimizer: { learningRate: 1e-4 } } },
    { train: { optimizer: { name: 'adam', learningRate: 1e-4, beta1: 0.9 } } },
  ],
  [
    'a list of units, for as many layers',
    { model: { units: [48, 32, 16] }, record: { layer: 3 } },
    { model: { units: [48, 32, 16], layers: 3 } },
  ],
  // As the weights of such a network say it, so that what is trained is known again.
  ['a list of equal units', { model: { units: [64, 64] } }, { model: { units: 64, layers: 2 } }],
  ['units: auto, as the size of the embedding', { model: { units: 'auto', embedding: 50 } }, { model: { units: 50 } }],
  ['normal(0.01)', { model: { initialization: 'normal(0.01)' } }, { model: { initialization: { normal: 0.01 } } }],
  ['the catalogue alone', { features: 'catalogue' }, { features: ['catalogue'] }],
  ['the catalogue in a list', { features: [match, 'catalogue'] }, { features: [match, 'catalogue'] }],
  ['ranges of neurons, with both ends', { neurons: ['17-19', 44, '18'] }, { neurons: allFigures([17, 18, 19, 44]) }],
  [
    'neurons of some figures, which the others show',
    { neurons: { text: [5], heatmap: ['1-2'] } },
    { neurons: { text: [5], heatmap: [1, 2], fourier: [1, 2, 5] } },
  ],
  ['clipping, by norm', {}, { train: { clipNorm: 1, clipValue: null } }],
  ['no clipping', { train: { clipNorm: 'none' } }, { train: { clipNorm: null, clipValue: null } }],
  ['clipping by value', { train: { clipValue: 5 } }, { train: { clipNorm: null, clipValue: 5 } }],
  ['clipping by both', { train: { clipValue: 5, clipNorm: 2 } }, { train: { clipNorm: 2, clipValue: 5 } }],
  ['what is analysed of an LSTM', {}, { record: { layer: 1, component: 'output' } }],
  ['what is analysed of a GRU', { model: { cell: 'gru' } }, { record: { layer: 1, component: 'hidden' } }],
  ['detection, with a neighbour', {}, { detect: { by: 'relevance', neighbours: 1 } }],
  ['neurons by hand, without', { neurons: ['17-19'] }, { detect: { by: 'none', neighbours: 0 } }],
  ['neighbours that are asked for', { neurons: [17], detect: { neighbours: 2 } }, { detect: { neighbours: 2 } }],
  [
    'layer and component, which are left to a checkpoint',
    { model: { checkpoint: 'somewhere' }, record: { layer: 2, component: 'reset' } },
    { record: { layer: 2, component: 'reset' } },
  ],
])('is resolved: %s', (_, given, expected) => {
  expect(resolved(given)).toMatchObject(expected);
});

it('an optimizer by its name has its own keys at their defaults', () => {
  const keys = { learningRate: 1e-2, schedule: 'linear', warmUp: 100, alpha: 0.9, epsilon: 1e-8 };
  expect(resolved({ train: { optimizer: 'rmsprop' } }).train.optimizer).toEqual({ name: 'rmsprop', ...keys });
});

it('features have what may be left out of them, and keep what they are compared with', () => {
  const features: [given: object, more?: object][] = [
    [{ partOfSpeech: 'NN' }, { partOfSpeech: ['NN'], context: true }],
    [{ partOfSpeech: ['NN', 'NNS'], context: false }],
    [{ nesting: 'quotes' }, { depth: 1 }],
    [{ nesting: 'parentheses', depth: 3 }],
    [{ position: 'sentence', to: 2 }, { from: 0 }],
    [{ position: 'document', from: 5 }, { to: null }],
    [{ frequency: [101, 'none'] }, { frequency: [101, null] }],
    [{ wordLength: [3, 3] }],
    [{ previous: ',' }],
    [{ match: 'x', among: 'words' }],
    // Within another, of the experiment or of the catalogue.
    [{ match: 'x', among: 'f8' }],
    [{ match: 'x', among: 'inside quotes' }],
    [{ match: 'y' }],
  ];
  const given = features.map(([own], f) => ({ name: `f${f}`, ...own }));
  const expected = features.map(([own, more], f) => ({ name: `f${f}`, ...own, ...more }));
  expect(resolved({ features: [...given, 'catalogue'] }).features).toStrictEqual([...expected, 'catalogue']);
});

/** What each manifest has besides a title. */
const wrong: Record<string, object[]> = JSON.parse(readFileSync('tests/fixtures/manifests/wrong.json', 'utf8'));

it.each(Object.entries(wrong))('%s', (_, manifests) => {
  expect(manifests.map((data) => `${JSON.stringify(data)}\n  ${problem(data)}`).join('\n')).toMatchSnapshot();
});
