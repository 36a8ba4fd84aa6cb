import { beforeAll, describe, expect, it } from 'vitest';
import { type Progress, silentReporter } from '../../../runner/core/reporter.ts';
import { findRecording, keptArrays, named, record, stopIfAsked, write } from '../../../runner/experiment/reading.ts';
import { predictionsSchema } from '../../../runner/experiment/results/schema.ts';
import { referenceEngine } from '../../../runner/nn/engines/reference/engine.ts';
import type { FamilyArchitecture } from '../../../runner/nn/models/readers/families.ts';
import { recordedNames } from '../../../runner/nn/models/reading.ts';
import { initialWeights } from '../../../runner/nn/train/initialization.ts';
import { predictNext } from '../analysis/reading/predict-next.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const { path: run } = temporaryFolder();

const architecture = { cell: 'lstm', layers: 1, units: 2, embedding: 2, vocabulary: 3 } as const;
const checkpoint = { architecture, vocabulary: ['a', ' ', '.'], weights: initialWeights(architecture, 'glorot', 1) };
const observed = { ids: Int32Array.of(0, 1, 2, 1), segments: [[0, 4]], before: new Int32Array() };

type Context = Parameters<typeof record>[0] & Parameters<typeof write>[0];
/** Only what the two stages look at. */
const aContext = (changes: object = {}) =>
  ({
    checkpoint,
    text: observed,
    observed,
    engine: referenceEngine,
    manifest: { observe: { warmUp: 0 }, sample: { length: 3, temperature: 1 }, seed: 1 },
    prompt: { ids: Int32Array.of(0), tokens: ['a'], unknown: [] },
    paths: { run },
    reporter: silentReporter,
    interrupted: () => false,
    ...changes,
  }) as unknown as Context;

it('the prompt counts as work, and what is likely next is what the network says token by token', async () => {
  const heard: Progress[] = [];
  const { observed: read } = await record(aContext());
  const reporter = { ...silentReporter, progress: (progress: Progress) => heard.push(progress) };
  const { sampled, predictions } = await write(aContext({ reporter, observed: read }));
  // One token of the prompt and three drawn.
  expect(heard.map(({ done, total }) => [done, total])).toEqual([1, 2, 3, 4].map((done) => [done, 4]));
  const alone = { engine: referenceEngine, checkpoint, count: 5, resets: [] };
  for (const [name, { ids }] of Object.entries({ observed: read, sampled })) {
    expect(predictions[name as 'observed']).toEqual(named(await predictNext({ ...alone, ids }), checkpoint.vocabulary));
  }
});

it('a network whose state grows beyond all numbers is told to do so, and not recorded', async () => {
  const relu = { ...architecture, cell: 'rnn-relu' } as const;
  const weights = Object.entries(initialWeights(relu, 'glorot', 1)).map(([name, own]) => {
    const data = own.data.map((value) => 1e3 * Math.abs(value));
    return [name, { ...own, data }];
  });
  const growing = { checkpoint: { ...checkpoint, architecture: relu, weights: Object.fromEntries(weights) } };
  const text = (segments: [number, number][]) => ({ ...observed, ids: new Int32Array(40).fill(1), segments });
  const parts = Array.from({ length: 10 }, (_, at): [number, number] => [4 * at, 4]);
  await expect(record(aContext({ ...growing, text: text(parts) }))).resolves.toBeDefined();
  const stream = aContext({ ...growing, text: text([[0, 40]]) });
  await expect(record(stream)).rejects.toThrow(/^The model's numbers grew beyond all bounds .*observe\.segment=/);
  expect(await findRecording(run, { ...stream, arrays: recordedNames(relu) })).toBeNull();
  const manifest = { observe: { warmUp: 0 }, sample: { length: 40, temperature: 1 }, seed: 1 };
  await expect(write(aContext({ ...growing, manifest }))).rejects.toThrow(/grew beyond all bounds .*sample\.length/);
});

describe('a recording', () => {
  const context = aContext();
  const arrays = recordedNames(architecture);
  beforeAll(async () => {
    await record(context);
  });

  it('is found again', async () => {
    expect((await findRecording(run, { ...context, arrays }))?.nll).toHaveLength(3);
  });

  const hard = { ...checkpoint, architecture: { ...architecture, recurrentActivation: 'hard_sigmoid' } };
  it.each([
    ['of the same weights with other gates', { checkpoint: hard }],
    ['after another text', { text: { ...observed, before: Int32Array.of(1) } }],
    ['of fewer arrays', { arrays: arrays.slice(1) }],
  ])('is not taken for that %s', async (_, changes) => {
    expect(await findRecording(run, { ...context, arrays, ...changes } as never)).toBeNull();
  });

  it('all is recorded, but of a whole network where that is gigabytes what is analysed or has an atlas', () => {
    const rwkv: FamilyArchitecture & { hidden: number } = {
      family: 'rwkv4',
      layers: 3,
      vocabulary: 9,
      width: 4,
      hidden: 8,
    };
    // 3 layers of 7 arrays of 4 and one of 8: 432 bytes a token.
    const many = Math.floor(2e9 / 432) + 1;
    const record = [
      { layer: 2, component: 'channelHidden' },
      { layer: 3, component: 'value' },
    ];
    expect(keptArrays({ record, atlas: 'component' }, architecture, 1e9)).toEqual(arrays);
    expect(keptArrays({ record, atlas: 'none' }, rwkv, many - 1)).toEqual(recordedNames(rwkv));
    expect(keptArrays({ record, atlas: 'none' }, rwkv, many)).toEqual(['channelHidden.2', 'value.3', 'residual.3']);
    const all = keptArrays({ record, atlas: 'all' }, rwkv, many);
    expect(all).toEqual(expect.arrayContaining(['channelHidden.2', 'value.3', 'wkv.2', 'channelGate.2']));
    expect(all.filter((name) => name.endsWith('.1') || name === 'residual.2')).toEqual([]);
  });
});

it('each expected token is published once, and its places are told by number', () => {
  const likely = (...all: [id: number, probability: number][]) => all.map(([id, probability]) => ({ id, probability }));
  const places = [likely([7, 0.51234567], [2, 0.25]), likely([2, 0.9], [0, 0.00001])];
  expect(predictionsSchema.parse(named(places, ['<unk>', 'a', '<script>', 'c', 'd', 'e', 'f', ' ']))).toEqual({
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

it.each([
  ['of a model that was trained', null, false, /The model is kept in runs\/x/],
  ['of a model that is trained on', 'models/mine', true, /The model is kept in runs\/x/],
  ['of a model that is there', 'models/mine', false, /The model models\/mine is as it was/],
])('a reading that was stopped says where the model is: %s', (_, given, further, words) => {
  const work = {
    interrupted: () => true,
    paths: { cwd: '/home', run: '/home/runs/x' },
    manifest: { model: { checkpoint: given }, train: { continue: further } },
  } as unknown as Parameters<typeof stopIfAsked>[0];
  expect(() => stopIfAsked(work)).toThrow(expect.objectContaining({ message: expect.stringMatching(words) }));
});
