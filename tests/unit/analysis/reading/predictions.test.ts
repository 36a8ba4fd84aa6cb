import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { predictNext } from '../../../../runner/analysis/reading/sample.ts';
import { decodeSafetensors } from '../../../../runner/io/formats/safetensors/read.ts';
import { loadCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { everyEngine, fixture } from '../../nn/engines/every-engine.ts';
import { distance } from '../stats/reference.ts';
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

  it('reads what stands before the text once, however often it begins anew', async () => {
    const { checkpoint, ids } = await load('lstm');
    const { engine: opened, told } = counting(await engine.open());
    const before = ids.subarray(20, 26);
    const resets = [0, 4, 8];
    const read = await predictNext({ engine: opened, checkpoint, ids: ids.subarray(0, 12), resets, before, count: 3 });
    expect(told.runs).toBe(6 + 12);
    // After the same tokens in one text.
    for (const start of resets) {
      const one = Int32Array.from([...before, ...ids.subarray(start, start + 4)]);
      const whole = await predictNext({ engine: opened, checkpoint, ids: one, resets: [], count: 3 });
      expect(read.slice(start, start + 4)).toEqual(whole.slice(6));
    }
  });

  it('begins anew where the text does', async () => {
    const { checkpoint, ids } = await load('lstm');
    const common = { engine: await engine.open(), checkpoint, count: 3 };
    const whole = await predictNext({ ...common, ids: ids.subarray(0, 20), resets: [0, 8] });
    const rest = await predictNext({ ...common, ids: ids.subarray(8, 20), resets: [] });
    expect(whole.slice(8)).toEqual(rest);
    const unbroken = await predictNext({ ...common, ids: ids.subarray(0, 20), resets: [] });
    expect(unbroken.slice(8)).not.toEqual(rest);
  });
});
