/** What is expected next, of the last array and of those below it; and texts as ids and back. */
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../runner/core/errors.ts';
import { loadCheckpoint } from '../../../runner/nn/models/checkpoint.ts';
import { distance } from '../analysis/stats/reference.ts';
import { fixture } from '../nn/engines/fixture.ts';
import { modern, opened } from '../nn/models/readers/reference-networks.ts';
import { ids, torch, torchModel } from './torch-numbers.ts';

describe.each(torch)('the logit lens of $name', (network) => {
  const { lens, plain } = network;

  it("gives PyTorch's logits, and of the array that the output layer reads those of the reading", async () => {
    const model = await torchModel(network);
    const reading = await model.read(ids, { logits: true });
    const logits = await reading.logitsOf(lens.array);
    const vocabulary = logits.length / ids.length;
    const rowOf = (token: number, of = logits) => of.slice(token * vocabulary, (token + 1) * vocabulary);
    for (const [row, token] of [4, 9].entries())
      expect(distance(rowOf(token), lens.logits[row] ?? [])).toBeLessThan(1e-4);
    expect(distance(logits, reading.logits)).toBeGreaterThan(0.1);
    const last = await reading.logitsOf(lens.array.replace('1', '2'));
    expect(last).toEqual(reading.logits);
    expect(distance(rowOf(9, last), plain)).toBeLessThan(1e-4);
  });

  it('names the likeliest tokens, with their probabilities', async () => {
    const model = await torchModel(network);
    const reading = await model.read(ids);
    for (const [array, logits] of [
      [undefined, plain],
      [lens.array, lens.logits[1] ?? []],
    ] as const) {
      const top = await reading.top(3, array);
      const sum = logits.reduce((all, logit) => all + Math.exp(logit), 0);
      const order = [...logits.keys()].sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0)).slice(0, 3);
      expect(top).toHaveLength(ids.length);
      expect(top[9]?.map(({ id }) => id)).toEqual(order);
      expect(top[9]?.map(({ token }) => token)).toEqual(order.map((id) => model.vocabulary[id]));
      const p = order.map((id) => Math.exp(logits[id] ?? 0) / sum);
      expect(distance(top[9]?.map((each) => each.p) ?? [], p)).toBeLessThan(1e-5);
    }
  });
});

it('what cannot be read by the output layer is refused, and what it asks of a model that is closed', async () => {
  const model = await opened(modern('rwkv4/rwkv4-float32.pth'));
  const reading = await model.read([1, 2], { record: ['residual.1', 'channelHidden.1', 'residual.2'] });
  await expect(reading.logitsOf('channelHidden.1')).rejects.toThrow(
    /cannot read channelHidden\.1.*24 numbers a token \(residual\.2\).*96.*Choose one of residual\.1, residual\.2/s,
  );
  for (const [asked, says] of [
    [() => reading.logitsOf('residual.3'), /no "residual\.3"/],
    [() => reading.top(0), /no 0 tokens/],
    [() => reading.top(1.5), /no 1\.5 tokens/],
    [() => reading.top(1, 'hidden.1'), /no "hidden\.1"/],
  ] as const) {
    await expect(asked()).rejects.toThrow(InputError);
    await expect(asked()).rejects.toThrow(says);
  }
  const few = await model.read([1, 2], { record: [] });
  await expect(few.top(1)).rejects.toThrow(
    /This reading has no "residual\.2"\. Read it with record: \['residual\.2'\]/,
  );
  await model.close();
  await expect(reading.top(1)).rejects.toMatchObject({ code: 'model-closed' });
});

it('a text becomes ids and a text again', async () => {
  const text = 'the cat said, "who was it?"';
  const model = await opened(fixture('lstm'));
  expect(model.encode(text)).toEqual((await model.read(text)).ids);
  expect(model.decode(model.encode(text))).toBe(text);
  expect(model.decode(model.encode('the zebra'))).toBe('the <unk>');
  expect(() => model.decode([1, 24])).toThrow(/no token of id 24.*place 1/);
  const backward = await opened({ ...(await loadCheckpoint(fixture('lstm'))), direction: 'backward' });
  const read = backward.encode(text);
  expect([...read]).toEqual([...model.encode(text)].reverse());
  expect(backward.decode(read)).toBe(text);
  // In the order in which it reads, so that ids and their text are read as the same.
  expect([...(await backward.read(read)).nll].reverse()).toEqual([...(await backward.read(text)).nll]);
});

it('pieces of words become characters again; without a tokenizer ids have their numbers for names', async () => {
  const file = modern('rwkv4/rwkv4-float32.pth');
  const named = await opened(file, { vocabulary: modern('tokenizers/tokenizer.json') });
  const text = 'née “the”';
  expect(named.decode(named.encode(text))).toBe(text);
  const model = await opened(file);
  expect(model.decode([7, 19])).toBe('#7#19');
  expect(() => model.encode('a')).toThrow(/reads token ids/);
});
