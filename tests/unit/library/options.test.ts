/** What a program may give to a model, and how it is told what it may not. */
import { describe, expect, it } from 'vitest';
import { at } from '../../../runner/core/at.ts';
import { InputError } from '../../../runner/core/errors.ts';
import type { Checkpoint } from '../../../runner/nn/models/checkpoint.ts';
import { initialWeights } from '../../../runner/nn/train/initialization.ts';
import { open } from '../../../runner/open.ts';
import { distance } from '../analysis/stats/reference.ts';
import { fixture } from '../nn/engines/fixture.ts';
import { ids, torch, torchModel } from './torch-numbers.ts';

const text = 'the cat said, "who was it?"';

describe('the state before a text', () => {
  it.each(['rnn', 'lstm', 'gru'])('of %s may be given by name, as a reading ends', async (name) => {
    const model = await open(fixture(name));
    const tokens = model.encode(text);
    const whole = await model.read(tokens);
    const before = (await model.read(tokens.subarray(0, 5))).lastState();
    const rest = await model.read(tokens.subarray(5), { before });
    expect(distance(rest.nll, whole.nll.subarray(5))).toBeLessThan(1e-6);
    // Lists of one's own serve as well, and writing goes on from them.
    const lists = Object.fromEntries(Object.entries(before).map(([array, values]) => [array, [...values]]));
    const on = { length: 4, temperature: 0 };
    const written = await model.write(tokens.subarray(5), { ...on, before: lists });
    expect([...written.ids]).toEqual([...(await model.write(tokens, on)).ids.subarray(5)]);
    await model.close();
  });

  it.each([
    [{ 'hidden.1': [0] }, /has 1 number for hidden\.1.*Give \{ 'hidden\.1': \[\d+ numbers\], 'cell\.1'/],
    [{ hidden: [0] }, /has no array "hidden"/],
    [{}, /lacks hidden\.1/],
    [{ 'hidden.1': 'x', 'cell.1': 'y' }, /has "x" for hidden\.1/],
  ])('is refused where it is none: %j', async (before, says) => {
    const model = await open(fixture('lstm'));
    await expect(model.read(text, { before: before as never })).rejects.toThrow(says);
    await expect(model.read(text, { before: before as never })).rejects.toThrow(InputError);
    await model.close();
  });
});

it.each(torch)('vectors through the output layer of $name are the logits of PyTorch', async (network) => {
  const model = await torchModel(network);
  const reading = await model.read(ids);
  const { values, width, tokens } = reading.component(network.lens.array.replace('1', '2'));
  const [last] = [await model.unembed(values.subarray((tokens - 1) * width))];
  expect(distance(last, network.plain)).toBeLessThan(1e-4);
  const all = await model.unembed(values);
  expect([...all.subarray(all.length - last.length)]).toEqual([...last]);
  for (const rows of [[], [1], Array(width).fill(Number.NaN), 'x'])
    await expect(model.unembed(rows as never)).rejects.toThrow(new RegExp(`Give rows of ${width} finite numbers`));
  await model.close();
});

describe('a network of cells with projections and residual sums', () => {
  const architecture = { cell: 'lstm' as const, layers: 2, units: 6, embedding: 4, vocabulary: 9 };
  const letters = { vocabulary: [...'abcdefghi'], unit: 'character' as const };
  const opened = (more: { projection?: number; residual?: true }) => {
    const own = { ...architecture, ...more };
    const checkpoint: Checkpoint = { architecture: own, ...letters, weights: initialWeights(own, { normal: 0.6 }, 3) };
    return { checkpoint, model: open(checkpoint) };
  };

  it.each([
    [{ projection: 4 }, ['projected.1', 'projected.2']],
    [{ residual: true as const }, ['hidden.1', 'residual.2']],
  ])('the output layer reads what a layer gives: %j', async (more, names) => {
    const { checkpoint, model } = opened(more);
    const reading = await (await model).read('abcabcdd');
    const { data: weight } = checkpoint.weights['decoder.weight'] ?? { data: new Float32Array() };
    const { data: bias } = checkpoint.weights['decoder.bias'] ?? { data: new Float32Array() };
    for (const name of names) {
      const { values, width, tokens } = reading.component(name);
      const byHand = Array.from({ length: tokens * 9 }, (_, place) => {
        const [token, id] = [Math.floor(place / 9), place % 9];
        let sum = at(bias, id);
        for (let k = 0; k < width; k++) sum += at(weight, id * width + k) * at(values, token * width + k);
        return sum;
      });
      expect(distance(await reading.logitsOf(name), byHand)).toBeLessThan(1e-5);
    }
    await (await model).close();
  });

  it('a cell state is refused as what it is', async () => {
    const model = await open(fixture('lstm'));
    const reading = await model.read(text);
    await expect(reading.logitsOf('cell.1')).rejects.toThrow(
      /It reads the hidden state \(hidden\.1\), not the cell state/,
    );
    await model.close();
  });
});

describe('what is refused', () => {
  it.each([
    ['a list of texts', (m) => m.read(['a', 'b'] as never), /one text is read at a time.*texts\.map/],
    ['a misspelt option of writing', (m) => m.write('the', { lenght: 3 } as never), /no option "lenght".*mean length/],
    ['the old name of clamp', (m) => m.read('the', { hold: {} } as never), /no option "hold".*Did you mean clamp/],
    [
      'it in a gradient',
      (m) => m.gradient('the cat', 'nll', { of: 'hidden.1', hold: {} } as never),
      /no option "hold".*clamp/,
    ],
    ['a negative length', (m) => m.write('the', { length: -1 }), /no -1 tokens to write\. Length is a whole number/],
    ['a negative temperature', (m) => m.write('the', { temperature: -1 }), /no temperature -1/],
    [
      'a misspelt option of training',
      (m) => m.train('the cat', { epoch: 1 } as never),
      /"train\.epoch".*train\.epochs/,
    ],
    [
      'a subspace of nothing',
      (m) => m.subspace(undefined as never, [], { array: 'hidden.1' }),
      /The bases are undefined/,
    ],
    ['a subspace without options', (m) => m.subspace([], [], undefined as never), /No array is named/],
  ] as [string, (model: Awaited<ReturnType<typeof open>>) => Promise<unknown>, RegExp][])(
    '%s',
    async (_, ask, says) => {
      const model = await open(fixture('lstm'));
      await expect(ask(model)).rejects.toThrow(InputError);
      await expect(ask(model)).rejects.toThrow(says);
      await model.close();
    },
  );

  it('is shown with at most 60 characters of it', async () => {
    const model = await open(fixture('lstm'));
    const long = 'x'.repeat(30_000);
    for (const ask of [
      () => model.read({ long } as never),
      () => model.read(text, { before: { [long]: [1] } }),
      () => model.gradient(text, { long } as never, { of: 'hidden.1' }),
      () => model.pairs({ long } as never),
      () => model.test({ long } as never, ['a']),
      () => model.read(text, { [long]: 1 } as never),
      () => model.read(text, { clamp: { 'hidden.1': { [long]: 1 } } as never }),
      () => model.read([long] as never),
    ]) {
      const { message } = await ask().then(
        () => new Error('nothing was refused'),
        (error: Error) => error,
      );
      expect(message).toMatch(/^(?!nothing)/);
      expect(message.length).toBeLessThan(400);
      expect(message).not.toContain('x'.repeat(61));
    }
    await model.close();
  });
});

it('a test and a probe wait for what was asked for before them', async () => {
  const model = await open(fixture('lstm'));
  const order: string[] = [];
  const ended = (name: string) => () => order.push(name);
  const reading = model.read(Array(4000).fill(3)).then(ended('reading'));
  // Both are refused at once when it is their turn.
  const test = model.test(5 as never, ['a']).catch(ended('test'));
  const probe = model.probe('a', { array: 'none' }).catch(ended('probe'));
  await Promise.all([reading, test, probe]);
  expect(order).toEqual(['reading', 'test', 'probe']);
  await model.close();
});
