import { describe, expect, it } from 'vitest';
import { none16 } from '../../../../runner/analysis/atlas/atlas-schema.ts';
import { bestFeatures } from '../../../../runner/analysis/atlas/effects.ts';

describe('bestFeatures', () => {
  const areas = Float32Array.of(0.9, 0.3, 0.5, 0.6, Number.NaN, Number.NaN);
  const bars = [{ bar: 0.39 }, { bar: 0.06 }];
  const none = new Uint8Array(6);

  it('takes the feature by which a neuron is furthest beyond what is not learned', () => {
    expect([...bestFeatures(areas, none, bars, 3)]).toEqual([1, 1, none16]);
  });

  it('takes one that the neuron learned before one that it did not', () => {
    expect([...bestFeatures(areas, Uint8Array.of(1, 0, 0, 0, 0, 0), bars, 3)]).toEqual([0, 1, none16]);
  });

  it('takes the largest effect, whatever its side, where nothing can be said of learning', () => {
    expect([...bestFeatures(areas, none, [{ bar: null }, { bar: null }], 3)]).toEqual([0, 1, none16]);
  });
});
