import { describe, expect, it } from 'vitest';
import { loadCheckpoint } from '../../../runner/models/checkpoint.ts';
import { random } from '../../../runner/random.ts';
import { memorySink, observe } from '../../../runner/recording/observe.ts';
import { draw, sample } from '../../../runner/recording/sample.ts';
import { engineOf, everyEngine, fixture } from '../engines/every-engine.ts';

describe('draw', () => {
  const logits = [1, 3, 2, 0];

  it('takes each token as often as its probability says', () => {
    const source = random(11);
    const draws = 40_000;
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < draws; i++) {
      const id = draw(logits, 2, [], source);
      counts[id] = (counts[id] ?? 0) + 1;
    }
    const weights = logits.map((logit) => Math.exp(logit / 2));
    const sum = weights.reduce((a, b) => a + b);
    const chi = counts.reduce((total, n, id) => {
      const expected = (draws * (weights[id] ?? 0)) / sum;
      return total + (n - expected) ** 2 / expected;
    }, 0);
    // Three degrees of freedom: 16.3 is the upper 0.1% point.
    expect(chi).toBeLessThan(16.3);
  });

  it('never draws what is forbidden, and takes the most likely at temperature 0', () => {
    const source = random(1);
    for (let i = 0; i < 200; i++) expect(draw(logits, 5, [1], source)).not.toBe(1);
    expect(draw(logits, 0, [], source)).toBe(1);
    expect(draw(logits, 0, [1], source)).toBe(2);
  });

  it('survives logits that overflow an exponential', () => {
    expect(draw([-2000, 2000, 1999], 0.001, [], random(1))).toBe(1);
  });
});

describe.each(everyEngine)('sampling by $name', (engine) => {
  it.each(['lstm-2-layers', 'gru', 'rnn-one-hot'])(
    '%s records the same as reading the written text back',
    async (name) => {
      const checkpoint = await loadCheckpoint(fixture(name));
      const chosen = await engine.open();
      const prompt = Int32Array.of(10, 1, 13);
      const written = await sample({
        engine: chosen,
        checkpoint,
        prompt,
        length: 12,
        temperature: 1,
        never: [0],
        random: random(4),
      });
      expect([...written.ids.subarray(0, 3)]).toEqual([10, 1, 13]);
      expect(written.ids).toHaveLength(15);
      expect(written.ids.includes(0)).toBe(false);
      const sink = memorySink(15, checkpoint.architecture.units);
      const read = await observe({ engine: chosen, checkpoint, ids: written.ids, segments: [[0, 15]], sink });
      for (const [component, array] of sink.arrays) {
        written.arrays.get(component)?.forEach((value, i) => {
          expect(Math.abs(value - (array[i] ?? NaN))).toBeLessThan(1e-6);
        });
      }
      written.nll.forEach((value, t) => {
        expect(Math.abs(value - (read.nll[t] ?? NaN))).toBeLessThan(1e-5);
      });
    },
  );
});

describe('sampling', () => {
  it('refuses an empty prompt', async () => {
    const checkpoint = await loadCheckpoint(fixture('gru'));
    const task = {
      engine: await engineOf('reference'),
      checkpoint,
      length: 1,
      temperature: 1,
      never: [],
      random: random(1),
    };
    await expect(sample({ ...task, prompt: new Int32Array(0) })).rejects.toThrow(/The prompt is empty/);
  });
});
