import { describe, expect, it } from 'vitest';
import { type LayerComponent, ofArray, placeOf, toldNeuron } from '../../../../runner/analysis/findings/arrays.ts';
import { benchOf } from '../../../../runner/analysis/findings/bench.ts';
import { choose } from '../../../../runner/analysis/findings/choice.ts';
import type { random } from '../../../../runner/core/random.ts';
import { following, inventText, noise } from './invented-text.ts';
import { benchOfText } from './text-bench.ts';

const layers = (...units: number[]): [LayerComponent, ...LayerComponent[]] => {
  const [first = 0, ...others] = units;
  const hidden = (own: number, index: number): LayerComponent => ({
    layer: index + 1,
    component: 'hidden',
    units: own,
  });
  return [hidden(first, 0), ...others.map((own, index) => hidden(own, index + 1))];
};

describe('neurons of several arrays, one behind the other', () => {
  const arrays = layers(3, 2, 4);

  it('are of the array that they stand in, by their number there', () => {
    const places = Array.from({ length: 9 }, (_, neuron) => placeOf(arrays, neuron));
    expect(places.map(({ array, neuron }) => [array.layer, neuron])).toEqual([
      ...[0, 1, 2].map((neuron) => [1, neuron]),
      ...[0, 1].map((neuron) => [2, neuron]),
      ...[0, 1, 2, 3].map((neuron) => [3, neuron]),
    ]);
    expect(ofArray([...'abcdefghi'], placeOf(arrays, 4)).join('')).toBe('de');
    expect(() => placeOf(arrays, 9)).toThrow('there is no neuron 9, the arrays have 9');
  });

  it('are told with their array only where there are several', () => {
    expect(toldNeuron(arrays, 4)).toEqual({ neuron: 1, layer: 2, component: 'hidden' });
    expect(toldNeuron(layers(9), 4)).toEqual({ neuron: 4 });
  });

  it('are refused where activations are of other neurons', () => {
    const { text, inside, random: source } = inventText(3);
    const { input } = benchOfText(text, [noise(source, inside.length)], [inside]);
    expect(() => benchOf({ ...input, arrays: layers(1, 1) })).toThrow(
      'the arrays have 2 neurons, got activations of 1',
    );
  });
});

describe('what is claimed by its effect among the neurons of two arrays', () => {
  const claimed = async (
    seed: number,
    rowsOf: (inside: Uint8Array, source: ReturnType<typeof random>) => Float32Array[],
  ) => {
    const { text, inside, random: source } = inventText(seed);
    const rows = rowsOf(inside, source);
    const { input } = benchOfText(text, rows, [inside], { permutations: 99, seed });
    const bench = benchOf({ ...input, arrays: layers(rows.length / 2, rows.length / 2) });
    const { claims } = await choose(bench);
    return claims.filter(({ chosen }) => chosen === 'effect').map(({ neuron }) => placeOf(bench.input.arrays, neuron));
  };

  it('is the neuron that knows, of whichever array it is', async () => {
    for (const knower of [1, 6]) {
      const found = await claimed(30 + knower, (inside, source) =>
        Array.from({ length: 8 }, (_, neuron) =>
          neuron === knower ? following(inside, 1, source) : noise(source, inside.length),
        ),
      );
      expect(found.map(({ array, neuron }) => [array.layer, neuron])).toEqual([[knower < 4 ? 1 : 2, knower % 4]]);
    }
  });

  it.each([1, 2])('is beside the most relevant neuron of the array that is drawn: layer %i', async (layer) => {
    const { text, inside, random: source } = inventText(8);
    // Neurons 1 and 5 have by far the largest difference within the feature, and are no more than noise of the others' kind.
    const rows = Array.from({ length: 8 }, (_, neuron) =>
      noise(source, inside.length).map((value) => (neuron % 4 === 1 ? 50 : 1) * value),
    );
    const { input } = benchOfText(text, rows, [inside], { permutations: 99, seed: 8 });
    const { claims } = await choose(benchOf({ ...input, arrays: layers(4, 4), drawn: { layer, component: 'hidden' } }));
    expect(claims.filter(({ chosen }) => chosen === 'relevance').map(({ neuron }) => neuron)).toEqual([4 * layer - 3]);
  });

  /** Binomial: 16 and more of 120 at a rate of .05 have a chance of .0004; corrected within each array alone, .0975, 12 are expected. */
  it('is by chance something in one of twenty experiments, and not in one for each array', async () => {
    let wrong = 0;
    for (let seed = 0; seed < 120; seed++) {
      const found = await claimed(1000 + seed, (inside, source) =>
        Array.from({ length: 8 }, () => noise(source, inside.length)),
      );
      if (found.length > 0) wrong++;
    }
    expect(wrong).toBeLessThan(12);
  });
});
