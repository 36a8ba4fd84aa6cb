import { expect, it } from 'vitest';
import * as places from '../../../../runner/core/at.ts';

const added = Float64Array.of(0.5, 2);
it.each<[reader: string, read: (place: number) => unknown, second: unknown]>([
  ['at', (place) => places.at([5, 6], place), 6],
  ['item', (place) => places.item([0, 'a'], place), 'a'],
  ['float32At', (place) => places.float32At(Float32Array.of(0, 0.5), place), 0.5],
  ['float64At', (place) => places.float64At(Float64Array.of(0, 0.1), place), 0.1],
  ['int32At', (place) => places.int32At(Int32Array.of(0, -7), place), -7],
  ['uint32At', (place) => places.uint32At(Uint32Array.of(0, 2 ** 32 - 1), place), 2 ** 32 - 1],
  ['uint16At', (place) => places.uint16At(Uint16Array.of(0, 9), place), 9],
  ['uint8At', (place) => places.uint8At(Uint8Array.of(1, 0), place), 0],
  ['placeAt', (place) => places.placeAt(Uint32Array.of(3, 70_000), place), 70_000],
  ['addAt', (place) => [places.addAt(added, place, -0.25), ...added], [undefined, 0.5, 1.75]],
])('%s reads a place of an array, and throws where there is none', (_, read, second) => {
  expect(read(1)).toEqual(second);
  for (const place of [-1, 2]) expect(() => read(place)).toThrow(`there is no place ${place} among 2`);
});
