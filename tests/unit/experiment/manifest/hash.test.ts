import { expect, it } from 'vitest';
import { canonicalJson } from '../../../../runner/core/hash.ts';
import { configHash, trainingHash } from '../../../../runner/experiment/manifest/hash.ts';
import { folder } from './folder.ts';

const { load } = folder();
const manifestWith = async (...overrides: string[]) => (await load(overrides, 'title: t\n')).manifest;
const corpusHash = 'c'.repeat(64);

it('canonical JSON does not depend on the order of keys', () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
});

it.each([
  ['changes', 'sample.temperature=0.5'],
  ...['engine=reference', 'device=cpu', 'theme=light', 'runs=x', 'results=x'].map((word) => ['is as it was', word]),
])('the hash of an experiment %s with %s', async (how, word) => {
  const hash = configHash(await manifestWith());
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(configHash(await manifestWith(word)) === hash ? 'is as it was' : 'changes').toBe(how);
});

const without =
  'title=u record.component=cell model.checkpoint=x detect.count=9 corpus.source=moved.txt corpus.column=body';
it.each([
  ...['corpus.minimumCount=3', 'model.units=4', 'train.epochs=2', 'seed=1'].map((word) => ['changes', word] as const),
  ...without.split(' ').map((word) => ['is as it was', word] as const),
])('the hash of a training %s with %s', async (how, word) => {
  const [before, after] = [await manifestWith(), await manifestWith(word)].map((own) => trainingHash(own, corpusHash));
  expect(before === after ? 'is as it was' : 'changes').toBe(how);
});

it("the hash of a training changes with the corpus' content", async () => {
  const manifest = await manifestWith();
  expect(trainingHash(manifest, 'd'.repeat(64))).not.toBe(trainingHash(manifest, corpusHash));
});
