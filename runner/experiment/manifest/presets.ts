/**
 * Settings under a name, which stand in for the defaults: `preset: code`. Whatever the manifest or an override states itself
 * counts before them. Pure. Sources of thesis-lstm and thesis-rnn: the defaults of the thesis' two programs,
 * VisualizationOfLSTM.py and VisualizationOfRNN.py; docs/thesis-settings.md says what each does there and here.
 */
import { isObject, type KeyPath, opensTo, pathOf, valueAt } from './problem.ts';

/** The thesis stopped its gradients at 5, summed over the 25 characters of a window; here they are means over them. */
const [windowOfRnn, clipOfSum] = [25, 5];

export const presets = {
  'thesis-lstm': {
    corpus: { unit: 'word', minimumCount: 10, proportion: 1, validation: 0.02 },
    model: { cell: 'lstm', units: 672, layers: 1, embedding: { from: 'word2vec', trainable: false } },
    train: {
      objective: 'last',
      epochs: 100,
      batch: 352,
      // Nine tokens a window: eight are read and the last is predicted.
      window: 8,
      dropRare: true,
      shuffle: false,
      flipInput: false,
      // Keras' RMSprop, at one rate throughout.
      optimizer: { name: 'rmsprop', learningRate: 5e-5, schedule: 'constant', warmUp: 0, alpha: 0.9, epsilon: 1e-7 },
      dropout: 0.44,
      clipNorm: null,
      patience: 2,
    },
    sample: { length: 200 },
    detect: { by: 'relevance', on: 'sampled', count: 2, neighbours: 1 },
    fourier: { band: [0.4, 0.5] },
    figures: { words: 0 },
    theme: 'dark',
  },
  'thesis-rnn': {
    corpus: { unit: 'character', minimumCount: 1, proportion: 1, validation: 0.02 },
    model: { cell: 'rnn', units: 224, layers: 1, embedding: { size: 0 }, initialization: 'he' },
    train: {
      objective: 'every',
      epochs: 10,
      // One window after the other, the state carried on.
      batch: 1,
      window: windowOfRnn,
      shuffle: false,
      optimizer: { name: 'rmsprop', learningRate: 9e-5, schedule: 'constant', warmUp: 0, alpha: 0.9 },
      dropout: 0,
      clipValue: clipOfSum / windowOfRnn,
      patience: null,
    },
    sample: { length: 300 },
    detect: { by: 'fourier', on: 'sampled', count: 2, neighbours: 1 },
    fourier: { band: [0.4, 0.5] },
    figures: { words: 0 },
    theme: 'dark',
  },
  /** Programs, character by character, and what Karpathy, Johnson and Fei-Fei (2015) saw cells of such networks follow. */
  code: {
    corpus: { unit: 'character', minimumCount: 10 },
    model: { cell: 'lstm', units: 256, embedding: { size: 0 } },
    train: {
      epochs: 10,
      batch: 64,
      window: 100,
      optimizer: { name: 'adam', learningRate: 3e-3, schedule: 'linear', warmUp: 200 },
      dropout: 0.1,
    },
    sample: { prompt: '  return ', length: 800, temperature: 0.8 },
    observe: { segment: 512, warmUp: 64, shown: 1200 },
    record: { layer: 1, component: 'cell' },
    features: [
      { name: 'inside a comment', scope: 'comment' },
      { name: 'inside a string', scope: ['string', 'template-string'] },
      { name: 'depth of braces', nesting: 'braces', number: true },
      { name: 'indentation', indentation: [0, 'none'], number: true },
      { name: 'column', position: 'line', number: true },
    ],
    figures: { fourier: false },
  },
  /** Verbs that agree with their subjects over other nouns, and the units that carry the number, as Lakretz et al. (2019) look for them. */
  agreement: {
    corpus: { source: 'agreement', unit: 'word', minimumCount: 1, heldOut: 0.25, validation: 0.05 },
    model: { cell: 'lstm', units: 64, embedding: { size: 32 } },
    train: {
      epochs: 8,
      batch: 16,
      window: 32,
      optimizer: { name: 'adam', learningRate: 1e-2, schedule: 'linear', warmUp: 50 },
      dropout: 0,
      clipNorm: 1,
      patience: null,
    },
    record: { layer: 1, component: 'cell' },
    features: [
      {
        name: 'subject is plural',
        passage: '^the [a-z]+s(?<inside> .*?) (?:are|were|have|seem)\\b',
        says: 'the subject is plural',
      },
      {
        name: 'subject is singular',
        passage: '^the [a-z]*[a-rt-z](?<inside> .*?) (?:is|was|has|seems)\\b',
        says: 'the subject is singular',
      },
    ],
    pairs: [
      {
        name: 'agreement',
        source: 'agreement',
        cluster: 'frame',
        scan: true,
        by: ['subject', 'differing'],
        mark: 'subject',
        across: 'differing',
      },
    ],
    detect: { by: 'relevance', count: 2, neighbours: 1 },
    figures: { fourier: false },
  },
} as const satisfies Record<string, Readonly<Record<string, unknown>>>;

export type PresetName = keyof typeof presets;
export const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];

/** Keys of a preset that give way where the manifest itself states another, because they would contradict it. */
const presetConflicts: readonly (readonly [stated: string, dropped: string, unless?: (value: unknown) => boolean])[] = [
  // A checkpoint fixes the model.
  ['model.checkpoint', 'model', (value) => value === null],
  ['neurons', 'detect.by'],
  ['train.objective', 'train.dropRare', (value) => value === 'last'],
  ['train.clipNorm', 'train.clipValue'],
  ['train.clipValue', 'train.clipNorm'],
  ['model.embedding', 'model.embedding.from', (value) => sizeOf(value) !== 0],
  ['model.embedding.from', 'model.embedding.size', (value) => value === 'random'],
];
const ofEveryOptimizer = ['schedule', 'warmUp'];

/** Of a preset's one set of pairs what sets of the manifest's own begin with: how they are told, not which they are. */
const ofEverySet = ['name', 'by', 'mark', 'across', 'scan'];

function withSets(own: unknown, ground: unknown): unknown {
  const [first] = Array.isArray(ground) ? ground : [];
  if (!Array.isArray(own) || !isObject(first)) return own;
  const laid = Object.fromEntries(Object.entries(first).filter(([key]) => ofEverySet.includes(key)));
  return own.map((set) => (isObject(set) ? { ...laid, ...set } : set));
}

const sizeOf = (embedding: unknown): unknown => (isObject(embedding) ? embedding.size : embedding);

/** The manifest as written, on the ground of the preset that it names; as it is where it names none that there is. */
export function withPreset(data: unknown): unknown {
  if (!isObject(data) || typeof data.preset !== 'string' || !Object.hasOwn(presets, data.preset)) return data;
  const preset: Record<string, unknown> = presets[data.preset as PresetName];
  const dropped = presetConflicts.flatMap(([stated, drop, unless = () => false]) => {
    const value = valueAt(data, pathOf(stated));
    return value === undefined || unless(value) ? [] : [pathOf(drop)];
  });
  const ground = dropped.reduce<Record<string, unknown>>((kept, path) => without(kept, path), preset);
  const pairs = data.pairs === undefined ? {} : { pairs: withSets(data.pairs, preset.pairs) };
  return onTop(withSameOptimizer(ground, data), { ...data, ...pairs });
}

/** Keys of one optimizer mean nothing to another; that its rate stays constant does. */
function withSameOptimizer(ground: Record<string, unknown>, own: Record<string, unknown>): Record<string, unknown> {
  const asked = valueAt(own, ['train', 'optimizer']);
  const name = isObject(asked) ? asked.name : asked;
  const { train } = ground;
  if (!isObject(train) || !isObject(train.optimizer) || name === undefined || name === train.optimizer.name)
    return ground;
  const shared = Object.entries(train.optimizer).filter(([key]) => ofEveryOptimizer.includes(key));
  return { ...ground, train: { ...train, optimizer: Object.fromEntries(shared) } };
}

/** Groups key by key, shorthands of them too; lists and single values as a whole. */
function onTop(
  ground: Record<string, unknown>,
  own: Record<string, unknown>,
  path: KeyPath = [],
): Record<string, unknown> {
  const laid = Object.entries(own).map(([key, value]) => {
    const [below, place] = [ground[key], [...path, key]];
    const group = isObject(below) && value !== null ? opensTo(value, place) : value;
    return [key, isObject(group) && isObject(below) ? onTop(below, group, place) : value];
  });
  return { ...ground, ...Object.fromEntries(laid) };
}

function without(data: Record<string, unknown>, [key, ...rest]: KeyPath): Record<string, unknown> {
  if (key === undefined) return data;
  if (rest.length === 0) return Object.fromEntries(Object.entries(data).filter(([each]) => each !== String(key)));
  const inner = data[key];
  return isObject(inner) ? { ...data, [key]: without(inner, rest) } : data;
}
