import { describe, expect, it } from 'vitest';
import { ofArray, placeOf, toldNeuron } from '../../../../runner/analysis/findings/arrays.ts';
import { benchOf } from '../../../../runner/analysis/findings/bench.ts';
import { choose } from '../../../../runner/analysis/findings/choice.ts';
import { benchOfText, following, inventText, noise } from './invented.ts';

const layers = (...units: [number, ...number[]]) => {
  const of = (own: number, index: number) => ({ layer: index + 1, component: 'hidden', units: own }) as const;
  const [first, ...others] = units;
  return [of(first, 0), ...others.map((own, index) => of(own, index + 1))] as const;
};

describe('neurons of several arrays, one behind the other', () => {
  const arrays = layers(3, 2, 4);

  it('are of the array that they stand in, by their number there', () => {
    const places = Array.from({ length: 9 }, (_, neuron) => placeOf(arrays, neuron));
    const told = places.map(({ array, neuron }) => `${array.layer}:${neuron}`).join(' ');
    expect(told).toBe('1:0 1:1 1:2 2:0 2:1 3:0 3:1 3:2 3:3');
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
    const two = { ...input, arrays: layers(1, 1) };
    expect(() => benchOf(two)).toThrow('the arrays have 2 neurons, got activations of 1');
  });
});

describe('what is claimed by its effect among the neurons of two arrays', () => {
  /** Array and number of what is claimed of eight neurons, all noise but one. */
  const claimed = async (seed: number, knower?: number) => {
    const { text, inside, random: source } = inventText(seed);
    const rows = Array.from({ length: 8 }, (_, neuron) =>
      neuron === knower ? following(inside, 1, source) : noise(source, inside.length),
    );
    const { input } = benchOfText(text, rows, [inside], { permutations: 99, seed });
    const arrays = layers(4, 4);
    const { claims } = await choose(benchOf({ ...input, arrays }));
    const places = claims.filter(({ chosen }) => chosen === 'effect').map((claim) => placeOf(arrays, claim.neuron));
    return places.map(({ array, neuron }) => `${array.layer}:${neuron}`);
  };

  it('is the neuron that knows, of whichever array it is', async () => {
    expect([await claimed(31, 1), await claimed(36, 6)]).toEqual([['1:1'], ['2:2']]);
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
});
