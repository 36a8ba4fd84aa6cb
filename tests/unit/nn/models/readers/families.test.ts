/** Every family of whole networks against what a second program computed of the same files. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lowerLayers, observe, observeNeurons } from '../../../../../runner/analysis/reading/observe.ts';
import { at } from '../../../../../runner/core/at.ts';
import { widthOf } from '../../../../../runner/nn/models/reading.ts';
import { engineOf } from '../../engines/every-engine.ts';
import { fixture } from '../../engines/fixture.ts';
import { deviation, type Expected, expectedIn, families, modern, networkAt, opened } from './reference-networks.ts';

/** The text is read in two pieces: so many tokens, and the rest. */
const firstPiece = 17;
const near = 1e-5;
const engineNames = ['reference', 'onnx'] as const;

/** A matrix with rows and columns exchanged. */
function turned({ shape: [rows = 0, columns = 0], data }: Expected): number[] {
  return Array.from(data, (_, i) => at(data, (i % rows) * columns + Math.floor(i / rows)));
}

function heldIn(folder: string): Record<string, Record<string, number>> {
  type Held = { component: string; layer: number; neuron: number; value: number };
  const list: Held[] = JSON.parse(readFileSync(modern(`${folder}/held.json`), 'utf8'));
  const byArray = Map.groupBy(list, ({ component, layer }) => `${component}.${layer}`);
  const ofNeurons = (own: Held[]) => Object.fromEntries(own.map(({ neuron, value }) => [neuron, value]));
  return Object.fromEntries([...byArray].map(([name, own]) => [name, ofNeurons(own)]));
}

describe.each(families)('%s', (file, folder) => {
  const prepared = async (engine: (typeof engineNames)[number] = 'onnx') => {
    const model = await opened(modern(file), { engine });
    return { model, ...(await expectedIn(`${folder}/expected.npz`)) };
  };

  it.each(engineNames)('gives every logit, loss, component and state on %s', async (engine) => {
    const { model, ids, of, names } = await prepared(engine);
    const reading = await model.read(ids, { logits: true });
    expect(deviation(reading.logits, of('logits')), 'logits').toBeLessThan(near);
    expect(deviation(reading.nll, of('loss')), 'loss').toBeLessThan(near);
    const ranges = new Map(model.arrays.map(({ name, about }) => [name, about?.range]));
    for (const name of reading.names) {
      const { values, width } = reading.component(name);
      const [least, most] = ranges.get(name) ?? [-Infinity, Infinity];
      expect(Math.min(...values), name).toBeGreaterThanOrEqual(least);
      expect(Math.max(...values), name).toBeLessThanOrEqual(most);
      expect(width, name).toBe(of(name).shape[1]);
      expect(deviation(values, of(name)), name).toBeLessThan(near);
    }
    const state = reading.lastState() ?? {};
    for (const [name, values] of Object.entries(state)) {
      const given = of(`state.${name}`);
      // Mamba's memory stands channel by channel in the file, and number by number here.
      const wanted = folder === 'mamba1' && name.startsWith('memory') ? turned(given) : given.data;
      expect(values, name).toHaveLength(wanted.length);
      expect(deviation(values, wanted), name).toBeLessThan(near);
    }
    const states = Object.keys(state).map((name) => `state.${name}`);
    const compared = ['tokens', 'logits', 'loss', 'chunked.logits', 'held.logits', ...reading.names, ...states];
    const rest = names.filter((name) => !compared.includes(name) && !name.startsWith('gradient.'));
    expect(rest).toEqual([]);
  });

  it('goes on from the state of a reading, as if it had read the whole', async () => {
    const { model, ids, of } = await prepared();
    const before = await model.read(ids.slice(0, firstPiece), { logits: true });
    const after = await model.read(ids.slice(firstPiece), { logits: true, before });
    const both = [...before.logits, ...after.logits];
    expect(both).toHaveLength(of('chunked.logits').data.length);
    expect(deviation(both, of('chunked.logits'))).toBeLessThan(near);
  });

  it('gives the logits of held neurons', async () => {
    const { model, ids, of } = await prepared();
    const clamp = heldIn(folder);
    const reading = await model.read(ids, { logits: true, clamp });
    expect(deviation(reading.logits, of('held.logits'))).toBeLessThan(near);
    expect(deviation(reading.logits, of('logits'))).toBeGreaterThan(0.001);
    for (const [name, neurons] of Object.entries(clamp))
      for (const [neuron, value] of Object.entries(neurons))
        expect(new Set(reading.neuron(name, Number(neuron)))).toEqual(new Set([Math.fround(value)]));
  });
});

it.each(['rwkv4', 'rwkv7'])('%s in half the bytes', async (family) => {
  const { ids, of } = await expectedIn(`${family}/expected-bfloat16.npz`);
  const reading = await (await opened(modern(`${family}/${family}-bfloat16.pth`))).read(ids, { logits: true });
  expect(deviation(reading.logits, of('logits'))).toBeLessThan(near);
  expect(deviation(reading.nll, of('loss'))).toBeLessThan(near);
});

it.each(families)('%s says what each of its arrays is', async (file) => {
  const model = await opened(modern(file));
  const all = model.arrays;
  expect(all.map(({ name }) => name)).toEqual(model.names);
  const first = all.filter(({ layer }) => layer === 1);
  expect(new Set(first.map(({ about }) => about?.symbol)).size).toBe(first.length);
  expect(new Set(first.map(({ about }) => about?.name)).size).toBe(first.length);
  for (const { component, about } of first) {
    expect(about?.formula, component).toMatch(new RegExp(`^${about?.symbol} = `));
    expect(about.onlyShown === true, component).toBe(component === 'memoryNorm');
  }
  // What a neuron of it would be asked about; the stream is never one.
  expect(first.filter(({ about }) => about?.role === 'neuron').length).toBeGreaterThan(1);
  expect(first.find(({ component }) => component === 'residual')?.about?.role).toBe('stream');
});

it('a network of cells says the same of its own', async () => {
  const model = await opened(fixture('lstm-2-layers'));
  const [array] = model.arrays.filter(({ name }) => name === 'output.2');
  expect(array).toEqual({
    name: 'output.2',
    component: 'output',
    layer: 2,
    width: model.arrays[0]?.width,
    about: { name: 'output gate', symbol: 'o', formula: 'o = σ(W_o x + U_o h′ + b_o)', range: [0, 1] },
  });
});

describe('a whole network', () => {
  const tokens = [7, 3, 51, 20, 20, 9, 14, 66, 2, 31, 5, 8];

  it('reads segments side by side as one after the other, each from the state before any text', async () => {
    const model = await opened(modern('rwkv4/rwkv4-float32.pth'));
    const together = await model.read(tokens, { segment: 5 });
    for (const start of [0, 5, 10]) {
      const alone = await model.read(tokens.slice(start, start + 5));
      const width = alone.component('wkv.2').width;
      const part = together.component('wkv.2').values.subarray(start * width, (start + 5) * width);
      expect(deviation(part, alone.component('wkv.2').values)).toBeLessThan(1e-6);
    }
    // What carries on is the last segment's end.
    const last = await model.read(tokens.slice(10));
    expect(Object.keys(last.lastState() ?? {}).sort()).toEqual(Object.keys(together.lastState() ?? {}).sort());
    for (const [name, state] of Object.entries(last.lastState() ?? {}))
      expect(deviation(together.lastState()?.[name] ?? [], state), name).toBeLessThan(1e-6);
  });

  it.each(engineNames)('is set to other values from token to token on %s', async (name) => {
    const checkpoint = await networkAt('rwkv4/rwkv4-float32.pth');
    const ids = Int32Array.from({ length: 100 }, (_, t) => tokens[t % tokens.length] ?? 0);
    const width = widthOf(checkpoint.architecture, 'channelHidden.1');
    const found = new Float32Array(ids.length);
    const value = (t: number) => t / 8;
    const set = { layer: 1, component: 'channelHidden', neuron: 2, value };
    const done: number[] = [];
    await observe({
      engine: await engineOf(name),
      checkpoint,
      ids,
      segments: [[0, ids.length]],
      record: ['channelHidden.1'],
      predict: 'nothing',
      interventions: [set],
      sink: {
        async write(_name, start, rows) {
          for (let row = 0; row < rows.length / width; row++) found[start + row] = rows[row * width + 2] ?? Number.NaN;
        },
      },
      onProgress: (count) => done.push(count),
    });
    expect([...found]).toEqual(Array.from(ids, (_, t) => value(t)));
    expect(done.at(-1)).toBe(ids.length);
    if (name === 'onnx') expect(done.length).toBeLessThan(ids.length / 10);
  });

  it.each([
    ['rwkv4/rwkv4-float32.pth', 'channelHidden.1'],
    ['mamba1/original', 'gated.1'],
  ])('is read as far up as what is wanted, to the same numbers: %s', async (file, array) => {
    const checkpoint = await networkAt(file);
    const lower = lowerLayers(checkpoint, [array]);
    expect([lower.architecture.layers, checkpoint.architecture.layers]).toEqual([1, 2]);
    expect(Object.keys(lower.weights).length).toBeLessThan(Object.keys(checkpoint.weights).length);
    const ids = Int32Array.from(tokens);
    const engine = await engineOf('onnx');
    const view = { positions: Int32Array.from(ids.keys()) };
    const read = await observeNeurons({ engine, checkpoint, ids, segments: [[0, ids.length]], arrays: [array], view });
    const model = await opened(modern(file));
    expect(read).toEqual((await model.read(tokens)).neurons(array));
  });

  it('writes, and reads what it wrote as it did while writing', async () => {
    const model = await opened(modern('mamba1/original'));
    const written = await model.write(tokens, { length: 10, temperature: 0.7, seed: 3, logits: true });
    expect(written.ids).toHaveLength(22);
    const read = await model.read(written.ids, { logits: true });
    expect(deviation(written.logits, read.logits)).toBeLessThan(1e-6);
    expect(deviation(written.nll, read.nll)).toBeLessThan(1e-5);
    const more = await model.read([4, 2], { before: written });
    const whole = await model.read([...written.ids, 4, 2]);
    expect(deviation(more.neuron('gated.2', 7), whole.neuron('gated.2', 7).slice(-2))).toBeLessThan(1e-5);
  });

  it('names its tokens by their ids, and says what it cannot do', async () => {
    const model = await opened(modern('mamba1/original'));
    const reading = await model.read([3, 5]);
    expect(reading.tokens).toEqual(['#3', '#5']);
    await expect(model.read('a text')).rejects.toThrow(/token ids.*It is Mamba/s);
    await expect(model.read([96])).rejects.toThrow(/no token of id 96/);
    await expect(model.train('a text')).rejects.toThrow(/token ids.*no tokenizer/s);
    await expect(model.test('a text', ['a'])).rejects.toThrow(/token ids.*no tokenizer/s);
    await expect(model.read([1], { clamp: { 'hidden.1': { 0: 0 } } })).rejects.toThrow(/Choose one of convolved\.1/);
    await expect(model.read([1], { clamp: { 'memoryNorm.1': { 0: 0 } } })).rejects.toThrow(
      /no "memoryNorm\.1" to change/,
    );
  });

  it('records what is asked for, and can go on from that', async () => {
    const model = await opened(modern('rwkv4/rwkv4-float32.pth'));
    const all = await model.read(tokens, { logits: true });
    const some = await model.read(tokens, { logits: true, record: ['channelHidden.1', 'wkv.2'] });
    expect(some.names).toEqual(['channelHidden.1', 'wkv.2']);
    expect(some.neurons('channelHidden.1')).toEqual(all.neurons('channelHidden.1'));
    expect(some.logits).toEqual(all.logits);
    expect(() => some.component('residual.2')).toThrow(/no "residual\.2"/);
    const [after, whole] = [await model.read([4], { before: some }), await model.read([4], { before: all })];
    expect(after.neuron('wkv.1', 3)).toEqual(whole.neuron('wkv.1', 3));
    await expect(model.read(tokens, { record: ['hidden.1'] })).rejects.toThrow(/has no "hidden\.1"/);
  });
});
