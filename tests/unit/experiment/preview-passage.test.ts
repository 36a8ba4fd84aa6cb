import { expect, it } from 'vitest';
import { memorySink, observe } from '../../../runner/analysis/reading/observe.ts';
import { type ColouredText, silentReporter } from '../../../runner/core/reporter.ts';
import { previewPassage } from '../../../runner/experiment/preview-passage.ts';
import { referenceEngine } from '../../../runner/nn/engines/reference/engine.ts';
import { initialWeights } from '../../../runner/nn/train/initialization.ts';

const architecture = { cell: 'lstm', layers: 1, units: 5, embedding: 3, vocabulary: 4 } as const;
const checkpoint = {
  architecture,
  unit: 'word',
  vocabulary: ['a', ' ', '.', 'b'],
  weights: initialWeights(architecture, 'glorot', 7),
};
const length = 1024;
const documents = 20;
const ids = Int32Array.from({ length: documents * length }, (_, t) => (t * t + Math.floor(t / 7)) % 4);
const segments = Array.from({ length: documents }, (_, s) => [s * length, length] as const);
const mask = Uint8Array.from(ids, (id) => Number(id === 2));

const manifest = { record: { layer: 1, component: 'hidden' }, detect: { by: 'relevance' }, observe: { warmUp: 0 } };

async function seen(changes: object = {}, worth = 0): Promise<ColouredText | undefined> {
  const told: ColouredText[] = [];
  const text = {
    ids,
    segments,
    before: new Int32Array(),
    documentOfSegment: segments.keys().toArray(),
    tokens: Array.from(ids, (id) => checkpoint.vocabulary[id]),
  };
  const context = {
    checkpoint,
    text,
    engine: referenceEngine,
    marked: [{ feature: { name: 'stop' }, mask }],
    manifest,
    reporter: { ...silentReporter, glance: (own: ColouredText) => void told.push(own) },
    ...changes,
  };
  await previewPassage(context as unknown as Parameters<typeof previewPassage>[0], worth);
  return told[0];
}

it('shows the neuron that differs most and stands out most on the first documents, as they are read with all others', async () => {
  const sink = memorySink(ids.length, 5);
  await observe({ engine: referenceEngine, checkpoint, ids, segments, sink, predict: 'nothing' });
  const rows = sink.arrays.get('hidden.1') ?? new Float32Array();
  const value = (neuron: number, t: number) => rows[t * 5 + neuron] ?? Number.NaN;
  const read = Array.from({ length: 8 * length }, (_, t) => t);
  const told = [0, 1, 2, 3, 4].map((neuron) => {
    const mean = (all: number[], of: (t: number) => number) => all.reduce((sum, t) => sum + of(t), 0) / all.length;
    const [inside = [], outside = []] = [1, 0].map((mark) => read.filter((t) => mask[t] === mark));
    const here = (t: number) => value(neuron, t);
    const stands = mean(inside, (t) => {
      const [first, last] = [t % length === 0, t % length === length - 1];
      return Math.abs(2 * here(t) - here(first ? t + 1 : t - 1) - here(last ? t - 1 : t + 1));
    });
    return { stands, differs: Math.abs(mean(inside, here) - mean(outside, here)) };
  });
  const bestBy = (score: (own: (typeof told)[number]) => number): number =>
    told.map(score).reduce((best, each, neuron, all) => (each > (all[best] ?? 0) ? neuron : best), 0);
  const best = bestBy(({ stands, differs }) => stands + differs);
  const text = await seen();
  expect(text?.title).toBe(
    `So far neuron ${best} tells “stop” best (8 documents); now all are read, and it is tested.`,
  );
  const shown = Array.from(text?.values ?? []);
  expect(shown).toHaveLength(120);
  for (const [t, own] of shown.entries()) expect(own).toBeCloseTo(value(best, t), 6);
  // Where neurons are chosen by their effect, what stands out does not count.
  const byEffect = bestBy(({ differs }) => differs);
  expect(byEffect).not.toBe(best);
  expect((await seen({ manifest: { ...manifest, detect: { by: 'effect' } } }))?.title).toContain(`neuron ${byEffect} `);
});

it('shows nothing of little work, of a number, of one stream, or of a text from right to left', async () => {
  expect(await seen({}, Number.POSITIVE_INFINITY)).toBeUndefined();
  // Where nobody looks nothing is read: it would be asked of an engine that there is not.
  expect(await seen({ reporter: silentReporter, engine: null })).toBeUndefined();
  expect(await seen({ marked: [{ feature: { name: 'n' }, mask: new Float32Array(ids.length) }] })).toBeUndefined();
  const stream = { ids, tokens: [], segments: [[0, ids.length]], before: new Int32Array() };
  expect(await seen({ text: stream })).toBeUndefined();
  expect(await seen({ text: { ...stream, segments, direction: 'backward' } })).toBeUndefined();
});
