/**
 * Tensors of a PyTorch file: what its pickle says of them (a storage, a first number, a shape, a stride), and their numbers as
 * float32. Source: torch/_utils.py, torch/storage.py. Pure.
 */

import { at, float32At } from '../../../core/at.ts';
import { sizeOf, type Tensor } from '../../../core/tensor.ts';
import { FormatError } from '../format-error.ts';
import { type FloatType, floatsOf, isCount } from '../numbers.ts';

/** Bytes of one number, by the storage's type, and what it is read as; absent: weights have no such numbers. */
const kinds = new Map<string, { bytes: number; type?: FloatType }>([
  ['FloatStorage', { bytes: 4, type: 'F32' }],
  ['DoubleStorage', { bytes: 8, type: 'F64' }],
  ['HalfStorage', { bytes: 2, type: 'F16' }],
  ['BFloat16Storage', { bytes: 2, type: 'BF16' }],
  ['LongStorage', { bytes: 8, type: 'I64' }],
  ['IntStorage', { bytes: 4, type: 'I32' }],
  ['ShortStorage', { bytes: 2 }],
  ['CharStorage', { bytes: 1 }],
  ['ByteStorage', { bytes: 1 }],
  ['BoolStorage', { bytes: 1 }],
]);

/** Bytes of one number of a storage's type; undefined: the type is not known. */
export const bytesOfKind = (type: string): number | undefined => kinds.get(type)?.bytes;

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

  constructor(type: string, key: string, length: number, offset: number) {
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

  /** @param args what `_rebuild_tensor` and `_rebuild_tensor_v2` are given. @throws FormatError when they describe no tensor. */
  constructor([storage, offset, shape, stride]: readonly unknown[]) {
    if (!(storage instanceof Storage) || !areSizes(shape) || !areSizes(stride) || !isCount(offset))
      throw new FormatError('its pickle is broken: a tensor has no valid shape');
    this.storage = storage;
    this.offset = storage.offset + offset;
    this.shape = shape;
    this.stride = stride;
  }
}

const areSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= mostAxes && value.every(isCount);

/** The bytes of a storage, by its key. @throws FormatError when there are none. */
export type BytesOf = (key: string) => Promise<Uint8Array>;

/**
 * The tensors' numbers. A storage is one array however many tensors lie in it: those whose numbers stand there in their order
 * share it.
 * @throws FormatError when a tensor asks for more than its storage holds, or is of no type that is read.
 */
export async function readTensors(
  stored: ReadonlyMap<string, StoredTensor>,
  bytesOf: BytesOf,
): Promise<Record<string, Tensor>> {
  const storages = new Map<string, { type: string; numbers: Float32Array }>();
  for (const [name, { storage }] of stored) {
    const { type, key } = storage;
    const known = storages.get(key);
    if (known === undefined) storages.set(key, { type, numbers: numbersOf(await bytesOf(key), storage) });
    else if (known.type !== type) throw new FormatError(`the storage "${key}" of its "${name}" is of two types`);
  }
  let left = mostShares * [...storages.values()].reduce((sum, each) => sum + each.numbers.length, 0);
  const tensors: Record<string, Tensor> = Object.create(null);
  for (const [name, tensor] of stored) {
    const { shape, offset } = tensor;
    const numbers = storages.get(tensor.storage.key)?.numbers ?? new Float32Array();
    const size = checkedSize(numbers, tensor, name);
    left -= size;
    if (left < 0) throw new FormatError('its tensors have more than four times the numbers that it holds');
    tensors[name] = isRowMajor(tensor)
      ? { shape, data: numbers.subarray(offset, offset + size) }
      : gathered(numbers, tensor, size);
  }
  return tensors;
}

function numbersOf(bytes: Uint8Array, { type, key }: Storage): Float32Array {
  const kind = kinds.get(type);
  if (kind?.type === undefined) {
    const read = [...kinds].flatMap(([name, each]) => (each.type === undefined ? [] : [name]));
    throw new FormatError(`it holds numbers of type ${type}; read are ${read.join(', ')}`);
  }
  if (bytes.length % kind.bytes !== 0) throw new FormatError(`its storage "${key}" is cut off`);
  return floatsOf(kind.type, bytes);
}

/** How many numbers it has, all of which its storage holds. */
function checkedSize(numbers: Float32Array, { offset, shape, stride }: StoredTensor, name: string): number {
  const size = sizeOf(shape);
  const reach = stride.reduce((sum, step, axis) => sum + ((shape[axis] ?? 1) - 1) * step, offset);
  if (size > numbers.length || (size > 0 && reach >= numbers.length) || shape.length !== stride.length)
    throw new FormatError(`the shape [${shape}] of its "${name}" needs more numbers than the file has`);
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
function gathered(numbers: Float32Array, { offset, shape, stride }: StoredTensor, size: number): Tensor {
  const data = new Float32Array(size);
  for (let to = 0; to < size; to++) {
    let [rest, from] = [to, offset];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const place = rest % at(shape, axis);
      from += place * at(stride, axis);
      rest = (rest - place) / at(shape, axis);
    }
    data[to] = float32At(numbers, from);
  }
  return { shape, data };
}
