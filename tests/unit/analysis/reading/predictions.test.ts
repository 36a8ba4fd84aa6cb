import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../../../../runner/io/formats/safetensors/read.ts';
import { loadCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { everyEngine, fixture } from '../../nn/engines/every-engine.ts';
import { distance } from '../stats/reference.ts';
import { predictNext } from './predict-next.ts';
import { counting } from './recorded.ts';

async function load(name: string) {
  const checkpoint = await loadCheckpoint(fixture(name));
  const path = fixture(`${name}/expected.safetensors`);
  const { logits } = decodeSafetensors(await readFile(path), path);
  const tokens = JSON.parse(await readFile(fixture(`${name}/tokens.json`), 'utf8')) as string[];
  const ids = Int32Array.from(tokens, (token) => Math.max(0, checkpoint.vocabulary.indexOf(token)));
  return { checkpoint, ids, logits: logits?.data ?? [] };
}

/** Softmax of PyTorch's logits at token `t`, the largest five. */
function expectedAt(logits: ArrayLike<number>, vocabulary: number, t: number): { id: number; probability: number }[] {
  const powers = Array.from({ length: vocabulary }, (_, id) => Math.exp(logits[t * vocabulary + id] ?? Number.NaN));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const all = powers.map((power, id) => ({ id, probability: power / total }));
  return all.sort((a, b) => b.probability - a.probability).slice(0, 5);
}

describe.each(everyEngine)('what is likely next, by $name', (engine) => {
  it.each(['lstm', 'gru', 'lstm-2-layers', 'rnn-one-hot'])('agrees with PyTorch for %s', async (name) => {
    const { checkpoint, ids, logits } = await load(name);
    const { vocabulary } = checkpoint.architecture;
    const task = { engine: await engine.open(), checkpoint, resets: [0], count: 5 };
    const predictions = await predictNext({ ...task, ids: ids.subarray(0, 30) });
    expect(predictions).toHaveLength(30);
    for (const [t, likely] of predictions.entries()) {
      const expected = expectedAt(logits, vocabulary, t);
      const chances = (of: typeof expected) => of.map(({ probability }) => probability);
      expect(distance(chances(likely), chances(expected))).toBeLessThan(1e-5);
      expect(likely[0]?.id).toBe(expected[0]?.id);
    }
  });

  it.each([6, 0])('begins anew where the text does, after %i tokens that it reads once', async (count) => {
    const { checkpoint, ids } = await load('lstm');
    const { engine: opened, told } = counting(await engine.open());
    const before = ids.subarray(20, 20 + count);
    const starts = [0, 4, 8];
    const task = { engine: opened, checkpoint, count: 3 };
    const read = await predictNext({ ...task, ids: ids.subarray(0, 12), resets: starts, before });
    expect(told.runs).toBe(count + 12);
    // As after the same tokens in one text, and not as without a new beginning.
    for (const start of starts) {
      const one = Int32Array.from([...before, ...ids.subarray(start, start + 4)]);
      const whole = await predictNext({ ...task, ids: one, resets: [] });
      expect(read.slice(start, start + 4)).toEqual(whole.slice(count));
    }
    const unbroken = await predictNext({ ...task, ids: ids.subarray(0, 12), resets: [] });
    expect(unbroken.slice(4)).not.toEqual(read.slice(4));
  });
});
