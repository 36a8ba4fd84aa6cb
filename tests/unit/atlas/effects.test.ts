import { describe, expect, it } from 'vitest';
import { bestFeatures } from '../../../runner/atlas/effects.ts';
import { none16 } from '../../../runner/results/atlas-schema.ts';

describe('bestFeatures', () => {
  const areas = Float32Array.of(0.9, 0.3, 0.5, 0.6, Number.NaN, Number.NaN);

  it('takes the feature by which a neuron is furthest beyond what untrained networks have', () => {
    const features = [{ untrained: { best: 0.38, limit: 0.39 } }, { untrained: { best: 0.05, limit: 0.06 } }];
    expect([...bestFeatures(areas, features, 3)]).toEqual([1, 1, none16]);
  });

  it('takes the largest effect, whatever its side, where no untrained network was read', () => {
    expect([...bestFeatures(areas, [{ untrained: null }, { untrained: null }], 3)]).toEqual([0, 1, none16]);
  });
});
