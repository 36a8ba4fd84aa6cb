import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { HeldReading, Readings } from '../../../../runner/analysis/findings/readings.ts';
import { knownLosses } from '../../../../runner/experiment/evidence/known-losses.ts';

/** Losses that say what was read: the held value and the token; and which readings were asked for. */
function counted() {
  const asked: number[] = [];
  const losses: Readings['losses'] = async (half, readings) => {
    asked.push(readings.length);
    return readings.map(({ hold, places }) =>
      Float32Array.from(places, (place) => (half === 'discovery' ? 1000 : 0) + (hold[0]?.values[place] ?? 0) + place),
    );
  };
  return { asked, losses };
}

const reading = (value: number, places: readonly number[], neuron = 3): HeldReading => ({
  hold: [{ neuron, values: new Float32Array(50).fill(value) }],
  segments: [0, 1],
  places: Int32Array.from(places),
});

describe('losses that are known', () => {
  it('are not read again, at some of the places either; what else is asked in the same breath is read alone', async () => {
    const { asked, losses } = counted();
    const known = knownLosses(losses);
    await known('confirmation', [reading(0.5, [1, 5, 9]), reading(-0.5, [1, 5, 9])]);
    const [some, other] = await known('confirmation', [reading(0.5, [9, 1]), reading(0.25, [5])]);
    expect(some).toEqual(Float32Array.from([9.5, 1.5]));
    expect(other).toEqual(Float32Array.from([5.25]));
    expect(asked).toEqual([2, 1]);
  });

  it('are those of the same neuron, values, half and segments, and no others', async () => {
    const { asked, losses } = counted();
    const known = knownLosses(losses);
    await known('confirmation', [reading(0.5, [1])]);
    expect(await known('discovery', [reading(0.5, [1])])).toEqual([Float32Array.from([1001.5])]);
    await known('confirmation', [reading(0.5, [1], 4)]);
    await known('confirmation', [{ ...reading(0.5, [1]), segments: [0] }]);
    await known('confirmation', [reading(0.5, [1, 2])]);
    const last = reading(0.5, [1]);
    last.hold[0]?.values.set([0.75], 40);
    await known('confirmation', [last]);
    expect(asked).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('are as many as memory is given for: the oldest are read again', async () => {
    const { asked, losses } = counted();
    const known = knownLosses(losses, 20);
    await known('confirmation', [reading(1, [1, 2, 3])]);
    await known('confirmation', [reading(2, [1, 2, 3])]);
    await known('confirmation', [reading(2, [3])]);
    expect(asked).toEqual([1, 1]);
    await known('confirmation', [reading(1, [1])]);
    expect(asked).toEqual([1, 1, 1]);
  });

  it('take no more memory than that, however many they are', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const used = () => {
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const { losses } = counted();
    const known = knownLosses(losses);
    const places = Array.from({ length: 50_000 }, (_, place) => place);
    const before = used();
    for (let value = 0; value < 40; value++) await known('confirmation', [reading(value, places)]);
    // Two million numbers in boxes take more than 80 MB.
    expect(used() - before).toBeLessThan(30e6);
    await known('confirmation', [reading(39, [1])]);
  });
});
