/** Every family of whole networks against what a second program computed of the same files. */
import { describe, expect, it } from 'vitest';
import { lowerLayers, observe, observeNeurons } from '../../../../../runner/analysis/reading/observe.ts';
import { wholeNetworkAt } from '../../../../../runner/io/exchange/whole-networks.ts';
import { widthOf } from '../../../../../runner/nn/models/reading.ts';
import { open } from '../../../../../runner/open.ts';
import { engineOf } from '../../engines/every-engine.ts';
import { fixture } from '../../engines/fixture.ts';
import { distance, expectedIn, families, heldIn, modern, turned } from './reference-networks.ts';

/** The text is read in two pieces: so many tokens, and the rest. */
const firstPiece = 17;
const near = 1e-5;
const engineNames = ['reference', 'onnx'] as const;

describe.each(families.flatMap(([file, folder]) => engineNames.map((engine) => ({ file, folder, engine }))))(
  '$file on $engine',
  ({ file, folder, engine }) => {
    it('gives every logit, loss, component and state', async () => {
      const expected = await expectedIn(`${folder}/expected.npz`);
      const of = (name: string) => expected[name] ?? { shape: [], data: new Float32Array() };
      const model = await open(modern(file), { engine });
      const reading = await model.read([...of('tokens').data], { logits: true });
      expect(distance(reading.logits, of('logits')), 'logits').toBeLessThan(near);
      expect(distance(reading.nll, of('loss')), 'loss').toBeLessThan(near);
      const compared = new Set(['tokens', 'logits', 'loss', 'chunked.logits', 'held.logits']);
      for (const name of reading.names) {
        const { values, width } = reading.component(name);
        expect(width, name).toBe(of(name).shape[1]);
        expect(distance(values, of(name)), name).toBeLessThan(near);
        compared.add(name);
      }
      for (const [name, state] of Object.entries(reading.lastState() ?? {})) {
        const given = of(`state.${name}`);
        // Mamba's memory stands channel by channel in the file, and number by number here.
        const wanted = folder === 'mamba1' && name.startsWith('memory') ? turned(given) : given;
        expect(state, name).toHaveLength(wanted.data.length);
        expect(distance(state, wanted), name).toBeLessThan(near);
        compared.add(`state.${name}`);
      }
      const rest = Object.keys(expected).filter((name) => !compared.has(name));
      expect(rest.filter((name) => !name.startsWith('gradient.'))).toEqual([]);
      await model.close();
    });

    it('goes on from the state of a reading, as if it had read the whole', async () => {
      const { tokens, 'chunked.logits': logits } = await expectedIn(`${folder}/expected.npz`);
      const ids = [...(tokens?.data ?? [])];
      const model = await open(modern(file), { engine });
      const before = await model.read(ids.slice(0, firstPiece), { logits: true });
      const after = await model.read(ids.slice(firstPiece), { logits: true, before });
      const both = Float32Array.from([...before.logits, ...after.logits]);
      expect(both).toHaveLength(logits?.data.length ?? -1);
      expect(distance(both, logits ?? { shape: [], data: new Float32Array() })).toBeLessThan(near);
      await model.close();
    });

    it('gives the logits of held neurons', async () => {
      const { tokens, 'held.logits': held, logits } = await expectedIn(`${folder}/expected.npz`);
      const model = await open(modern(file), { engine });
      const hold = heldIn(`${folder}/held.json`);
      const reading = await model.read([...(tokens?.data ?? [])], { logits: true, hold });
      expect(distance(reading.logits, held ?? { shape: [], data: new Float32Array() })).toBeLessThan(near);
      expect(distance(reading.logits, logits ?? { shape: [], data: new Float32Array() })).toBeGreaterThan(0.001);
      for (const [name, neurons] of Object.entries(hold)) {
        for (const [neuron, value] of Object.entries(neurons)) {
          expect(new Set(reading.neuron(name, Number(neuron)))).toEqual(new Set([Math.fround(Number(value))]));
        }
      }
      await model.close();
    });
  },
);

it.each([
  ['rwkv4/rwkv4-bfloat16.pth', 'rwkv4/expected-bfloat16.npz'],
  ['rwkv7/rwkv7-bfloat16.pth', 'rwkv7/expected-bfloat16.npz'],
])('%s in half the bytes', async (file, values) => {
  const { tokens, logits, loss } = await expectedIn(values);
  const model = await open(modern(file));
  const reading = await model.read([...(tokens?.data ?? [])], { logits: true });
  expect(distance(reading.logits, logits ?? { shape: [], data: new Float32Array() })).toBeLessThan(near);
  expect(distance(reading.nll, loss ?? { shape: [], data: new Float32Array() })).toBeLessThan(near);
  await model.close();
});

it.each(families)('%s says what each of its arrays is', async (file) => {
  const model = await open(modern(file));
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
  await model.close();
});

it('a network of cells says the same of its own', async () => {
  const model = await open(fixture('lstm-2-layers'));
  const [array] = model.arrays.filter(({ name }) => name === 'output.2');
  expect(array).toEqual({
    ...{ name: 'output.2', component: 'output', layer: 2, width: model.arrays[0]?.width },
    about: { name: 'output gate', symbol: 'o', formula: 'o = σ(W_o x + U_o h′ + b_o)', range: [0, 1] },
  });
  await model.close();
});

describe('a whole network', () => {
  const tokens = [7, 3, 51, 20, 20, 9, 14, 66, 2, 31, 5, 8];

  it('reads segments side by side as one after the other, each from the state before any text', async () => {
    const model = await open(modern('rwkv4/rwkv4-float32.pth'));
    const together = await model.read(tokens, { segment: 5 });
    for (const start of [0, 5, 10]) {
      const alone = await model.read(tokens.slice(start, start + 5));
      const width = alone.component('wkv.2').width;
      const part = together.component('wkv.2').values.subarray(start * width, (start + 5) * width);
      expect(distance(part, { shape: [], data: alone.component('wkv.2').values })).toBeLessThan(1e-6);
    }
    // What carries on is the last segment's end.
    const last = await model.read(tokens.slice(10));
    expect(Object.keys(last.lastState() ?? {}).sort()).toEqual(Object.keys(together.lastState() ?? {}).sort());
    for (const [name, state] of Object.entries(last.lastState() ?? {})) {
      expect(distance(together.lastState()?.[name] ?? [], { shape: [], data: state }), name).toBeLessThan(1e-6);
    }
    await model.close();
  });

  it.each(engineNames)(
    'is set to other values from token to token on %s, where many are read in one go',
    async (name) => {
      const checkpoint = await wholeNetworkAt(modern('rwkv4/rwkv4-float32.pth'));
      if (checkpoint === null) throw new Error('there is no network');
      const ids = Int32Array.from({ length: 100 }, (_, t) => tokens[t % tokens.length] ?? 0);
      const width = widthOf(checkpoint.architecture, 'channelHidden.1');
      const found = new Float32Array(ids.length);
      const value = (t: number) => t / 8;
      const set = { layer: 1, component: 'channelHidden', neuron: 2, value };
      const done: number[] = [];
      await observe({
        ...{ engine: await engineOf(name), checkpoint, ids, segments: [[0, ids.length]] },
        ...{ record: ['channelHidden.1'], predict: 'nothing', interventions: [set] },
        sink: {
          async write(_name, start, rows) {
            for (let row = 0; row < rows.length / width; row++)
              found[start + row] = rows[row * width + 2] ?? Number.NaN;
          },
        },
        onProgress: (count) => done.push(count),
      });
      expect([...found]).toEqual(Array.from(ids, (_, t) => value(t)));
      expect(done.at(-1)).toBe(ids.length);
      if (name === 'onnx') expect(done.length).toBeLessThan(ids.length / 10);
    },
  );

  it.each([
    ['rwkv4/rwkv4-float32.pth', 'channelHidden.1'],
    ['mamba1/original', 'gated.1'],
  ])('is read as far up as what is wanted, to the same numbers: %s', async (file, array) => {
    const checkpoint = await wholeNetworkAt(modern(file));
    if (checkpoint === null) throw new Error('there is no network');
    const lower = lowerLayers(checkpoint, [array]);
    expect([lower.architecture.layers, checkpoint.architecture.layers]).toEqual([1, 2]);
    expect(Object.keys(lower.weights).length).toBeLessThan(Object.keys(checkpoint.weights).length);
    const ids = Int32Array.from(tokens);
    const engine = await engineOf('onnx');
    const view = { positions: Int32Array.from(ids.keys()) };
    const read = await observeNeurons({ engine, checkpoint, ids, segments: [[0, ids.length]], arrays: [array], view });
    const model = await open(modern(file));
    expect(read).toEqual((await model.read(tokens)).neurons(array));
    await model.close();
  });

  it('writes, and reads what it wrote as it did while writing', async () => {
    const model = await open(modern('mamba1/original'));
    const written = await model.write(tokens, { length: 10, temperature: 0.7, seed: 3, logits: true });
    expect(written.ids).toHaveLength(22);
    const read = await model.read(written.ids, { logits: true });
    expect(distance(written.logits, { shape: [], data: read.logits })).toBeLessThan(1e-6);
    expect(distance(written.nll, { shape: [], data: read.nll })).toBeLessThan(1e-5);
    const more = await model.read([4, 2], { before: written });
    const whole = await model.read([...written.ids, 4, 2]);
    expect(distance(more.neuron('gated.2', 7), { shape: [], data: whole.neuron('gated.2', 7).slice(-2) })).toBeLessThan(
      1e-5,
    );
    await model.close();
  });

  it('names its tokens by their ids, and says what it cannot do', async () => {
    const model = await open(modern('mamba1/original'));
    const reading = await model.read([3, 5]);
    expect(reading.tokens).toEqual(['#3', '#5']);
    await expect(model.read('a text')).rejects.toThrow(/token ids.*It is Mamba/s);
    await expect(model.read([96])).rejects.toThrow(/no token of id 96/);
    await expect(model.train('a text')).rejects.toThrow(/cannot be trained/);
    await expect(model.test('a text', ['a'])).rejects.toThrow(/token ids.*no tokenizer/s);
    expect(() => model.checkpoint).toThrow(/only read|cannot be had/);
    await expect(model.read([1], { hold: { 'hidden.1': { 0: 0 } } })).rejects.toThrow(/Choose one of convolved\.1/);
    await expect(model.read([1], { hold: { 'memoryNorm.1': { 0: 0 } } })).rejects.toThrow(/no "memoryNorm\.1" to hold/);
    await model.close();
  });

  it('records what is asked for, and can go on from that', async () => {
    const model = await open(modern('rwkv4/rwkv4-float32.pth'));
    const all = await model.read(tokens, { logits: true });
    const some = await model.read(tokens, { logits: true, record: ['channelHidden.1', 'wkv.2'] });
    expect(some.names).toEqual(['channelHidden.1', 'wkv.2']);
    expect(some.neurons('channelHidden.1')).toEqual(all.neurons('channelHidden.1'));
    expect(some.logits).toEqual(all.logits);
    expect(() => some.component('residual.2')).toThrow(/no "residual\.2"/);
    const [after, whole] = [await model.read([4], { before: some }), await model.read([4], { before: all })];
    expect(after.neuron('wkv.1', 3)).toEqual(whole.neuron('wkv.1', 3));
    await expect(model.read(tokens, { record: ['hidden.1'] })).rejects.toThrow(/has no "hidden\.1"/);
    await model.close();
  });

  it('does not go on from a reading of another model', async () => {
    const [one, other] = [await open(modern('mamba1/original')), await open(modern('rwkv4/rwkv4-float32.pth'))];
    const before = await one.read([1, 2]);
    await expect(other.read([1], { before })).rejects.toThrow(/another model/);
    await one.close();
    await other.close();
  });
});
