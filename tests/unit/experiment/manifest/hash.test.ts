import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../runner/core/hash.ts';
import { configHash, trainingHash } from '../../../../runner/experiment/manifest/hash.ts';
import { folder } from './folder.ts';

const { load } = folder();
const manifestWith = async (...overrides: string[]) => (await load(overrides, 'title: t\n')).manifest;
const corpusHash = 'c'.repeat(64);

describe('canonicalJson', () => {
  it('does not depend on the order of keys', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
  });
});

describe('configHash', () => {
  it('changes with every key but those without consequence', async () => {
    const hash = configHash(await manifestWith());
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(configHash(await manifestWith('sample.temperature=0.5'))).not.toBe(hash);
    for (const word of ['engine=reference', 'device=cpu', 'theme=light', 'runs=x', 'results=x']) {
      expect(configHash(await manifestWith(word))).toBe(hash);
    }
  });
});

describe('trainingHash', () => {
  it.each(['corpus.minimumCount=3', 'model.units=4', 'train.epochs=2', 'seed=1'])('changes with %s', async (word) => {
    const before = trainingHash(await manifestWith(), corpusHash);
    expect(trainingHash(await manifestWith(word), corpusHash)).not.toBe(before);
  });

  it.each([
    'title=u',
    'record.component=cell',
    'model.checkpoint=x',
    'detect.count=9',
    'corpus.source=moved.txt',
    'corpus.column=body',
  ])('does not change with %s', async (word) => {
    expect(trainingHash(await manifestWith(word), corpusHash)).toBe(trainingHash(await manifestWith(), corpusHash));
  });

  it("changes with the corpus' content", async () => {
    const manifest = await manifestWith();
    expect(trainingHash(manifest, 'd'.repeat(64))).not.toBe(trainingHash(manifest, corpusHash));
  });
});
