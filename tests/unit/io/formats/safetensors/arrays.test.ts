import { describe, expect, it } from 'vitest';
import { arrayOf, decodeArrays, encodeArrays } from '../../../../../runner/io/formats/safetensors/file.ts';
import { decodeSafetensors } from '../../../../../runner/io/formats/safetensors/read.ts';

const arrays = {
  bytes: { shape: [3], data: Int8Array.of(-128, 0, 127) },
  marks: { shape: [2], data: Uint8Array.of(0, 255) },
  ids: { shape: [2, 2], data: Uint16Array.of(0, 1, 65_534, 65_535) },
  places: { shape: [1], data: Uint32Array.of(4_000_000_000) },
  values: { shape: [2], data: Float32Array.of(Number.NaN, -0.25) },
};
const file = encodeArrays(arrays);

describe('encodeArrays and decodeArrays', () => {
  it('give back every array with its type and shape', () => {
    const back = decodeArrays(file, 'a.safetensors');
    expect(Object.keys(back).sort()).toEqual(Object.keys(arrays).sort());
    for (const [name, given] of Object.entries(arrays)) expect(back[name]).toEqual(given);
  });

  it('read from the middle of other bytes, of a Buffer too, whose slices are no copies', () => {
    expect(decodeArrays(Buffer.from([1, 2, 3, ...file]).subarray(3), 'a.safetensors').ids).toEqual(arrays.ids);
  });

  it('write what is refused as weights', () => {
    expect(() => decodeSafetensors(file, 'a.safetensors')).toThrow(/type "U32"|type "U16"|type "I8"/);
  });

  it('refuse an array whose length is not that of its shape, and a file that was cut', () => {
    expect(() => encodeArrays({ a: { shape: [2], data: Uint8Array.of(1) } })).toThrow('its shape [2] says 2');
    expect(() => decodeArrays(file.subarray(0, file.length - 2), 'cut')).toThrow(RangeError);
  });
});

describe('arrayOf', () => {
  it('gives the array that is expected, any length where none is given', () => {
    expect(arrayOf(arrays, 'ids', 'U16', [2, null])).toBe(arrays.ids.data);
  });

  it('names what is there instead', () => {
    expect(() => arrayOf(arrays, 'ids', 'U8', [2, 2])).toThrow('"ids" should be U8 [2,2], is U16 [2,2]');
    expect(() => arrayOf(arrays, 'ids', 'U16', [4])).toThrow(RangeError);
    expect(() => arrayOf(arrays, 'none', 'U8', [1])).toThrow('is none');
  });
});
