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
    ['train.shuffle=false', ['train', 'shuffle'], false],
    ['features.0.match=[.?!]', ['features', 0, 'match'], '[.?!]'],
    ['features.0.match="a"', ['features', 0, 'match'], 'a'],
    ['title=1984', ['title'], '1984'],
    ['sample.prompt=a = b: "c" # d ', ['sample', 'prompt'], 'a = b: "c" # d '],
    ['sample.prompt="Yes," she said', ['sample', 'prompt'], '"Yes," she said'],
    ['corpus.source=*.txt', ['corpus', 'source'], '*.txt'],
    ['corpus.source=[a.txt, b.txt]', ['corpus', 'source'], ['a.txt', 'b.txt']],
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
    ['model.units=*a', 'the value is not valid YAML'],
  ])('refuses %j', (word, words) => {
    expect(() => parseOverrides([word])).toThrow(words);
  });
});

describe('applyOverrides', () => {
  it('sets keys and opens the groups they stand in', () => {
    expect(apply({ title: 't' }, 'model.embedding.size=3')).toEqual({ title: 't', model: { embedding: { size: 3 } } });
  });

  it('lets the last one win and leaves the manifest as it was', () => {
    const data = { seed: 0 };
    expect(apply(data, 'seed=1', 'seed=2')).toEqual({ seed: 2 });
    expect(data).toEqual({ seed: 0 });
  });

  it('opens shorthands', () => {
    const data = { train: { optimizer: 'adam' }, model: { embedding: 300 }, neurons: [1] };
    expect(
      apply(data, 'train.optimizer.learningRate=1', 'model.embedding.trainable=false', 'neurons.text=[2]'),
    ).toEqual({
      train: { optimizer: { name: 'adam', learningRate: 1 } },
      model: { embedding: { size: 300, trainable: false } },
      neurons: { text: [2], heatmap: [1], fourier: [1] },
    });
  });

  it('changes and appends elements of lists', () => {
    const data = { features: [{ name: 'a', match: 'x' }] };
    expect(apply(data, 'features.0.match=y', 'features.1={name: b, match: z}')).toEqual({
      features: [
        { name: 'a', match: 'y' },
        { name: 'b', match: 'z' },
      ],
    });
  });

  it('adds a feature to the catalogue', () => {
    expect(apply({ features: 'catalogue' }, 'features.1={name: b, match: z}')).toEqual({
      features: ['catalogue', { name: 'b', match: 'z' }],
    });
  });

  it('changes the default feature where none is listed', () => {
    expect(apply({}, 'features.0.match=[.]')).toEqual({ features: [{ name: 'all tokens', match: '[.]' }] });
  });

  it.each([
    ['title.x=3', '"title" is a single value and holds no keys'],
    ['features.5.match=x', '"features" is a list of 1 and has no place "5"'],
    ['features.first.match=x', 'has no place "first"'],
  ])('refuses %s', (word, words) => {
    expect(() => apply({ title: 't', features: [{}] }, word)).toThrow(words);
  });
});
