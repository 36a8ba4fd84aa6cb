import { describe, expect, it } from 'vitest';
import {
  addAt,
  at,
  float32At,
  float64At,
  int32At,
  item,
  placeAt,
  uint8At,
  uint16At,
  uint32At,
} from '../../../../runner/core/at.ts';

describe('a place of an array', () => {
  it('is read, and is an error where there is none', () => {
    expect(at([5, 6], 1)).toBe(6);
    expect(item(['a'], 0)).toBe('a');
    expect(float32At(Float32Array.from([0.5]), 0)).toBe(0.5);
    expect(float64At(Float64Array.from([0.1]), 0)).toBe(0.1);
    expect(int32At(Int32Array.of(-7), 0)).toBe(-7);
    expect(uint32At(Uint32Array.of(2 ** 32 - 1), 0)).toBe(2 ** 32 - 1);
    expect(uint16At(Uint16Array.of(9), 0)).toBe(9);
    expect(uint8At(Uint8Array.of(0), 0)).toBe(0);
    expect(placeAt(Uint32Array.of(3, 70_000), 1)).toBe(70_000);
    for (const read of [
      () => at([5, 6], 2),
      () => item([], 0),
      () => float32At(new Float32Array(1), -1),
      () => float64At(new Float64Array(1), 1),
      () => int32At(new Int32Array(1), 1),
      () => uint32At(new Uint32Array(2), 2),
      () => uint16At(new Uint16Array(0), 0),
      () => uint8At(new Uint8Array(1), -1),
      () => placeAt(new Uint16Array(1), 1),
      () => addAt(new Float64Array(1), 1, 2),
    ]) {
      expect(read).toThrow(/there is no place -?\d among \d/);
    }
  });

  it('is added to', () => {
    const values = Float64Array.of(0.5, 2);
    addAt(values, 1, -0.25);
    expect([...values]).toEqual([0.5, 1.75]);
  });
});
