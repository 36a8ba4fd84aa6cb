import { describe, expect, it } from 'vitest';
import { applyOverrides, parseOverrides } from '../../../../runner/experiment/manifest/overrides.ts';

const apply = (data: Record<string, unknown>, ...words: string[]) => applyOverrides(data, parseOverrides(words).list);

describe('parseOverrides', () => {
  it.each([
    ['seed=3', ['seed'], 3],
    ['train.optimizer.learningRate=1e-3', ['train', 'optimizer', 'learningRate'], 0.001],
    ['neurons=[17-19, 44]', ['neurons'], ['17-19', 44]],
    ['train.optimizer={name: sgd, momentum: 0.9}', ['train', 'optimizer'], { name: 'sgd', momentum: 0.9 }],
    ['model.checkpoint=', ['model', 'checkpoint'], null],
    ['features.0.match=[.?!]', ['features', 0, 'match'], '[.?!]'],
    ['title=1984', ['title'], '1984'],
    ['sample.prompt=a = b: "c" # d ', ['sample', 'prompt'], 'a = b: "c" # d '],
    ['sample.prompt="Yes," she said', ['sample', 'prompt'], '"Yes," she said'],
    ['corpus.source=*.txt', ['corpus', 'source'], '*.txt'],
  ])('reads %s', (word, path, value) => {
    expect(parseOverrides([word]).list).toEqual([{ word, path, value }]);
  });

  it('keeps the id apart', () => {
    expect(parseOverrides(['id=007', 'seed=1'])).toMatchObject({ id: '007', list: [{ value: 1 }] });
  });

  it.each([
    ['seed', 'Write seed=value'],
    ['--seed=3', 'Write seed=3'],
    ['--seed', 'Write seed=value'],
    ['-s', 'plain words without dashes'],
    ['=3', 'is not an override of the form key=value'],
    ['a..b=3', 'is not an override of the form key=value'],
    ['__proto__.x=3', 'is not an override of the form key=value'],
    ['', 'is not an override of the form key=value'],
    ['seed=[1', 'override seed=[1: the value is not valid YAML'],
  ])('refuses %j', (word, words) => {
    expect(() => parseOverrides([word])).toThrow(words);
  });
});

describe('applyOverrides', () => {
  const [ax, ay, bz] = ['ax', 'ay', 'bz'].map(([name, match]) => ({ name, match }));
  it.each<[string, object, string[], object]>([
    ['sets keys', { title: 't' }, ['seed=3'], { title: 't', seed: 3 }],
    ['opens groups', {}, ['model.embedding.size=3'], { model: { embedding: { size: 3 } } }],
    ['lets the last one win', { seed: 0 }, ['seed=1', 'seed=2'], { seed: 2 }],
    [
      'opens an optimizer',
      { train: { optimizer: 'adam' } },
      ['train.optimizer.learningRate=1'],
      { train: { optimizer: { name: 'adam', learningRate: 1 } } },
    ],
    [
      'opens an embedding',
      { model: { embedding: 300 } },
      ['model.embedding.trainable=false'],
      { model: { embedding: { size: 300, trainable: false } } },
    ],
    [
      'opens a list of neurons',
      { neurons: [1] },
      ['neurons.text=[2]'],
      { neurons: { text: [2], heatmap: [1], fourier: [1] } },
    ],
    ['changes an element', { features: [ax] }, ['features.0.match=y'], { features: [ay] }],
    ['appends an element', { features: [ax] }, ['features.1={name: b, match: z}'], { features: [ax, bz] }],
    [
      'adds to the catalogue',
      { features: 'catalogue' },
      ['features.1={name: b, match: z}'],
      { features: ['catalogue', bz] },
    ],
    ['changes the default feature', {}, ['features.0.match=y'], { features: [{ name: 'all tokens', match: 'y' }] }],
  ])('%s, and leaves the manifest as it was', (_, data, words, expected) => {
    const before = structuredClone(data);
    expect(apply({ ...data }, ...words)).toEqual(expected);
    expect(data).toEqual(before);
  });

  it.each([
    ['title.x=3', '"title" is a single value and holds no keys'],
    ['features.5.match=x', '"features" is a list of 1 and has no place "5"'],
    ['features.first.match=x', 'has no place "first"'],
  ])('refuses %s', (word, words) => {
    expect(() => apply({ title: 't', features: [{}] }, word)).toThrow(words);
  });
});
