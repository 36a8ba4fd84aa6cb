import { describe, expect, it } from 'vitest';
import { memorySink, observe } from '../../../../../runner/analysis/reading/observe.ts';
import { occludedTokens, substitutesOf } from '../../../../../runner/analysis/stats/substitutes.ts';
import { random } from '../../../../../runner/core/random.ts';
import { referenceEngine as engine } from '../../../../../runner/nn/engines/reference/engine.ts';
import { initialWeights } from '../../../../../runner/nn/train/initialization.ts';
import type { BrowserModel } from '../../../../../site/browser/live/model.ts';
import { limitFor } from '../../../../../site/browser/live/occlusion.ts';
import { createSession } from '../../../../../site/browser/live/session.ts';

const vocabulary = ['<unk>', ...'abcdefghijklmnopqrstuvw'];
const units = 5;
const architecture = { cell: 'lstm', layers: 1, units, embedding: 4, vocabulary: vocabulary.length } as const;
const source = random(8);
const drawn = initialWeights(architecture, 'glorot', 1);
const weights = Object.fromEntries(
  Object.entries(drawn).map(([name, { shape, data }]) => [name, { shape, data: data.map(() => source.normal()) }]),
);
const model: BrowserModel = { architecture, unit: 'word', vocabulary, weights };
const ids = Array.from({ length: 80 }, () => 1 + source.below(vocabulary.length - 1));

/** The text is read from its beginning with one token replaced, by the runner. */
async function readWith(position: number, replaced: number, other: number) {
  const text = Int32Array.from(ids.slice(0, position + 1));
  text[replaced] = other;
  const sink = memorySink(text.length, units);
  await observe({ engine, checkpoint: { architecture, weights }, ids: text, segments: [[0, text.length]], sink });
  return {
    value: (neuron: number) => sink.arrays.get('hidden.1')?.[position * units + neuron] ?? Number.NaN,
  };
}

function session() {
  const read = createSession(model, 'hidden.1', [0]);
  read.begin({ prompt: ids, count: 0, temperature: 1, seed: 0, hold: null });
  while (read.step());
  return read;
}

describe('what earlier tokens put into a neuron', () => {
  it('is what reading the whole text again with other tokens in their place takes away', async () => {
    const [position, neuron] = [9, 4];
    const parts = [...session().parts(position, neuron)].filter((part) => part !== null);
    expect(parts.map((part) => part.position)).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
    const whole = await readWith(position, 0, ids[0] ?? 0);
    for (const { position: replaced, value } of parts) {
      const others = substitutesOf(ids[replaced] ?? 0, vocabulary.length, [0]);
      let values = 0;
      for (const other of others) {
        const read = await readWith(position, replaced, other);
        values += read.value(neuron) / others.length;
      }
      expect(value).toBeCloseTo(whole.value(neuron) - values, 5);
    }
    expect(Math.max(...parts.map(({ value }) => Math.abs(value)))).toBeGreaterThan(0.01);
  });

  it('is the same however much was read for other tokens before', () => {
    const read = session();
    const of = (own: typeof read, position: number, neuron: number) =>
      [...own.parts(position, neuron)].filter((part) => part !== null);
    const alone = of(session(), 30, 2);
    for (const position of [12, 40, 29]) of(read, position, 1);
    expect(of(read, 30, 2)).toEqual(alone);
    // What is known of a token behind is known of this one: nothing is read again.
    expect([...read.parts(30, 3)].every((part) => part !== null)).toBe(true);
  });

  it('is of fewer tokens, or with fewer others in their place, where there is less time', () => {
    expect(limitFor(0.01, 3000)).toEqual({ tokens: occludedTokens, others: 8 });
    expect(limitFor(0.5, 3000)).toEqual({ tokens: occludedTokens, others: 3 });
    const { tokens, others } = limitFor(5, 3000);
    expect(others).toBe(1);
    expect((5 * tokens * (tokens + 1)) / 2).toBeLessThan(3300);
    const parts = [...session().parts(40, 1, { tokens: 5, others: 2 })];
    expect(parts.filter((part) => part !== null).map(({ position }) => position)).toEqual([39, 38, 37, 36]);
    // Two others each: the replaced token, those between and the one that is asked about.
    expect(parts.filter((part) => part === null)).toHaveLength(2 * (2 + 3 + 4 + 5));
  });

  it('is asked of the last tokens only, and of none before the first', () => {
    const read = session();
    const at = (position: number) => [...read.parts(position, 0)].filter((part) => part !== null);
    expect(at(79).map(({ position }) => position)).toEqual(
      Array.from({ length: occludedTokens - 1 }, (_, n) => 78 - n),
    );
    expect(at(0)).toEqual([]);
  });

  it('leaves the reading that it is asked about as it is', () => {
    const read = session();
    const before = read.tokens.map(({ components }) => components['hidden.1']?.slice());
    for (const _ of read.parts(40, 1));
    expect(read.tokens.map(({ components }) => components['hidden.1'])).toEqual(before);
  });

  it('of a neuron that is held is nothing', () => {
    const read = createSession(model, 'hidden.1', [0]);
    read.begin({ prompt: ids, count: 0, temperature: 1, seed: 0, hold: { neuron: 3, value: 0.5 } });
    while (read.step());
    for (const part of read.parts(12, 3)) if (part !== null) expect(part.value).toBe(0);
  });
});
