import { describe, expect, it } from 'vitest';
import {
  activationsOf,
  decodeActivations,
  encodeActivations,
  neuronsIn,
  quantize,
} from '../../../../runner/experiment/results/activations.ts';

const activations = [Float32Array.of(0.5, -1.5, 0.01), Float32Array.of(0, 0, 0), Float32Array.of(1e-9, 5e-10, -1e-9)];

describe('side-cars', () => {
  it('hold each activation within half a step of its neuron', () => {
    const encoded = encodeActivations(quantize(activations));
    const decoded = decodeActivations(encoded, 3, 3);
    activations.forEach((row, neuron) => {
      const largest = Math.max(...row.map(Math.abs));
      activationsOf(decoded, neuron).forEach((value, t) => {
        // Half of one of 127 steps, and a little for single precision.
        expect(Math.abs(value - (row[t] ?? NaN))).toBeLessThanOrEqual((largest / 254) * 1.0001);
      });
    });
  });

  it('are scales, then bytes, little-endian', () => {
    const bytes = encodeActivations(quantize([Float32Array.of(2, -1)]));
    expect([...bytes]).toEqual([0, 0, 0, 64, 127, 256 - 63]);
  });

  it('read the same from a Buffer that shares its memory with others', () => {
    const encoded = encodeActivations(quantize(activations));
    const shared = Buffer.concat([Buffer.alloc(3), encoded]).subarray(3);
    expect(decodeActivations(shared, 3, 3)).toEqual(decodeActivations(encoded, 3, 3));
  });

  it('of another length are refused', () => {
    expect(() => decodeActivations(new Uint8Array(9), 2, 3)).toThrow(
      /expected 14 bytes for 2 neurons x 3 tokens, got 9/,
    );
  });

  it('tell by their size how many neurons they have', () => {
    expect(neuronsIn(encodeActivations(quantize(activations)).length, 3)).toBe(3);
    expect(() => neuronsIn(9, 3)).toThrow(/9 bytes are no whole number of neurons x 3 tokens/);
  });
});
