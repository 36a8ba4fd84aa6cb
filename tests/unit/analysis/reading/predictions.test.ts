import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { predictNext } from '../../../../runner/analysis/reading/sample.ts';
import { decodeSafetensors } from '../../../../runner/io/formats/safetensors/read.ts';
import { loadCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import type { Engine } from '../../../../runner/nn/models/program.ts';
import { everyEngine, fixture } from '../../nn/engines/every-engine.ts';

async function load(name: string) {
  const checkpoint = await loadCheckpoint(fixture(name));
  const path = fixture(`${name}/expected.safetensors`);
  const { logits } = decodeSafetensors(await readFile(path), path);
  const tokens = JSON.parse(await readFile(fixture(`${name}/tokens.json`), 'utf8')) as string[];
  const ids = Int32Array.from(tokens, (token) => Math.max(0, checkpoint.vocabulary.indexOf(token)));
  return { checkpoint, ids, logits: logits?.data ?? [] };
}

/** Softmax of PyTorch's logits at token `t`, sorted. */
function expectedAt(logits: ArrayLike<number>, vocabulary: number, t: number): { id: number; probability: number }[] {
  const powers = Array.from({ length: vocabulary }, (_, id) => Math.exp(logits[t * vocabulary + id] ?? Number.NaN));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers
    .map((power, id) => ({ id, probability: power / total }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, 5);
}

describe.each(everyEngine)('what is likely next, by $name', (engine) => {
  it.each(['lstm', 'gru', 'lstm-2-layers', 'rnn-one-hot'])('agrees with PyTorch for %s', async (name) => {
    const { checkpoint, ids, logits } = await load(name);
    const { vocabulary } = checkpoint.architecture;
    const chosen = await engine.open();
    const some = ids.subarray(0, 30);
    const predictions = await predictNext({ engine: chosen, checkpoint, ids: some, resets: [0], count: 5 });
    expect(predictions).toHaveLength(30);
    predictions.forEach((likely, t) => {
      const expected = expectedAt(logits, vocabulary, t);
      likely.forEach(({ probability }, rank) => {
        expect(Math.abs(probability - (expected[rank]?.probability ?? Number.NaN))).toBeLessThan(1e-5);
      });
      expect(likely[0]?.id).toBe(expected[0]?.id);
    });
  });

  it('reads what stands before the text once, however often it begins anew', async () => {
    const { checkpoint, ids } = await load('lstm');
    const opened = await engine.open();
    let runs = 0;
    const counting: Engine = {
      ...opened,
      async compile(...asked) {
        const executable = await opened.compile(...asked);
        return {
          ...executable,
          run(inputs) {
            runs++;
            return executable.run(inputs);
          },
        };
      },
    };
    const before = ids.subarray(20, 26);
    const resets = [0, 4, 8];
    const read = await predictNext({
      engine: counting,
      checkpoint,
      ids: ids.subarray(0, 12),
      resets,
      before,
      count: 3,
    });
    expect(runs).toBe(6 + 12);
    // After the same tokens in one text.
    for (const start of resets) {
      const one = Int32Array.from([...before, ...ids.subarray(start, start + 4)]);
      const whole = await predictNext({ engine: opened, checkpoint, ids: one, resets: [], count: 3 });
      expect(read.slice(start, start + 4)).toEqual(whole.slice(6));
    }
  });

  it('begins anew where the text does', async () => {
    const { checkpoint, ids } = await load('lstm');
    const chosen = await engine.open();
    const common = { engine: chosen, checkpoint, count: 3 };
    const whole = await predictNext({ ...common, ids: ids.subarray(0, 20), resets: [0, 8] });
    const rest = await predictNext({ ...common, ids: ids.subarray(8, 20), resets: [] });
    expect(whole.slice(8)).toEqual(rest);
    const unbroken = await predictNext({ ...common, ids: ids.subarray(0, 20), resets: [] });
    expect(unbroken.slice(8)).not.toEqual(rest);
  });
});
