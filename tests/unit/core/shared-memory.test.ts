import { expect, it } from 'vitest';
import { collectGarbage } from '../../../runner/core/release-memory.ts';
import { inSharedMemory, shared, sharedFloats, togetherInSharedMemory } from '../../../runner/core/shared-memory.ts';

it('what goes to threads has the same numbers, large arrays in shared memory, and what is there already is not copied', () => {
  const large = Float32Array.from({ length: 2000 }, (_, i) => i / 7);
  const given = { large, small: Int32Array.of(1, 2), list: [{ large }], name: 'a', none: null };
  const found = shared(given);
  expect(found).toEqual(given);
  expect(found.large.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(found.list[0]?.large.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(inSharedMemory(found.large)).toBe(found.large);
});

it('memory that threads share is collected when nobody holds it any more', async () => {
  const held = new WeakRef(sharedFloats(1e6));
  await collectGarbage();
  expect(held.deref()).toBeUndefined();
});

it('many arrays lie in one piece of memory, one behind the other', () => {
  const given = [Int32Array.of(3, 1), new Int32Array(0), Int32Array.of(7, 8, 9)];
  const found = togetherInSharedMemory(given);
  expect(found).toEqual(given);
  expect(new Set(found.map(({ buffer }) => buffer)).size).toBe(1);
  const floats = [Float32Array.of(0.5), Float32Array.of(-2)];
  expect(togetherInSharedMemory(floats)).toEqual(floats);
});
