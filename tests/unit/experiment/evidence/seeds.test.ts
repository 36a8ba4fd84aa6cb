import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Reporter } from '../../../../runner/core/reporter.ts';
import { onnxEngine } from '../../../../runner/engines/onnx/engine.ts';
import { climb } from '../../../../runner/experiment/evidence/climb.ts';
import { withEmergence } from '../../../../runner/experiment/evidence/emergence.ts';
import { halvesOf } from '../../../../runner/experiment/evidence/halves.ts';
import { withReplication } from '../../../../runner/experiment/evidence/seeds.ts';
import { pathsOf } from '../../../../runner/experiment/folders.ts';
import { prepare } from '../../../../runner/experiment/prepare.ts';
import { trainedModel } from '../../../../runner/experiment/train-model.ts';
import type { LadderFeature } from '../../../../runner/ladder/ladder-input.ts';
import { loadManifest } from '../../../../runner/manifest/load.ts';
import { observeNeurons } from '../../../../runner/recording/observe-neurons.ts';
import { prose } from '../../../cli/texts.ts';

const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-seeds-'));
afterAll(() => rmSync(folder, { recursive: true }));
const steps: string[] = [];
const reporter: Reporter = {
  step: (title) => steps.push(title),
  progress: () => {},
  line: () => {},
  note: () => {},
  finish: () => {},
};
const engine = onnxEngine(1);

async function setUp(...overrides: string[]) {
  writeFileSync(join(folder, 'text.txt'), prose(3200));
  const settings = {
    title: 'Seeds',
    corpus: { source: 'text.txt', minimumCount: 1, heldOut: 0.6, validation: 0.1 },
    model: { units: 8, embedding: { size: 4 } },
    train: { epochs: 2, batch: 8, window: 8, keep: 'all' },
    observe: { segment: 64, warmUp: 8 },
    record: { component: 'hidden' },
    features: [{ name: 'short words', match: 'cat|dog|I' }],
    detect: { count: 1 },
  };
  writeFileSync(join(folder, 'seeds.yaml'), JSON.stringify(settings));
  const loaded = await loadManifest('seeds.yaml', overrides, folder);
  const paths = pathsOf(loaded, folder);
  const { manifest, corpus, text, tools } = await prepare({ loaded, paths, reporter });
  const interrupted = () => false;
  const train = () =>
    trainedModel({ manifest, corpus, start: null, fileVectors: null, engine, paths, reporter, interrupted });
  const { checkpoint } = await train();
  const work = { manifest, checkpoint, engine, paths, reporter, interrupted: () => false };
  const observed = { ...text, nll: new Float32Array(0) };
  const halves = halvesOf(observed, 8);
  const task = { work, observed, warmUp: 8, features: [], tools, heldOut: true, now: () => 0 };
  const read = (positions: Int32Array) =>
    observeNeurons({ engine, checkpoint, ids: text.ids, segments: text.segments, array: 'hidden.1', positions });
  const activations = {
    discovery: await read(halves.discovery.positions),
    confirmation: await read(halves.confirmation.positions),
  };
  const mask = ({ positions }: { positions: Int32Array }) =>
    Uint8Array.from(positions, (position) => (/^(cat|dog|I)$/.test(text.tokens[position] ?? '') ? 1 : 0));
  const features: LadderFeature[] = [
    {
      name: 'short words',
      masks: { discovery: mask(halves.discovery), confirmation: mask(halves.confirmation) },
      decidedByType: true,
      byHand: [],
      wholeText: [],
    },
  ];
  const { claims } = await climb(task, halves, activations, features);
  return { task, corpus, halves, activations, features, claims, paths, train, checkpoint };
}

let made: Awaited<ReturnType<typeof setUp>>;
beforeAll(async () => {
  made = await setUp('seeds=2');
}, 60_000);

it('trains the further seed in a folder of its own, and matches each claim with a neuron of it', async () => {
  const { task, corpus, halves, activations, features, claims, paths } = made;
  const [claim] = await withReplication(task, corpus, halves, activations, features, claims);
  expect(existsSync(join(paths.run, 'seeds/1/checkpoint/model.json'))).toBe(true);
  expect(existsSync(join(paths.run, 'seeds/1/epochs'))).toBe(false);
  const { status, reason, measured } = claim?.rungs.E5 ?? {};
  expect({ status, reason }).toEqual({ status: 'not testable', reason: '2 seeds were trained, and the share needs 5' });
  expect(measured?.matches).toHaveLength(1);
  expect(measured?.matches[0]?.seed).toBe(1);
  expect(measured?.matches[0]?.correlation).toBeGreaterThan(measured?.matches[0]?.random ?? 1);
  expect(measured?.matches[0]?.localAuc).not.toBe(0.5);
  expect(steps).toContain('Seed 1, 2 of 2');
}, 60_000);

it('says how to get it when one seed was asked for', async () => {
  const { task, corpus, halves, activations, features, claims } = made;
  const one = { ...task, work: { ...task.work, manifest: { ...task.work.manifest, seeds: 1 } } };
  const [claim] = await withReplication(one, corpus, halves, activations, features, claims);
  expect(claim?.rungs.E5).toEqual({
    status: 'not run',
    reason: 'Set seeds=5 to train 5 networks and compare them.',
    measured: null,
  });
});

it('measures a claim at the untrained model and after each epoch', async () => {
  const { task, halves, features, claims } = made;
  const [claim] = await withEmergence(task, halves, features, claims);
  expect(claim?.emergence?.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
  for (const { localAuc, interval } of claim?.emergence ?? []) {
    expect(interval[0]).toBeLessThan(localAuc);
    expect(interval[1]).toBeGreaterThan(localAuc);
  }
  // The kept model is that of the last epoch here, so its effect is the claim's own.
  const { curve } = made.checkpoint.training ?? {};
  expect(curve).toMatchObject({ bestEpoch: 2 });
  expect(claim?.emergence?.[2]?.localAuc).toBeCloseTo(claim?.rungs.E1.measured?.localAuc ?? 0, 9);
});

it('is trained again when its epochs are gone, and not otherwise', async () => {
  expect((await made.train()).reused).toBe(true);
  rmSync(join(made.paths.run, 'epochs'), { recursive: true });
  expect((await made.train()).reused).toBe(false);
  expect(existsSync(join(made.paths.run, 'epochs/2/model.json'))).toBe(true);
}, 60_000);
