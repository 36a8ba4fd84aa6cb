import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { stateLevels } from '../../../runner/stats/state-levels.ts';

describe('levels of types and states', () => {
  it('tell what the state adds from what the type says, though the two go together', () => {
    const { uniform, normal } = random(8, 1);
    const tokens = 20_000;
    const state = Int8Array.from({ length: tokens }, () => (uniform() < 0.4 ? 1 : 0));
    // Type 2 is mostly inside: its level is not the state's doing.
    const types = Int32Array.from(state, (now) =>
      uniform() < (now === 1 ? 0.7 : 0.1) ? 2 : Math.floor(uniform() * 2),
    );
    const level = [1, -2, 5];
    const activation = Float32Array.from(
      types,
      (type, t) => (level[type] ?? 0) + 0.3 * (state[t] ?? 0) + 0.1 * normal(),
    );
    const found = stateLevels(activation, types, state);
    expect(found.inside - found.outside).toBeCloseTo(0.3, 2);
    expect(found.level(2) - found.level(0)).toBeCloseTo(4, 1);
  });

  it('gives a type that was never seen the mean of all, and leaves out what has no state', () => {
    const { level, inside } = stateLevels(
      Float32Array.from([1, 3, 99]),
      Int32Array.from([0, 0, 1]),
      Int8Array.from([0, 1, -1]),
    );
    expect(level(7)).toBe(2);
    expect(level(1)).toBe(2);
    expect(inside).toBeGreaterThan(0);
  });
});
