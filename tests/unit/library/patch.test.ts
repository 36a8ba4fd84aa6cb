/** What is changed in a network while it reads, writes or answers pairs. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../runner/core/errors.ts';
import type { Model } from '../../../runner/library/model.ts';
import type { Patch } from '../../../runner/library/patch.ts';
import type { Reading } from '../../../runner/library/reading.ts';
import { cellNames } from '../../../runner/nn/models/cells/cells.ts';
import { loadCheckpoint } from '../../../runner/nn/models/checkpoint.ts';
import { initialWeights } from '../../../runner/nn/train/initialization.ts';
import { distance } from '../analysis/stats/reference.ts';
import { fixture } from '../nn/engines/fixture.ts';
import { families, modern, opened } from '../nn/models/readers/reference-networks.ts';
import { ids, torch, torchModel } from './torch-numbers.ts';

const lstm = () => opened(fixture('lstm-2-layers'));
const logitsAfter = async (model: Model, patch: Patch[], token = ids.length - 1): Promise<Float32Array> => {
  const { logits } = await model.read(ids, { logits: true, patch });
  const vocabulary = logits.length / ids.length;
  return logits.slice(token * vocabulary, (token + 1) * vocabulary);
};
/** Rows [from, to) of an array. */
const rows = (reading: Reading, array: string, from: number, to = ids.length): Float32Array => {
  const { values, width } = reading.component(array);
  return values.subarray(from * width, to * width);
};

const numbers = torch.flatMap((network) =>
  (['reference', 'onnx'] as const).flatMap((engine) =>
    network.patches.map(({ patch, logits }) => ({ network, name: network.name, engine, patch, logits })),
  ),
);
it.each(numbers)("$name by $engine gives PyTorch's logits with $patch.array changed (%#)", async (each) => {
  const model = await torchModel(each.network, each.engine);
  const found = await logitsAfter(model, [each.patch]);
  expect(distance(found, each.logits)).toBeLessThan(1e-4);
  expect(distance(found, each.network.plain)).toBeGreaterThan(1e-3);
});

const architectureOf = (cell: (typeof cellNames)[number]) => ({
  cell,
  layers: 2,
  units: 6,
  embedding: 4,
  vocabulary: 22,
});
const everyNetwork: [name: string, array: string, () => Promise<Model>][] = [
  ...cellNames.map((cell): (typeof everyNetwork)[number] => {
    const weights = initialWeights(architectureOf(cell), { normal: 0.6 }, 3);
    const vocabulary = [...'abcdefghijklmnopqrstuv'];
    return [
      cell,
      'hidden.1',
      () => opened({ architecture: architectureOf(cell), vocabulary, unit: 'character', weights }),
    ];
  }),
  ...families.map(([file, name]): (typeof everyNetwork)[number] => [name, 'residual.1', () => opened(modern(file))]),
];
it.each(everyNetwork)(
  '%s: a change after one token is there from it on, and its own values change nothing',
  async (...network) => {
    const [, array, opening] = network;
    const model = await opening();
    const free = await model.read(ids);
    const { width } = free.component(array);
    const add = Array.from({ length: width }, (_, n) => 0.5 * Math.sin(3 * n + 1));
    const changed = await model.read(ids, { patch: [{ array, tokens: [4], add }] });
    expect(distance(rows(changed, array, 0, 4), rows(free, array, 0, 4))).toBeLessThan(1e-6);
    const sums = Array.from(rows(free, array, 4, 5), (value, n) => value + (add[n] ?? 0));
    expect(distance(rows(changed, array, 4, 5), sums)).toBeLessThan(1e-5);
    expect(distance(changed.nll.subarray(4), free.nll.subarray(4))).toBeGreaterThan(1e-3);
    const same = await model.read(ids, {
      patch: model.names
        .map((name) => ({ array: name, add: 0 }))
        .filter(({ array: name }) => !name.startsWith('memoryNorm')),
    });
    expect(distance(same.nll, free.nll)).toBeLessThan(1e-6);
    const own = await model.read(ids, {
      patch: [
        { array, set: free },
        { array, tokens: [1], scale: 1 },
      ],
    });
    expect(distance(own.nll, free.nll)).toBeLessThan(1e-5);
  },
);

describe('a patch', () => {
  it("with another reading's states goes on as that reading did", async () => {
    const model = await lstm();
    const other = await model.read([1, 2, 3, 4, 5, ...ids.slice(5)]);
    const patch = ['hidden.1', 'cell.1', 'hidden.2', 'cell.2'].map((array) => ({ array, tokens: [4], set: other }));
    const patched = await model.read(ids, { patch });
    expect(distance(rows(patched, 'hidden.2', 4), rows(other, 'hidden.2', 4))).toBeLessThan(1e-6);
    expect(distance(rows(patched, 'hidden.2', 0, 4), rows(other, 'hidden.2', 0, 4))).toBeGreaterThan(1e-3);
    // The cell alone does not bring all of it.
    const cells = await model.read(ids, { patch: patch.slice(1, 2) });
    expect(distance(rows(cells, 'hidden.2', 4), rows(other, 'hidden.2', 4))).toBeGreaterThan(1e-3);
  });

  it("from a reading takes that one's values, token by token and neuron by neuron, within a subspace too", async () => {
    const model = await lstm();
    const other = await model.read(ids.toReversed());
    const some = await model.read(ids, { patch: [{ array: 'cell.1', neurons: [7, 2], set: other }] });
    for (const neuron of [7, 2]) expect(some.neuron('cell.1', neuron)).toEqual(other.neuron('cell.1', neuron));
    expect(some.neuron('cell.1', 0)).not.toEqual(other.neuron('cell.1', 0));
    const project = Array.from({ length: 100 }, (_, place) => Number(place % 11 === 0));
    const all = await model.read(ids, { patch: [{ array: 'cell.1', set: other, project }] });
    expect(distance(all.component('cell.1').values, other.component('cell.1').values)).toBeLessThan(1e-5);
  });

  it('stands in its place among others: each changes what those before it have left', async () => {
    const model = await lstm();
    const of = (change: Partial<Patch>): Patch => ({ array: 'cell.1', neurons: [3], ...change });
    const after = async (...patch: Patch[]) => [...(await model.read([1, 2], { patch })).neuron('cell.1', 3)];
    const [first = 0, second = 0] = await after();
    expect(second).not.toBe(0);
    const add = of({ add: 0.5 });
    expect(await after(add, of({ scale: 2, tokens: [0] }))).toEqual([
      expect.closeTo(2 * first + 1, 5),
      expect.anything(),
    ]);
    expect((await after(of({ scale: 2, tokens: [0] }), add))[0]).toBeCloseTo(2 * first + 0.5, 5);
    expect(await after(add, of({ set: (token) => token - 1 }))).toEqual([-1, 0]);
    expect(await after(of({ set: 1 }), of({ add: [0.25], tokens: [1] }))).toEqual([1, 1.25]);
  });

  it('is what clamp is short for', async () => {
    const model = await lstm();
    const list = ids.map((_, token) => token / 10);
    const held = await model.read(ids, { clamp: { 'hidden.1': { 2: 0.5, 7: list }, 'cell.2': { 0: -1 } } });
    const patched = await model.read(ids, {
      patch: [
        { array: 'hidden.1', neurons: [7, 2], set: (token, neuron) => (neuron === 2 ? 0.5 : token / 10) },
        { array: 'cell.2', neurons: [0], set: -1 },
      ],
    });
    expect(patched.nll).toEqual(held.nll);
    const both = await model.read(ids, { clamp: { 'hidden.1': { 2: 0.5 } }, patch: [{ array: 'hidden.1', scale: 2 }] });
    expect(new Set(both.neuron('hidden.1', 2))).toEqual(new Set([1]));
  });

  it('acts while a text is written as it does while that is read', async () => {
    const model = await lstm();
    const patch = [{ array: 'hidden.2', tokens: [1, 5], add: ids }];
    const written = await model.write([7, 3, 11], { length: 6, seed: 2, patch });
    const read = await model.read(written.ids, { patch });
    for (const name of written.names)
      expect(distance(written.component(name).values, read.component(name).values), name).toBeLessThan(1e-6);
    expect(written.ids).not.toEqual((await model.write([7, 3, 11], { length: 6, seed: 2 })).ids);
  });

  it('counts the places of the whole text where it is read in segments, or from its end', async () => {
    const model = await lstm();
    const patch = [{ array: 'hidden.1', tokens: [1, 6], neurons: [0], set: (token: number) => token / 10 }];
    const backward = await opened({ ...(await loadCheckpoint(fixture('lstm'))), direction: 'backward' });
    const text = 'the cat saw a dog and ran.';
    for (const reading of [await model.read(ids, { segment: 4, patch }), await backward.read(text, { patch })]) {
      const near = [...reading.neuron('hidden.1', 0)].map((value, token) => Math.abs(value - token / 10) < 1e-6);
      expect([...near.keys()].filter((token) => near[token])).toEqual([1, 6]);
    }
  });

  it('of a subspace leaves what is orthogonal to it', async () => {
    const model = await lstm();
    const row = (...values: number[]) => [...values, ...new Array<number>(10 - values.length).fill(0)];
    const [one, two, orthogonal] = [row(1, 1), row(0, 1, 1), row(1, -1, 1)] as const;
    const dot = (a: ArrayLike<number>, b: readonly number[]) =>
      b.reduce((sum, value, n) => sum + value * (a[n] ?? 0), 0);
    const set = Array.from({ length: 10 }, (_, n) => n / 10);
    const after = (patch: Patch[]) => model.read(ids, { patch });
    const at = (reading: Reading) => rows(reading, 'hidden.1', 2, 3);
    const change = { array: 'hidden.1', tokens: [2], set };
    const free = await model.read(ids);
    const patched = await after([{ ...change, project: [...one, ...two] }]);
    for (const own of [one, two]) expect(dot(at(patched), own)).toBeCloseTo(dot(set, own), 5);
    expect(dot(at(patched), orthogonal)).toBeCloseTo(dot(at(free), orthogonal), 5);
    expect(dot(set, orthogonal)).not.toBeCloseTo(dot(at(free), orthogonal), 1);
    // The same span, told by other rows; and all directions.
    const byOthers = await after([{ ...change, project: [...row(-3, -2, 1), ...one] }]);
    expect(distance(byOthers.nll, patched.nll)).toBeLessThan(1e-5);
    const all = Array.from({ length: 100 }, (_, place) => Number(place % 11 === 0));
    const byAll = await after([{ ...change, project: all }]);
    expect(distance(byAll.nll, (await after([change])).nll)).toBeLessThan(1e-5);
  });

  it('answers pairs as a reading of their texts does', async () => {
    const model = await lstm();
    const [, ...lines] = readFileSync('tests/fixtures/pairs/pairs.tsv', 'utf8').trim().split('\n');
    const patch: Patch[] = [
      { array: 'hidden.1', tokens: [0, 2], scale: -1 },
      { array: 'cell.2', neurons: [4, 6], add: [0.5, -0.5] },
    ];
    const { margins } = await model.pairs('tests/fixtures/pairs/pairs.tsv', { by: [], patch });
    const free = await model.pairs('tests/fixtures/pairs/pairs.tsv', { by: [] });
    let compared = 0;
    for (const [pair, line] of lines.entries()) {
      const [, text = '', right = '', wrong = ''] = line.split('\t');
      if (right.includes(' ') || wrong.includes(' ')) continue;
      const reading = await model.read(text, { patch, logits: true });
      const last = reading.logits.slice(-model.vocabulary.length);
      const by = (last[model.vocabulary.indexOf(right)] ?? 0) - (last[model.vocabulary.indexOf(wrong)] ?? 0);
      expect(margins[pair]).toBeCloseTo(by, 4);
      compared++;
    }
    expect(compared).toBeGreaterThan(10);
    expect(distance(margins, free.margins)).toBeGreaterThan(1e-2);
  });
});

const wrong: [patch: unknown, says: RegExp][] = [
  [{ array: 'hidden.1', set: 0 }, /patch is no list/],
  [[3], /A patch is not a group/],
  [[{ array: 'hidden.3', set: 0 }], /no "hidden\.3".*hidden\.1/],
  [[{ set: 0 }], /no "undefined"/],
  [[{ array: 'hidden.1' }], /patch of hidden\.1 changes nothing.*set, add and scale/],
  [[{ array: 'hidden.1', set: 0, add: 1 }], /has set and add/],
  [[{ array: 'hidden.1', set: 0, token: [1] }], /no key "token".*Did you mean tokens\?/],
  [[{ array: 'hidden.1', set: 0, neurons: [10] }], /no neuron 10.*0 to 9/],
  [[{ array: 'hidden.1', set: 0, neurons: [0.5] }], /no neuron 0\.5/],
  [[{ array: 'hidden.1', set: 0, tokens: [3] }], /no token 3 after which hidden\.1.*0 to 2/],
  [[{ array: 'hidden.1', set: 0, tokens: [-1] }], /no token -1/],
  [[{ array: 'hidden.1', set: 0, tokens: 1 }], /tokens of the patch of hidden\.1 are no list.*tokens: \[0, 1\]/],
  [[{ array: 'hidden.1', set: 0, neurons: 1 }], /neurons of the patch of hidden\.1 are no list/],
  [[null], /A patch is not a group/],
  [[{ array: 'hidden.1', set: Number.NaN }], /neuron 0 of hidden\.1 is NaN/],
  [[{ array: 'hidden.1', add: '1' }], /neuron 0 of hidden\.1 is "1"/],
  [[{ array: 'hidden.1', add: [1, 2] }], /2 values for 10 neurons of hidden\.1/],
  [[{ array: 'hidden.1', neurons: [1, 2], add: [1, Number.NaN] }], /neuron 2 of hidden\.1 is NaN/],
  [[{ array: 'hidden.1', set: (t: number) => (t === 1 ? Number.NaN : 0) }], /neuron 0 of hidden\.1 at token 1 is NaN/],
  [[{ array: 'hidden.1', scale: Number.POSITIVE_INFINITY }], /scale of hidden\.1 is Infinity/],
  [[{ array: 'hidden.1', set: 0, project: [1, 2] }], /subspace of hidden\.1 has 2 numbers.*10 neurons/],
  [[{ array: 'hidden.1', set: 0, project: [] }], /has 0 numbers/],
  [[{ array: 'hidden.1', set: 0, project: new Array(20).fill(1) }], /Row 1 .* adds no direction/],
  [[{ array: 'hidden.1', set: 0, project: new Array(10).fill(Number.NaN) }], /Row 0 .* adds no direction/],
  [[{ array: 'hidden.1', set: 0, neurons: [1], project: new Array(10).fill(1) }], /neurons and a subspace/],
  [
    [
      { array: 'hidden.1', set: 0, project: new Array(10).fill(1) },
      { array: 'hidden.1', add: 1 },
    ],
    /and another one/,
  ],
];
it.each(wrong)('%j is refused, of a text and of pairs', async (patch, says) => {
  const model = await lstm();
  for (const asked of [
    () => model.read([1, 2, 3], { patch: patch as Patch[] }),
    () => model.write([1, 2], { length: 1, patch: patch as Patch[] }),
  ]) {
    await expect(asked()).rejects.toThrow(InputError);
    await expect(asked()).rejects.toThrow(says);
  }
});

it('what a program names that there is not is refused, and not passed over', async () => {
  const model = await lstm();
  const untyped = (options: object) => options as never;
  const left = undefined as never;
  for (const [asked, says] of [
    [() => model.read([1], untyped({ clamps: {} })), /Reading has no option "clamps"\. Did you mean clamp\?/],
    [() => model.patching([1], [2], untyped({})), /No array is named\. Name one or more of/],
    [() => model.steer([[1]], [[2]], untyped({})), /No array is named/],
    [() => model.patching([1], [2], left), /No array is named\. Name one or more of/],
    [() => model.steer([[1]], [[2]], left), /No array is named/],
    [() => model.gradient([1, 2], 'nll', left), /No array is named/],
    [() => model.gradient([1, 2], 'nll', { of: [] }), /No array is named/],
    [() => model.memory('a', left), /No array is named/],
    [() => model.probe('a', left), /No array is named/],
    [() => model.subspace([], [], left), /No array is named/],
    [() => model.pairs(left), /The pairs are undefined, which is no path/],
    [() => model.train(left), /What is to be read is undefined/],
    [async () => (await model.read([1, 2])).top(1, 'forget.1'), /cannot read forget\.1.*Choose one of hidden\.1/],
  ] as const) {
    await expect(asked()).rejects.toThrow(InputError);
    await expect(asked()).rejects.toThrow(says);
  }
});

it('a reading that does not fit is refused', async () => {
  const [model, other] = [await lstm(), await opened(fixture('gru'))];
  const own = await model.read([1, 2, 3]);
  const set = (reading: Reading, array = 'hidden.1', tokens?: number[]) =>
    model.read([1, 2, 3, 4], { patch: [{ array, set: reading, ...(tokens && { tokens }) }] });
  await expect(set(own)).rejects.toThrow(/has 3 tokens, and here are 4.*tokens: \[0, 1\]/);
  await expect(set(own, 'hidden.1', [3])).rejects.toThrow(/has 3 tokens/);
  expect((await set(own, 'hidden.1', [2])).tokens).toHaveLength(4);
  await expect(set(await other.read([1, 2, 3, 4]), 'cell.1')).rejects.toThrow(/no "cell\.1"/);
  const pairs = model.pairs('tests/fixtures/pairs/pairs.tsv', { by: [], patch: [{ array: 'hidden.1', set: own }] });
  await expect(pairs).rejects.toThrow(/taken from a reading, and pairs are of different lengths/);
});
