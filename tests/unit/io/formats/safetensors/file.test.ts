import { expect, it } from 'vitest';
import { InputError } from '../../../../../runner/core/errors.ts';
import {
  arrayOf,
  decodeArrays,
  encodeArrays,
  encodeSafetensors,
} from '../../../../../runner/io/formats/safetensors/file.ts';
import { decodeSafetensors } from '../../../../../runner/io/formats/safetensors/read.ts';

const file = (header: object | string, data = new Uint8Array(0)) => {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
};

it.each(['F32', 'F16'] as const)('%s: each bit that is flipped is noticed, or changes nothing', (dtype) => {
  const tensors = {
    'rnn.weight': { shape: [2, 3], data: Float32Array.of(1, -0.37, 3e-4, 1e4, 0, -0) },
    b: { shape: [1], data: Float32Array.of(7) },
  };
  const whole = encodeSafetensors(tensors, dtype, { format: 'pt' });
  const written = decodeSafetensors(whole, 'x');
  let noticed = 0;
  for (let bit = 0; bit < 8 * whole.length; bit++) {
    const flipped = Uint8Array.from(whole);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    let read: unknown = null;
    try {
      read = decodeSafetensors(flipped, 'x');
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      noticed++;
      continue;
    }
    expect(read, `bit ${bit}`).toEqual(written);
  }
  expect(noticed).toBeGreaterThan(8 * (whole.length - 60));
});

it('safetensors reads BF16 and I64', () => {
  const data = new Uint8Array([0x80, 0x3f, 0x20, 0xc1, 5, 0, 0, 0, 0, 0, 0, 0]);
  const b16 = { dtype: 'BF16', shape: [2], data_offsets: [0, 4] };
  const bytes = file({ b: b16, i: { dtype: 'I64', shape: [1], data_offsets: [4, 12] } }, data);
  const { b, i } = decodeSafetensors(bytes, 'x');
  expect([...(b?.data ?? []), ...(i?.data ?? [])]).toEqual([1, -10, 5]);
});

const array = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
const one = (change: object, bytes = 4) => file({ a: { ...array, ...change } }, new Uint8Array(bytes));
const shared = Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`a${i}`, array]));
const deep = `{"a":{"shape":[1],"data_offsets":[0,4],"dtype":${'['.repeat(1e5)}${']'.repeat(1e5)}}}`;
const huge = Buffer.of(255, 255, 255, 255, 255, 0, 0, 0, 123, 0);
it.each([
  ['a file of four bytes', new Uint8Array(4), /4 bytes/],
  ['a header longer than the file', file('{}').fill(9, 0, 1), /header claims/],
  ['a huge header', huge, /header claims 1099511627775 bytes/],
  ['a header that is not JSON', file('{"a":'), /not JSON/],
  ['a header that is a list', file('[]'), /not JSON/],
  ['an unknown type', one({ dtype: 'Q4' }), /type "Q4"/],
  ['a type that is no name', file(deep), /type that is no name/],
  ['an array outside the file', one({ shape: [2], data_offsets: [0, 8] }), /outside the file/],
  ['arrays that share their bytes', file(shared, new Uint8Array(4)), /claim 396 bytes and it holds 4/],
  ['a shape that does not fit', one({ shape: [3], data_offsets: [0, 8] }, 8), /not those of its shape/],
  ['a negative shape', one({ shape: [-1] }), /no valid shape/],
])('safetensors refuses %s', (_name, bytes, why) => {
  expect(() => decodeSafetensors(bytes, 'weights')).toThrow(InputError);
  expect(() => decodeSafetensors(bytes, 'weights')).toThrow(why);
});

const arrays = {
  bytes: { shape: [3], data: Int8Array.of(-128, 0, 127) },
  marks: { shape: [2], data: Uint8Array.of(0, 255) },
  ids: { shape: [2, 2], data: Uint16Array.of(0, 1, 65_534, 65_535) },
  places: { shape: [1], data: Uint32Array.of(4_000_000_000) },
  values: { shape: [2], data: Float32Array.of(Number.NaN, -0.25) },
};
const written = encodeArrays(arrays);

it('arrays of any type and shape are given back, from the middle of a Buffer too, whose slices are no copies', () => {
  const back = decodeArrays(Buffer.from([1, 2, 3, ...written]).subarray(3), 'a.safetensors');
  expect({ ...back }).toEqual(arrays);
  expect(arrayOf(arrays, 'ids', 'U16', [2, null])).toBe(arrays.ids.data);
});

it.each<[string, () => unknown, string | RegExp | typeof RangeError]>([
  ['as weights', () => decodeSafetensors(written, 'a.safetensors'), /type "U32"|type "U16"|type "I8"/],
  ['of another length', () => encodeArrays({ a: { shape: [2], data: Uint8Array.of(1) } }), 'its shape [2] says 2'],
  ['in a file that was cut', () => decodeArrays(written.subarray(0, written.length - 2), 'cut'), RangeError],
  ['of another type', () => arrayOf(arrays, 'ids', 'U8', [2, 2]), '"ids" should be U8 [2,2], is U16 [2,2]'],
  ['of another shape', () => arrayOf(arrays, 'ids', 'U16', [4]), RangeError],
  ['of no such name', () => arrayOf(arrays, 'none', 'U8', [1]), 'is none'],
])('arrays are refused %s', (_what, attempt, why) => {
  expect(attempt).toThrow(why);
});
