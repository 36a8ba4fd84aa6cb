import { expect, it } from 'vitest';
import { drawnOf } from '../../../../runner/experiment/manifest/record.ts';
import { resolvedManifestSchema } from '../../../../runner/experiment/manifest/resolved.ts';
import { withCatalogue } from '../../../../runner/text/labels/catalogue.ts';
import { folder } from './folder.ts';

const { load } = folder();

const rich = `title: Rich
corpus: { source: [a.txt, b.txt], unit: character, encoding: latin1, column: 2 }
model: { cell: gru, units: auto, embedding: 50, initialization: normal(0.01) }
train: { objective: last, optimizer: rmsprop, clipValue: 5, patience: none }
observe: { segment: none }
neurons: { text: [17-19], heatmap: 4 }
fourier: { band: [0.4, 0.5] }
features:
  - catalogue
  - { name: rare, frequency: [1001, none], among: all }
  - { name: late, position: line, from: 9 }
  - { name: people, labels: a.jsonl }
  - { name: control, control: runs }
`;

it.each([rich, 'title: Small\nfeatures: catalogue\n'])(
  'a resolved manifest is published and read back as it is',
  async (text) => {
    const { manifest } = await load([], text);
    const resolved = { ...manifest, features: withCatalogue(manifest.features, manifest.corpus.unit) };
    const published: unknown = JSON.parse(JSON.stringify(resolved));
    expect(resolvedManifestSchema.parse(published)).toStrictEqual(published);
  },
);

it('an older manifest that lacks a key has its default; one that lacks what only resolving gives is refused', async () => {
  const { manifest } = await load([], 'title: Small\n');
  const { seeds: _, ...older } = manifest;
  expect(resolvedManifestSchema.parse(older).seeds).toBe(1);
  const record = { layer: drawnOf(manifest).layer };
  expect(resolvedManifestSchema.safeParse({ ...manifest, record }).success).toBe(false);
  expect(resolvedManifestSchema.safeParse({ ...manifest, features: 'catalogue' }).success).toBe(false);
});
