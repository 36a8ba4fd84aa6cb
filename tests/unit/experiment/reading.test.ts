import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { type Progress, silentReporter } from '../../../runner/core/reporter.ts';
import { findRecording, keptArrays, named, record, stopIfAsked, write } from '../../../runner/experiment/reading.ts';
import { predictionsSchema } from '../../../runner/experiment/results/schema.ts';
import { referenceEngine } from '../../../runner/nn/engines/reference/engine.ts';
import type { Engine } from '../../../runner/nn/models/program.ts';
import type { FamilyArchitecture } from '../../../runner/nn/models/readers/families.ts';
import { recordedNames } from '../../../runner/nn/models/reading.ts';
import { initialWeights } from '../../../runner/nn/train/initialization.ts';

const run = mkdtempSync(join(tmpdir(), 'rnn-atlas-record-'));
afterAll(() => rmSync(run, { recursive: true }));

/** Says by whom it was asked. */
const asked = (job: string): Engine => ({
  name: 'reference',
  device: 'cpu',
  compile: () => Promise.reject(new Error(`asked to do the ${job}`)),
});

const architecture = { cell: 'rnn', layers: 1, units: 2, embedding: 2, vocabulary: 3 } as const;
const ids = Int32Array.of(0, 1, 2, 1);
// Only what the two stages look at.
const context = {
  engine: asked('evidence'),
  engines: {
    training: asked('training'),
    reading: asked('reading'),
    sampling: asked('sampling'),
    evidence: asked('evidence'),
  },
  checkpoint: { architecture, vocabulary: ['a', ' ', '.'], weights: initialWeights(architecture, 'glorot', 1) },
  manifest: { observe: { warmUp: 0 }, sample: { length: 3, temperature: 1 }, seed: 1 },
  text: { ids, segments: [[0, 4]], before: new Int32Array() },
  observed: { ids, segments: [[0, 4]], before: new Int32Array() },
  prompt: { ids: ids.subarray(0, 1), tokens: ['a'], unknown: [] },
  paths: { run },
  reporter: silentReporter,
  interrupted: () => false,
} as unknown as Parameters<typeof record>[0] & Parameters<typeof write>[0];

describe('each stage asks the engine that was chosen for it', () => {
  it('reading', async () => {
    await expect(record(context)).rejects.toThrow('asked to do the reading');
  });

  it('sampling', async () => {
    await expect(write(context)).rejects.toThrow('asked to do the sampling');
  });
});

describe('on an engine that computes', () => {
  const lstm = { ...architecture, cell: 'lstm' } as const;
  const checkpoint = { ...context.checkpoint, architecture: lstm, weights: initialWeights(lstm, 'glorot', 1) };
  const engines = { ...context.engines, reading: referenceEngine, sampling: referenceEngine };

  it('the prompt counts as work, so that the progress of writing ends at the whole and not beyond', async () => {
    const heard: Progress[] = [];
    const reporter = { ...silentReporter, progress: (progress: Progress) => heard.push(progress) };
    await write({ ...context, checkpoint, engines, reporter });
    // One token of the prompt and three drawn.
    expect(heard.map(({ done, total }) => [done, total])).toEqual([1, 2, 3, 4].map((done) => [done, 4]));
  });

  it('a network whose state grows beyond all numbers is told to do so, and not recorded', async () => {
    const relu = { ...architecture, cell: 'rnn-relu' } as const;
    const weights = Object.fromEntries(
      Object.entries(initialWeights(relu, 'glorot', 1)).map(([name, own]) => [
        name,
        { ...own, data: own.data.map((value) => 1e3 * Math.abs(value)) },
      ]),
    );
    const growing = { ...context, checkpoint: { ...context.checkpoint, architecture: relu, weights }, engines };
    const text = (segments: [number, number][]) => ({
      ids: new Int32Array(40).fill(1),
      segments,
      before: new Int32Array(),
    });
    const parts = Array.from({ length: 10 }, (_, at): [number, number] => [4 * at, 4]);
    await expect(record({ ...growing, text: text(parts) } as unknown as typeof context)).resolves.toBeDefined();
    const stream = { ...growing, text: text([[0, 40]]) } as unknown as typeof context;
    await expect(record(stream)).rejects.toThrow(/^The model's numbers grew beyond all bounds .*observe\.segment=/);
    expect(
      await findRecording(run, { checkpoint: stream.checkpoint, text: stream.text, arrays: recordedNames(relu) }),
    ).toBeNull();
    const long = { ...growing, manifest: { ...context.manifest, sample: { length: 40, temperature: 1 } } };
    await expect(write(long as unknown as typeof context)).rejects.toThrow(/grew beyond all bounds .*sample\.length/);
  });

  it('a recording is not taken for that of the same weights with other gates, or after another text', async () => {
    await record({ ...context, checkpoint, engines });
    const arrays = recordedNames(lstm);
    const kept = (of: typeof checkpoint) => findRecording(run, { checkpoint: of, text: context.text, arrays });
    expect((await kept(checkpoint))?.nll).toHaveLength(3);
    const recurrentActivation = 'hard_sigmoid' as const;
    expect(await kept({ ...checkpoint, architecture: { ...lstm, recurrentActivation } as typeof lstm })).toBeNull();
    const text = { ...context.text, before: Int32Array.of(1) };
    expect(await findRecording(run, { checkpoint, text, arrays })).toBeNull();
    const fewer = arrays.slice(1);
    expect(await findRecording(run, { checkpoint, text: context.text, arrays: fewer })).toBeNull();
  });

  it('all is recorded, but of a whole network where that is gigabytes what is analysed or has an atlas', () => {
    const rwkv: FamilyArchitecture & { hidden: number } = {
      ...{ family: 'rwkv4', layers: 3, vocabulary: 9, width: 4, hidden: 8 },
    };
    // 3 layers of 7 arrays of 4 and one of 8: 432 bytes a token.
    const many = Math.floor(2e9 / 432) + 1;
    const record = [
      { layer: 2, component: 'channelHidden' },
      { layer: 3, component: 'value' },
    ];
    expect(keptArrays({ record, atlas: 'component' }, lstm, 1e9)).toEqual(recordedNames(lstm));
    expect(keptArrays({ record, atlas: 'none' }, rwkv, many - 1)).toEqual(recordedNames(rwkv));
    expect(keptArrays({ record, atlas: 'none' }, rwkv, many)).toEqual(['channelHidden.2', 'value.3']);
    const all = keptArrays({ record, atlas: 'all' }, rwkv, many);
    expect(all).toEqual(expect.arrayContaining(['channelHidden.2', 'value.3', 'wkv.2', 'channelGate.2']));
    expect(all.filter((name) => name.endsWith('.1') || name === 'residual.2')).toEqual([]);
  });
});

test('each expected token is published once, and its places are told by number', () => {
  const likely = [
    [
      { id: 7, probability: 0.51234567 },
      { id: 2, probability: 0.25 },
    ],
    [
      { id: 2, probability: 0.9 },
      { id: 0, probability: 0.00001 },
    ],
  ];
  const published = named(likely, ['<unk>', 'a', '<script>', 'c', 'd', 'e', 'f', ' ']);
  expect(predictionsSchema.parse(published)).toEqual({
    tokens: [' ', '<script>', '<unk>'],
    next: [
      [0, 1],
      [1, 2],
    ],
    probability: [
      [0.5123, 0.25],
      [0.9, 0],
    ],
  });
});

type Work = Parameters<typeof stopIfAsked>[0];
const work = (checkpoint: string | null, further = false) =>
  ({
    interrupted: () => true,
    paths: { cwd: '/home', run: '/home/runs/x' },
    manifest: { model: { checkpoint }, train: { continue: further } },
  }) as unknown as Work;

describe('a reading that was stopped', () => {
  it('says where the model is', () => {
    const files = (of: Work): string => {
      try {
        stopIfAsked(of);
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(files(work(null))).toMatch(/The model is kept in runs\/x/);
    expect(files(work('models/mine', true))).toMatch(/The model is kept in runs\/x/);
    expect(files(work('models/mine'))).toMatch(/The model models\/mine is as it was/);
  });
});
