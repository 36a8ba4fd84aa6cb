/** Gradients of a reading are those of PyTorch; of every other cell what the loss changes by when its input is moved. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Interrupted } from '../../../runner/core/errors.ts';
import { random } from '../../../runner/core/random.ts';
import type { TextLoss } from '../../../runner/library/gradient.ts';
import type { Patch } from '../../../runner/library/patch.ts';
import { cellNames } from '../../../runner/nn/models/cells/cells.ts';
import { type Checkpoint, loadCheckpoint } from '../../../runner/nn/models/checkpoint.ts';
import { valueNamed } from '../../../runner/nn/models/program.ts';
import { initialWeights } from '../../../runner/nn/train/initialization.ts';
import { engineNames } from '../nn/engines/every-engine.ts';
import { fixture } from '../nn/engines/fixture.ts';
import { deviation, expectedIn, families, modern, opened } from '../nn/models/readers/reference-networks.ts';

/** [tokens][units] by loss and array; made by tests/fixtures/gradients/make.py. */
type Numbers = Readonly<Record<'nll' | 'logit', Readonly<Record<string, number[][]>>>>;
const pytorch: Readonly<Record<string, Numbers & { ids: number[] }>> = JSON.parse(
  readFileSync(new URL('../../fixtures/gradients/gradients.json', import.meta.url), 'utf8'),
);
const near = 1e-4;
const onReference = (name: string) => opened(fixture(name), { engine: 'reference' });

describe.each(engineNames)('by %s', (engine) => {
  /** ONNX Runtime takes up to a second for the graph of one: it is given the first. */
  const some = <Case>(all: readonly Case[]) => (engine === 'onnx' ? all.slice(0, 1) : all);

  it.each(some(Object.keys(pytorch)))('%s: by hidden states and token vectors, one-hot ones too', async (name) => {
    const { ids, nll, logit } = valueNamed(pytorch, name);
    const model = await opened(fixture(name), { engine });
    const of = Object.keys(nll);
    const cases = [
      ['nll', nll],
      [{ token: 33, id: 3, minus: 5 }, logit],
    ] as const;
    for (const [loss, expected] of cases) {
      const found = await model.gradient(ids, loss, { of });
      expect(Object.keys(found)).toEqual(of);
      for (const array of of) {
        const wanted = valueNamed(expected, array).flat();
        expect(found[array]).toHaveLength(wanted.length);
        expect(deviation(found[array] ?? [], wanted), array).toBeLessThan(near);
      }
    }
  });

  it.each(some(families))('%s: by what each network has of its own', async (file, folder, component) => {
    const array = `${component}.1`;
    const { ids, of } = await expectedIn(`${folder}/expected.npz`);
    const expected = of(`gradient.${array}`);
    const model = await opened(modern(file), { engine });
    const found = await model.gradient(ids, 'nll', { of: array });
    expect(found[array]).toHaveLength(expected.data.length);
    expect(deviation(found[array] ?? [], expected)).toBeLessThan(near);
  });
});

/** A network of a cell, and a text of which each token stands once: a row of the token vectors is its vector alone. */
function small(cell: (typeof cellNames)[number]): { checkpoint: Checkpoint; ids: number[] } {
  const architecture = { cell, layers: 2, units: 4, embedding: 3, vocabulary: 40 };
  const vocabulary = Array.from({ length: 40 }, (_, id) => String.fromCharCode(97 + id));
  const weights = initialWeights(architecture, { normal: 0.7 }, 5);
  return { checkpoint: { architecture, vocabulary, unit: 'character', weights }, ids: [...vocabulary.keys()].slice(2) };
}
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

it.each(cellNames)('%s: the loss changes by as much as its token vectors are moved along', async (cell) => {
  const { checkpoint, ids } = small(cell);
  const { 'embedding.weight': table = { shape: [], data: new Float32Array() } } = checkpoint.weights;
  const source = random(2);
  const along = table.data.map(() => source.normal());
  const lossAt = async (far: number) => {
    const data = table.data.map((value, i) => value + far * (along[i] ?? 0));
    const moved = { ...checkpoint.weights, 'embedding.weight': { ...table, data } };
    const model = await opened({ ...checkpoint, weights: moved }, { engine: 'reference' });
    return sum((await model.read(ids)).nll);
  };
  const model = await opened(checkpoint, { engine: 'reference' });
  const { embedding = [] } = await model.gradient(ids, 'nll', { of: 'embedding' });
  const slope = sum(Array.from(embedding, (value, i) => value * (along[2 * 3 + i] ?? 0)));
  expect(Math.abs(slope)).toBeGreaterThan(0.05);
  const change = (await lossAt(2e-3)) - (await lossAt(-2e-3));
  // Where a unit is rectified, the slope leaps on the way.
  expect(Math.abs(change / (4e-3 * slope) - 1)).toBeLessThan(0.01);
});

describe('what is changed on the way', () => {
  const ids = valueNamed(pytorch, 'lstm').ids;
  it.each<[string, string, Patch]>([
    ['lstm', 'hidden.1', { array: 'hidden.1', add: 0.1 }],
    ['lstm', 'forget.1', { array: 'forget.1', tokens: [3, 20], scale: 0.5 }],
    ['gru', 'embedding', { array: 'embedding', neurons: [1], set: 0.3 }],
    ['rnn-one-hot', 'hidden.1', { array: 'hidden.1', tokens: [34], set: 0 }],
    [
      'lstm-2-layers',
      'hidden.2',
      { array: 'cell.1', add: 0.2, project: Float32Array.of(1, 2, 0, 0, 0, 0, 0, 0, 0, 1) },
    ],
  ])('%s: the derivative by %s is that by what then stands there', async (name, array, patch) => {
    const model = await onReference(name);
    const { [array]: slopes = new Float32Array() } = await model.gradient(ids, 'nll', { of: array, patch: [patch] });
    const width = slopes.length / ids.length;
    const source = random(3);
    const along = Float32Array.from({ length: width }, () => source.normal());
    const at = [1, 7, 30];
    const lossAt = async (far: number) => {
      const add = along.map((value) => far * value);
      return sum((await model.read(ids, { patch: [patch, { array, tokens: at, add }] })).nll);
    };
    const slope = at.reduce(
      (total, t) => total + sum(along.map((value, i) => value * (slopes[t * width + i] ?? 0))),
      0,
    );
    const change = (await lossAt(0.01)) - (await lossAt(-0.01));
    expect(Math.abs(change - 0.02 * slope)).toBeLessThan(2e-4 * Math.max(1, Math.abs(slope)));
  });

  it('integrated along the way from nothing to the token vectors, gradients add up to what the loss changes by', async () => {
    const few = ids.slice(0, 12);
    const model = await onReference('lstm-2-layers');
    const { values } = (await model.read(few, { record: ['embedding'] })).component('embedding');
    const steps = 20;
    let total = 0;
    for (let step = 0.5; step < steps; step++) {
      const patch = [{ array: 'embedding', scale: step / steps }];
      const { embedding = [] } = await model.gradient(few, 'nll', { of: 'embedding', patch });
      total += sum(Array.from(embedding, (slope, i) => slope * (values[i] ?? 0))) / steps;
    }
    const none = await model.read(few, { patch: [{ array: 'embedding', scale: 0 }] });
    const change = sum((await model.read(few)).nll) - sum(none.nll);
    expect(Math.abs(change)).toBeGreaterThan(0.1);
    expect(total).toBeCloseTo(change, 3);
  });

  it('may be token vectors where a model reads or writes too, but not one-hot input', async () => {
    const [model, oneHot] = [await opened(fixture('lstm')), await opened(fixture('rnn-one-hot'))];
    // So many that else the input is taken from a table of all tokens.
    const long = [...ids, ...ids];
    const { values, width } = (await model.read(long, { record: ['embedding'] })).component('embedding');
    const { data = new Float32Array() } = model.checkpoint.weights['embedding.weight'] ?? {};
    expect([...values]).toEqual(long.flatMap((id) => [...data.subarray(id * width, (id + 1) * width)]));
    const swapped = { array: 'embedding', tokens: [5], set: data.subarray(20 * width, 21 * width) };
    const [changed, other] = [await model.read(long, { patch: [swapped] }), await model.read(long.toSpliced(5, 1, 20))];
    const hidden = other.component('hidden.1').values;
    expect(deviation(changed.component('hidden.1').values, hidden)).toBeLessThan(1e-6);
    expect((await model.read(long, { before: changed })).tokens).toHaveLength(72);
    for (const asked of [{ record: ['embedding'] }, { patch: [{ array: 'embedding', add: 1 }] }])
      await expect(oneHot.read(ids, asked)).rejects.toThrow(/no "embedding"/);
  });
});

describe('a loss', () => {
  it('that a program writes is differentiated as it says', async () => {
    const { ids, logit } = valueNamed(pytorch, 'gru');
    const model = await onReference('gru');
    const told: number[] = [];
    const margin = (logits: Float32Array) => {
      const gradient = new Float32Array(logits.length);
      [gradient[33 * 24 + 3], gradient[33 * 24 + 5]] = [1, -1];
      told.push(logits.length);
      return { value: 0, gradient };
    };
    const { embedding = [] } = await model.gradient(ids, margin, { of: 'embedding' });
    expect(deviation(embedding, (logit.embedding ?? []).flat())).toBeLessThan(near);
    expect(told).toEqual([36 * 24]);
  });

  it('of what was read before goes back to where the text begins, and is as if the whole had been read', async () => {
    const { ids, nll } = valueNamed(pytorch, 'lstm');
    const model = await onReference('lstm');
    const late = (logits: Float32Array, from: number) => {
      const gradient = new Float32Array(logits.length);
      gradient[(35 - from) * 24 + 1] = 1;
      return { value: 0, gradient };
    };
    const whole = await model.gradient(ids, (logits) => late(logits, 0), { of: 'cell.1' });
    const rest = await model.gradient(ids.slice(20), (logits) => late(logits, 20), {
      of: 'cell.1',
      before: ids.slice(0, 20),
    });
    expect(deviation(rest['cell.1'] ?? [], (whole['cell.1'] ?? new Float32Array()).slice(200))).toBeLessThan(near);
    expect(nll.embedding).toHaveLength(36);
  });

  it('of a model that reads from the end stands at the places of the text', async () => {
    const checkpoint = await loadCheckpoint(fixture('lstm'));
    const text = 'the cat said , "who is it?"';
    const forward = await opened(checkpoint, { engine: 'reference' });
    const backward = await opened({ ...checkpoint, direction: 'backward' }, { engine: 'reference' });
    const turned = (await backward.read(text)).ids.toReversed();
    const last = turned.length - 1;
    const of = 'hidden.1';
    const { [of]: wanted = new Float32Array() } = await forward.gradient(turned, { token: last, id: 4 }, { of });
    const { [of]: found = new Float32Array() } = await backward.gradient(text, { token: 0, id: 4 }, { of });
    const rows = Array.from({ length: last + 1 }, (_, t) => wanted.subarray(t * 10, (t + 1) * 10));
    expect([...found]).toEqual(rows.toReversed().flatMap((row) => [...row]));
  });

  const gives = (gradient: unknown) => () => ({ value: 0, gradient });
  it.each<[string, unknown, string | string[], RegExp]>([
    ['an array that is not there', 'nll', 'hidden.2', /no "hidden\.2".*input\.1, .*embedding/],
    ['no array', 'nll', [], /No array is named/],
    ['a token behind the end', { token: 3, id: 1 }, 'hidden.1', /token 3, and there are 3/],
    ['an id that there is none of', { token: 0, id: 24 }, 'hidden.1', /id 24, and there are 24/],
    ['another that there is none of', { token: 0, id: 1, minus: 0.5 }, 'hidden.1', /id 0\.5/],
    ['a name', 'mse', 'hidden.1', /no loss "mse".*'nll'/],
    ['nothing', null, 'hidden.1', /no loss null/],
    ['what names no token', {}, 'hidden.1', /token undefined/],
    ['a function that gives nothing', () => ({ value: 0 }), 'hidden.1', /no derivatives of 72 logits/],
    ['one of a wrong length', gives(new Float32Array(3)), 'hidden.1', /3 derivatives of 72 logits/],
    ['one that is no number', gives(new Float32Array(72).fill(Number.NaN, 7)), 'hidden.1', /NaN .* logit 7/],
  ])('is refused where it is none, or nothing can be told of it: %s', async (_name, loss, of, says) => {
    const model = await onReference('lstm');
    await expect(model.gradient([3, 1, 2], loss as TextLoss, { of })).rejects.toThrow(says);
  });

  it('of a text of one token or none is refused, and what was stopped stops', async () => {
    const model = await onReference('lstm');
    await expect(model.gradient([3], 'nll', { of: 'hidden.1' })).rejects.toThrow(/one token/);
    await expect(model.gradient('', 'nll', { of: 'hidden.1' })).rejects.toMatchObject({ code: 'nothing-to-read' });
    const signal = AbortSignal.abort();
    await expect(model.gradient([3, 1], 'nll', { of: 'hidden.1', signal })).rejects.toThrow(Interrupted);
    const shares: number[] = [];
    await model.gradient(
      Array.from({ length: 70 }, () => 1),
      'nll',
      { of: 'hidden.1', onProgress: (share) => shares.push(share) },
    );
    expect(shares.at(-1)).toBe(1);
    expect(shares).toHaveLength(6);
  });
});
