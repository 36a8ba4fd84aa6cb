import { describe, expect, it } from 'vitest';
import { memorySink, observe } from '../../../../runner/analysis/reading/observe.ts';
import { draw, mostLikely, sample } from '../../../../runner/analysis/reading/sample.ts';
import { random } from '../../../../runner/core/random.ts';
import { loadCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { engineOf, everyEngine, fixture } from '../../nn/engines/every-engine.ts';

describe('draw', () => {
  const probabilities = [0.1, 0.55, 0.3, 0.05];
  const counts = (draws: number, never: number[]) => {
    const source = random(11);
    const drawn = [0, 0, 0, 0];
    for (let i = 0; i < draws; i++) {
      const id = draw(probabilities, never, source);
      drawn[id] = (drawn[id] ?? 0) + 1;
    }
    return drawn;
  };
  const chiSquare = (drawn: number[], expected: number[]) =>
    drawn.reduce((sum, n, id) => sum + (expected[id] ? (n - expected[id]) ** 2 / expected[id] : n), 0);

  it('takes each token as often as its probability says', () => {
    const drawn = counts(40_000, []);
    // Three degrees of freedom: 16.3 is the upper 0.1% point.
    expect(chiSquare(drawn, [4000, 22_000, 12_000, 2000])).toBeLessThan(16.3);
  });

  it('never takes what is forbidden, and shares its part out', () => {
    const drawn = counts(45_000, [1]);
    expect(drawn[1]).toBe(0);
    // Two degrees of freedom: 13.8 is the upper 0.1% point.
    expect(chiSquare(drawn, [10_000, 0, 30_000, 5000])).toBeLessThan(13.8);
  });
});

describe('mostLikely', () => {
  it('takes the largest probability, the first of equals, and nothing that is forbidden', () => {
    expect(mostLikely([0.2, 0.4, 0.4], [])).toBe(1);
    expect(mostLikely([0.2, 0.4, 0.4], [1])).toBe(2);
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

describe('the temperature', () => {
  it('0 writes the most likely token each time, and a low one nearly always', async () => {
    const checkpoint = await loadCheckpoint(fixture('lstm'));
    const engine = await engineOf('reference');
    const write = async (temperature: number) =>
      (
        await sample({
          engine,
          checkpoint,
          prompt: Int32Array.of(10),
          length: 20,
          temperature,
          never: [0],
          random: random(2),
        })
      ).ids;
    expect([...(await write(0.001))]).toEqual([...(await write(0))]);
    expect([...(await write(5))]).not.toEqual([...(await write(0))]);
  });
});
