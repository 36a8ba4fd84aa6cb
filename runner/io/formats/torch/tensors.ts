/**
 * Tensors of a PyTorch file: what its pickle says of them (a storage, a first number, a shape, a stride), and their numbers as
 * float32. Source: torch/_utils.py, torch/storage.py. Pure.
 */

import { sizeOf, type Tensor } from '../../../core/tensor.ts';
import { modelRefusal } from '../refusals.ts';
import { halvesToFloats } from '../safetensors/half.ts';

interface NumberKind {
  /** Of one number. */
  bytes: number;
  /** Absent: weights have no such numbers. */
  read?(bytes: ArrayBuffer): Float32Array;
}

const kinds: Readonly<Record<string, NumberKind>> = {
  FloatStorage: { bytes: 4, read: (bytes) => new Float32Array(bytes) },
  DoubleStorage: { bytes: 8, read: (bytes) => Float32Array.from(new Float64Array(bytes)) },
  HalfStorage: { bytes: 2, read: (bytes) => halvesToFloats(new Uint16Array(bytes)) },
  BFloat16Storage: {
    bytes: 2,
    // The upper half of a float32.
    read: (bytes) => new Float32Array(Uint32Array.from(new Uint16Array(bytes), (half) => half << 16).buffer),
  },
  LongStorage: { bytes: 8, read: (bytes) => Float32Array.from(new BigInt64Array(bytes), Number) },
  IntStorage: { bytes: 4, read: (bytes) => Float32Array.from(new Int32Array(bytes)) },
  ShortStorage: { bytes: 2 },
  CharStorage: { bytes: 1 },
  ByteStorage: { bytes: 1 },
  BoolStorage: { bytes: 1 },
};

const readKinds = Object.entries(kinds).flatMap(([type, { read }]) => (read === undefined ? [] : [type]));

/** Bytes of one number of a storage's type; undefined: the type is not known. */
export const bytesOfKind = (type: string): number | undefined =>
  Object.hasOwn(kinds, type) ? kinds[type]?.bytes : undefined;

/**
 * So many times the numbers that are there may its tensors have: whoever reads them takes memory for each tensor, and a network ties
 * two, or shares a layer a few times.
 */
const mostShares = 4;
/** No tensor of a network has more axes. */
const mostAxes = 64;

/** Where numbers lie, as the pickle refers to it. */
export class Storage {
  readonly type: string;
  readonly key: string;
  /** How many numbers it is said to have. */
  readonly length: number;
  /** Its first number among those of `key`: old files cut a storage into views. */
  readonly offset: number;

  constructor(type: string, key: string, length: number, offset = 0) {
    this.type = type;
    this.key = key;
    this.length = length;
    this.offset = offset;
  }
}

/** A tensor as the pickle describes it. */
export class StoredTensor {
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly stride: readonly number[];

  constructor(storage: Storage, offset: number, shape: readonly number[], stride: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.stride = stride;
  }
}

export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const areSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= mostAxes && value.every(isCount);

/** What `_rebuild_tensor` and `_rebuild_tensor_v2` are given. @throws InputError when it describes no tensor. */
export function storedTensor([storage, offset, shape, stride]: readonly unknown[], path: string): StoredTensor {
  if (!(storage instanceof Storage) || !areSizes(shape) || !areSizes(stride) || !isCount(offset)) {
    throw modelRefusal(path, 'its pickle is broken: a tensor has no valid shape');
  }
  return new StoredTensor(storage, storage.offset + offset, shape, stride);
}

/**
 * The tensors' numbers. A storage is one array however many tensors lie in it: those whose numbers stand there in their order
 * share it.
 * @param bytesOf the bytes of a storage, by its key.
 * @param path only for messages.
 * @throws InputError when a tensor asks for more than its storage holds, or is of no type that is read.
 */
export async function readTensors(
  stored: ReadonlyMap<string, StoredTensor>,
  bytesOf: (key: string) => Promise<Uint8Array>,
  path: string,
): Promise<Record<string, Tensor>> {
  const storages = new Map<string, { type: string; numbers: Float32Array }>();
  for (const [name, { storage }] of stored) {
    const { type, key } = storage;
    const known = storages.get(key);
    if (known === undefined) storages.set(key, { type, numbers: numbersOf(await bytesOf(key), storage, path) });
    else if (known.type !== type) throw modelRefusal(`${path}: "${name}"`, `its storage "${key}" is of two types`);
  }
  let left = mostShares * [...storages.values()].reduce((sum, each) => sum + each.numbers.length, 0);
  const tensors: Record<string, Tensor> = Object.create(null);
  for (const [name, tensor] of stored) {
    const what = `${path}: "${name}"`;
    const { shape, offset } = tensor;
    const numbers = storages.get(tensor.storage.key)?.numbers ?? new Float32Array();
    const size = checkedSize(numbers, tensor, what);
    left -= size;
    if (left < 0) throw modelRefusal(path, 'its tensors have more than four times the numbers that it holds');
    tensors[name] = isRowMajor(tensor)
      ? { shape, data: numbers.subarray(offset, offset + size) }
      : gathered(numbers, tensor, size, what);
  }
  return tensors;
}

function numbersOf(bytes: Uint8Array, { type, key }: Storage, path: string): Float32Array {
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind?.read === undefined)
    throw modelRefusal(path, `it holds numbers of type ${type}; read are ${readKinds.join(', ')}`);
  if (bytes.length % kind.bytes !== 0) throw modelRefusal(path, `its storage "${key}" is cut off`);
  // A copy of its own: the bytes need not lie where a number may begin.
  return kind.read(Uint8Array.from(bytes).buffer);
}

/** How many numbers it has, all of which its storage holds. */
function checkedSize(numbers: Float32Array, { offset, shape, stride }: StoredTensor, what: string): number {
  const size = sizeOf(shape);
  const reach = stride.reduce((sum, step, axis) => sum + ((shape[axis] ?? 1) - 1) * step, offset);
  if (size > numbers.length || (size > 0 && reach >= numbers.length) || shape.length !== stride.length) {
    throw modelRefusal(what, `its shape [${shape}] needs more numbers than the file has`);
  }
  return size;
}

/** Whether its numbers stand in the storage as they are wanted, without gaps. */
function isRowMajor({ shape, stride }: StoredTensor): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    if (length > 1 && stride[axis] !== step) return false;
    step *= length;
  }
  return true;
}

/** A copy of the tensor's numbers, row-major. */
function gathered(numbers: Float32Array, { offset, shape, stride }: StoredTensor, size: number, what: string): Tensor {
  const data = new Float32Array(size);
  const index = shape.map(() => 0);
  let from = offset;
  for (let to = 0; to < size; to++) {
    const number = numbers[from];
    if (number === undefined) throw modelRefusal(what, `its shape [${shape}] asks for number ${from} of its storage`);
    data[to] = number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [length = 1, step = 0, place = 0] = [shape[axis], stride[axis], index[axis]];
      if (place + 1 < length) {
        index[axis] = place + 1;
        from += step;
        break;
      }
      index[axis] = 0;
      from -= place * step;
    }
  }
  return { shape, data };
}
