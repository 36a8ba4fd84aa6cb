/** The way in for programs, against what PyTorch and Keras computed. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InputError, Interrupted } from '../../runner/core/errors.ts';
import { Model } from '../../runner/library/model.ts';
import { onnxEngine } from '../../runner/nn/engines/onnx/engine.ts';
import { cellNames } from '../../runner/nn/models/cells/cells.ts';
import { type Checkpoint, loadCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { initialWeights } from '../../runner/nn/train/initialization.ts';
import { open } from '../../runner/open.ts';
import { counting } from './analysis/reading/recorded.ts';
import { distance } from './analysis/stats/reference.ts';
import { expected, foreign } from './io/convert/foreign-fixture.ts';
import { fixture, ofPytorch, pytorch } from './nn/engines/fixture.ts';

const textOf = (name: string) => readFileSync(fixture(`${name}/text.txt`), 'utf8');

describe('reading a text', () => {
  it.each(ofPytorch)("%s gives PyTorch's components, losses and logits", async (name) => {
    const { tokens, ids, expected: wanted } = await pytorch(name);
    const { logits, nll, ...components } = wanted;
    const model = await open(fixture(name));
    const reading = await model.read(textOf(name), { logits: true });
    expect([reading.tokens, [...reading.ids]]).toEqual([tokens, [...ids]]);
    expect(reading.unknown).toEqual([...tokens.keys()].filter((t) => tokens[t] === 'zebra'));
    expect([...reading.names].sort()).toEqual(Object.keys(components).sort());
    for (const component of reading.names) {
      const { data, shape } = components[component] ?? { data: [], shape: [] };
      const { values, tokens: rows, width } = reading.component(component);
      expect([rows, width]).toEqual(shape);
      expect(distance(values, data)).toBeLessThan(1e-5);
      expect(reading.neurons(component).map((neuron) => neuron[7])).toEqual([...values.subarray(7 * width, 8 * width)]);
      const column = Array.from({ length: rows }, (_, t) => data[t * width + 3] ?? Number.NaN);
      expect(distance(reading.neuron(component, 3), column)).toBeLessThan(1e-5);
    }
    expect(distance(reading.nll, nll?.data ?? [])).toBeLessThan(1e-4);
    expect(distance(reading.logits, logits?.data ?? [])).toBeLessThan(1e-5);
    await model.close();
  });

  it.each(['lstm-2-layers.pt', 'rnn-tied.pt'])('of another program by its ids: %s', async (name) => {
    const list: string[] = JSON.parse(readFileSync(foreign('vocabulary.json'), 'utf8'));
    for (const vocabulary of [foreign('vocabulary.json'), list]) {
      const model = await open(foreign(name), { vocabulary });
      const { logits, ids, tokens } = await model.read(expected.tokens, { logits: true });
      expect(distance(logits, expected.models[name]?.logits.flat() ?? [])).toBeLessThan(1e-5);
      expect([...ids]).toEqual(expected.tokens);
      // The token of unknown words and that of a line's end have names of ours.
      expect(
        tokens.filter((token, t) => token !== list[expected.tokens[t] ?? -1]).every((own) => /^(<unk>|\n)$/.test(own)),
      ).toBe(true);
      await model.close();
    }
  });

  it('in segments, each from the zero state', async () => {
    const model = await open(fixture('gru'));
    const { ids } = await model.read(textOf('gru'));
    const cut = await model.read(ids, { segment: 50 });
    const alone = await Promise.all([0, 50, 100].map((from) => model.read(ids.subarray(from, from + 50))));
    const neurons = alone.flatMap((each) => [...each.neuron('hidden.1', 4)]);
    expect(distance(cut.neuron('hidden.1', 4), neurons)).toBeLessThan(1e-6);
    expect([...cut.nll.keys()].filter((t) => Number.isNaN(cut.nll[t]))).toEqual([49, 99]);
  });

  it.each([[''], [[]]])('of nothing is refused: %j', async (nothing) => {
    const model = await open(fixture('gru'));
    await expect(model.read(nothing)).rejects.toThrow(/no token to read.*at least one/);
    await expect(model.read(nothing)).rejects.toMatchObject({ code: 'nothing-to-read' });
    await expect(model.read(5 as never)).rejects.toThrow(/is 5, which is neither a text nor a list/);
    await expect(model.write({ length: 3 } as never)).rejects.toThrow(/is {"length":3}, which is neither/);
    await expect(model.read(new DataView(new ArrayBuffer(4)) as never)).rejects.toThrow(/which is neither/);
    // Before a text nothing may stand.
    expect((await model.read('the cat', { before: nothing })).nll).toEqual((await model.read('the cat')).nll);
    await model.close();
  });
});

describe.each(cellNames)('a network of any cell: %s', (cell) => {
  const architecture = { cell, layers: 2, units: 6, embedding: 4, vocabulary: 9 };
  const vocabulary = [...'abcdefghi'];
  const checkpoint: Checkpoint = {
    architecture,
    vocabulary,
    unit: 'character',
    weights: initialWeights(architecture, { normal: 0.6 }, 3),
  };
  const ids = Int32Array.from({ length: 30 }, (_, t) => (t * t + 2 * t) % 9);

  it('goes on from a reading, and writes on from one, as if it had read all of it', async () => {
    const model = await open(checkpoint);
    const whole = await model.read(ids);
    const rest = await model.read(ids.subarray(12), { before: ids.subarray(0, 12) });
    for (const name of whole.names)
      expect(distance(rest.component(name).values, whole.component(name).values.subarray(12 * 6))).toBeLessThan(1e-6);
    expect(distance(rest.nll, whole.nll.subarray(12))).toBeLessThan(1e-6);
    const written = await model.write(ids, { length: 5, temperature: 0 });
    const on = await model.write(ids.subarray(29), { length: 5, temperature: 0, before: ids.subarray(0, 29) });
    expect([...on.ids]).toEqual([...written.ids.subarray(29)]);
    const wider = { ...architecture, units: 7 };
    const other = await open({ ...checkpoint, architecture: wider, weights: initialWeights(wider, 'glorot', 1) });
    await expect(model.read(ids, { before: await other.read(ids) })).rejects.toThrow(/one of another model/);
    await other.close();
    await model.close();
  });

  it('keeps to what is held in every component', async () => {
    const model = await open(checkpoint);
    const free = await model.read(ids);
    const holding = (names: readonly string[]) =>
      model.read(ids, { clamp: Object.fromEntries(names.map((name) => [name, { 1: 0.25 }])) });
    const held = await holding(free.names);
    for (const name of free.names) expect(new Set(held.neuron(name, 1))).toEqual(new Set([0.25]));
    const { nll } = await holding(free.names.filter((name) => name.startsWith('hidden')));
    expect(distance(nll, free.nll)).toBeGreaterThan(1e-3);
    await model.close();
  });
});

describe('neurons that are held', () => {
  it('are free while the text before is read', async () => {
    const model = await open(fixture('lstm'));
    const { ids } = await model.read(textOf('lstm'));
    const [early, late] = [ids.subarray(0, 60), ids.subarray(60)];
    const clamp = { 'output.1': { 1: 0 } };
    const both = await model.read(late, { before: early, clamp });
    const from = await model.read(late, { before: await model.read(early), clamp });
    expect([...both.nll]).toEqual([...from.nll]);
    const throughout = await model.read(ids, { clamp });
    expect(both.nll[0]).not.toBe(throughout.nll[60]);
  });

  it.each([
    [{ 'hidden.1': { 2: Number.NaN } }, /neuron 2 of hidden\.1 is NaN/],
    [{ 'hidden.1': { 2: null } }, /is null/],
    [{ 'hidden.1': { '-1': 0 } }, /no neuron "-1"/],
    [{ 'hidden.1': { 1.5: 0 } }, /no neuron "1\.5"/],
    [{ 'hidden.2': { 2: 0 } }, /no "hidden\.2".*input\.1, forget\.1/],
    [{ 'hidden.1': 0 }, /hidden\.1 is not a group of neurons/],
    [{ 'hidden.1': [0, 0] }, /hidden\.1 is not a group of neurons/],
    [[{ 'hidden.1': { 2: 0 } }], /clamp is not a group/i],
    [{ 'hidden.1': { 2: [0, 0] } }, /2 values for neuron 2 of hidden\.1 and 3 tokens/],
    [{ 'hidden.1': { 2: [0, Number.NaN, 0] } }, /at token 1 is NaN/],
  ])('are refused where they cannot be: %j', async (clamp, says) => {
    const model = await open(fixture('lstm'));
    await expect(model.read([3, 1, 2], { clamp: clamp as never })).rejects.toThrow(InputError);
    await expect(model.read([3, 1, 2], { clamp: clamp as never })).rejects.toThrow(says);
    await expect(model.write([3], { length: 2, clamp: clamp as never })).rejects.toThrow(says);
  });
});

describe('a model that is open', () => {
  it('compiles once for all readings, texts and values, and lets go of all when it is closed', async () => {
    const { engine, told } = counting(onnxEngine());
    const model = new Model(await loadCheckpoint(fixture('lstm')), engine);
    for (const ids of [[1, 2, 3], [4], [1, 2, 3, 4, 5]]) await model.read(ids);
    expect(told.compiled).toHaveLength(1);
    for (const value of [0, 1]) await model.read([1, 2], { clamp: { 'hidden.1': { 3: value } } });
    await model.read([1, 2], { clamp: { 'hidden.1': { 5: 0 } }, before: [3] });
    expect(told.compiled).toHaveLength(2);
    for (const ids of [[1], [2]]) await model.write(ids, { length: 3 });
    expect(told.compiled).toHaveLength(3);
    for (const ids of [[1], [2]]) await model.read(ids, { logits: true });
    expect(told.compiled).toHaveLength(4);
    await model.close();
    expect(told.open).toEqual([]);
  });

  it('does one thing after the other, also where they are asked for at once', async () => {
    const model = new Model(await loadCheckpoint(fixture('lstm')), onnxEngine());
    const texts = ['123456', '654321', '777777'].map((text) => [...text].map(Number));
    const alone: number[][] = [];
    for (const ids of texts) alone.push([...(await model.read(ids)).nll]);
    const wrong = expect(model.read([999])).rejects.toThrow(/no token of id 999.*place 0.*has 24/);
    const together = await Promise.all(texts.map((ids) => model.read(ids)));
    expect(together.map(({ nll }) => [...nll])).toEqual(alone);
    await wrong;
  });

  it('is asked for nothing more once it is closed, and may be closed twice', async () => {
    const model = await open(fixture('gru'));
    const reading = model.read([1, 2, 3]);
    await model.close();
    await model.close();
    // What was asked for before is done.
    expect((await reading).nll).toHaveLength(2);
    for (const asked of [model.read([1]), model.write([1]), model.test('a', ['b']), model.train('a')]) {
      await expect(asked).rejects.toMatchObject({ code: 'model-closed' });
    }
  });

  it('is looked for by name, and is missed by a clear error', async () => {
    await expect(open('models/none-such')).rejects.toMatchObject({ code: 'unknown-model' });
    await expect(open('models/stories-lstn')).rejects.toThrow(/Did you mean models\/stories-lstm\?/);
    await expect(open(fixture('lstm/text.txt'))).rejects.toMatchObject({ code: 'model-not-importable' });
    const nowhere = open(fixture('rnn'), { engine: 'reference', device: 'cuda' });
    await expect(nowhere).rejects.toMatchObject({ code: 'unknown-engine-device' });
  });

  it('writes what it then reads as it wrote it, the same for the same seed', async () => {
    const model = await open(fixture('lstm'), { engine: 'reference' });
    const written = await model.write([10, 1, 13], { length: 12, seed: 4 });
    expect([...written.ids.subarray(0, 3)]).toEqual([10, 1, 13]);
    expect(written.tokens).toHaveLength(15);
    expect(written.unknown).toEqual([]);
    const read = await model.read(written.ids);
    expect(read.tokens).toEqual(written.tokens);
    expect(distance(written.nll, read.nll)).toBeLessThan(1e-5);
    for (const name of written.names)
      expect(distance(written.component(name).values, read.component(name).values)).toBeLessThan(1e-6);
    expect((await model.write([10, 1, 13], { length: 12, seed: 4 })).tokens).toEqual(written.tokens);
    expect((await model.write([10, 1, 13], { length: 12, seed: 5 })).tokens).not.toEqual(written.tokens);
    const held = await model.write([10, 1, 13], { length: 12, clamp: { 'hidden.1': { 2: -1 } } });
    expect(new Set(held.neuron('hidden.1', 2))).toEqual(new Set([-1]));
    // Where the likeliest token follows, the last token and the state before it decide what comes.
    const greedy = await model.write([10, 1, 13], { length: 6, temperature: 0 });
    const from = await model.write([13], { length: 6, temperature: 0, before: [10, 1] });
    expect([...from.ids]).toEqual([...greedy.ids.subarray(2)]);
    await expect(model.write([1], { length: 0 })).rejects.toThrow(/no 0 tokens to write/);
    // Who calls it has no manifest with a key sample.prompt.
    await expect(model.write('')).rejects.toMatchObject({
      code: 'prompt-empty',
      message: 'The prompt is empty. Give at least one token to begin with. Nothing was written.',
    });
  });
});

it('a model never writes <unk>, however likely it is', async () => {
  const checkpoint = await loadCheckpoint(fixture('lstm'));
  const { 'decoder.bias': bias = { shape: [], data: new Float32Array() } } = checkpoint.weights;
  const data = bias.data.map((value, id) => (checkpoint.vocabulary[id] === '<unk>' ? 50 : value));
  const model = await open({ ...checkpoint, weights: { ...checkpoint.weights, 'decoder.bias': { ...bias, data } } });
  for (const temperature of [0, 1]) {
    const { tokens } = await model.write([10], { length: 8, temperature });
    expect(tokens).toHaveLength(9);
    expect(tokens).not.toContain('<unk>');
  }
});

describe('a test or a training', () => {
  const text = 'the cat said, "who is it?" it was not the dog. '.repeat(4);

  it('names the option or the feature that is wrong', async () => {
    const model = await open(fixture('lstm'));
    await expect(model.test(text, ['a'], { observ: {} } as never)).rejects.toThrow(
      /test: unknown key "observ".*observe/,
    );
    await expect(model.test(text, [{ mach: 'a' } as never])).rejects.toThrow(/test: unknown key "features\.0\.mach"/);
    await expect(model.test(text, [])).rejects.toThrow(/"features" is \[\]/);
    await expect(model.train(text, { epoch: 1 } as never)).rejects.toThrow(/training: unknown key "train\.epoch"/);
    await expect(model.train(text, { epochs: 1 })).rejects.toMatchObject({ code: 'corpus-too-small' });
    // What went wrong leaves the model as it was.
    expect((await model.read('the cat')).tokens).toEqual(['the', ' ', 'cat']);
  });

  it('stops where it is told to', async () => {
    const model = await open(fixture('lstm'));
    await expect(model.test(text, ['[.?!]'], { signal: AbortSignal.abort() })).rejects.toThrow(Interrupted);
  });
});

describe('what a reading is asked for', () => {
  it('and does not have, it says', async () => {
    const reading = await (await open(fixture('gru'))).read([1, 2]);
    expect(() => reading.component('cell.1')).toThrow(/no "cell\.1".*reset\.1/);
    expect(() => reading.neuron('hidden.1', 10)).toThrow(/no neuron 10 of hidden\.1.*0 to 9/);
    expect(() => reading.logits).toThrow(/logits: true/);
    for (const wrong of [() => reading.component('a'), () => reading.neuron('a', 0), () => reading.logits])
      expect(wrong).toThrow(InputError);
  });

  it('tokens that carry a feature', async () => {
    const model = await open(fixture('lstm'));
    const reading = await model.read('the cat said, "who is it?" it was not the dog.');
    const marked = (feature: Parameters<typeof reading.mark>[0]) =>
      reading.tokens.filter((_, t) => reading.mark(feature)[t] === 1);
    expect(marked('[.?!]')).toEqual(['?', '.']);
    expect(marked({ partOfSpeech: ['NN'] })).toContain('dog');
    expect(marked({ frequency: [1, 1] })).toEqual(['it', 'it']);
    expect(() => reading.mark({ match: '[' })).toThrow(InputError);
    expect(() => reading.mark({ mach: 'a' } as never)).toThrow(/unknown key "features\.0\.mach".*match/);
    expect(() => reading.mark({ labels: 'a.jsonl' })).toThrow(/cannot be marked by "labels"/);
    expect(() => reading.mark({ words: 'no-such.txt' })).toThrow(/no-such\.txt/);
    expect(() => reading.mark(7 as never)).toThrow(InputError);
  });

  it('the numbers that tokens have', async () => {
    const reading = await (await open(fixture('lstm'))).read('the cat said, "it was".');
    const lengths = reading.numbers({ wordLength: [1, 40], number: true });
    expect(reading.tokens.filter((_, t) => lengths[t] === 4)).toEqual(['said']);
    expect(Number.isNaN(lengths[reading.tokens.indexOf(',')])).toBe(true);
    expect(() => reading.mark({ position: 'line', number: true })).toThrow(
      /is a number, and here is asked which tokens/,
    );
    expect(() => reading.numbers('[.?!]')).toThrow(/is no number.*number: true/);
  });
});

describe('how long neurons remember', () => {
  const words = ['the', 'cat', 'dog', 'was', 'not', 'who', 'it', 'is'];
  /** Of 32 tokens each: words that change from document to document, and spaces. */
  const documents = Array.from({ length: 64 }, (_, document) =>
    Array.from({ length: 16 }, (_word, place) => `${words[(document * 5 + place * (1 + (document % 7))) % 8]} `),
  );
  const first = (document: number) => documents[document % 64]?.slice(0, 8).join('') ?? '';
  const second = (document: number) => documents[document % 64]?.slice(8).join('') ?? '';

  it('is told by texts that are put together and read whole', async () => {
    const model = await open(fixture('lstm'));
    const texts = documents.map((own) => own.join(''));
    const { joins, tokens, acrossDocuments, neurons } = await model.memory(texts, { array: 'cell.1', distances: [4] });
    expect({ joins, tokens, acrossDocuments }).toEqual({ joins: 64, tokens: 16, acrossDocuments: true });
    const fading = neurons.map(() => new Float64Array(16));
    for (let document = 0; document < 64; document++) {
      const [own, other] = [
        await model.read(texts[document] ?? ''),
        await model.read(first(document + 1) + second(document)),
      ];
      fading.forEach((sums, neuron) => {
        const [a, b] = [own, other].map((reading) => reading.neuron('cell.1', neuron));
        for (let t = 0; t < 16; t++) sums[t] = (sums[t] ?? 0) + Math.abs((a?.[16 + t] ?? 0) - (b?.[16 + t] ?? 0));
      });
    }
    for (const [neuron, sums] of fading.entries())
      expect(neurons[neuron]?.left[0]).toBeCloseTo((sums[4] ?? 0) / (sums[0] ?? 0), 3);
    await model.close();
  });

  it('cannot be told of a short text, nor of an array that is not there', async () => {
    const model = await open(fixture('lstm'));
    const short = documents.slice(1).map((own) => own.join(''));
    await expect(model.memory(short, { array: 'cell.1' })).rejects.toMatchObject({ code: 'text-too-short-to-join' });
    await expect(model.memory(short, { array: 'update.1' })).rejects.toThrow(/no "update\.1".*cell\.1/);
  });
});
