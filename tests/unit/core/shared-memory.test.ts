import { expect, it } from 'vitest';
import { inSharedMemory, shared, togetherInSharedMemory } from '../../../runner/core/shared-memory.ts';

it('what goes to threads has the same numbers, large arrays in shared memory, and what is there already is not copied', () => {
  const large = Float32Array.from({ length: 2000 }, (_, i) => i / 7);
  const given = { large, small: Int32Array.of(1, 2), list: [{ large }], name: 'a', none: null };
  const found = shared(given);
  expect(found).toEqual(given);
  expect(found.large.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(found.list[0]?.large.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(inSharedMemory(found.large)).toBe(found.large);
});

it('many arrays lie in one piece of memory, one behind the other', () => {
  const given = [Int32Array.of(3, 1), new Int32Array(0), Int32Array.of(7, 8, 9)];
  const found = togetherInSharedMemory(given);
  expect(found).toEqual(given);
  expect(new Set(found.map(({ buffer }) => buffer)).size).toBe(1);
  expect(togetherInSharedMemory([Float32Array.of(0.5), Float32Array.of(-2)])).toEqual([
    Float32Array.of(0.5),
    Float32Array.of(-2),
  ]);
});
