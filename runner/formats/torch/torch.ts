/**
 * Arrays of a PyTorch file (`torch.save` of a state dict, or of a dict that holds one; PyTorch 1.6 or later): a zip
 * archive with a pickle and one file per storage. Nothing in the pickle runs; see pickle.ts. Source of the layout:
 * torch/serialization.py and torch/_utils.py.
 */

import { sizeOf, type Tensor } from '../../core/tensor.ts';
import { readPickle } from '../pickle/pickle.ts';
import { pythonData } from '../pickle/python-data.ts';
import { described, globalName } from '../pickle/values.ts';
import { modelRefusal } from '../refusals.ts';
import { halvesToFloats } from '../safetensors/half.ts';
import type { Archive } from '../zip/in-memory.ts';

const saveStateDict = 'Save its state dict alone: torch.save(model.state_dict(), path)';
/** Where training programs keep the state dict. */
const commonKeys = ['state_dict', 'model_state_dict', 'model', 'net', 'model_state', 'weights'];

const storages: Readonly<Record<string, { bytes: number; read(bytes: Uint8Array): Float32Array }>> = {
  FloatStorage: { bytes: 4, read: (bytes) => new Float32Array(aligned(bytes)) },
  DoubleStorage: { bytes: 8, read: (bytes) => Float32Array.from(new Float64Array(aligned(bytes))) },
  HalfStorage: { bytes: 2, read: (bytes) => halvesToFloats(new Uint16Array(aligned(bytes))) },
  BFloat16Storage: {
    bytes: 2,
    // The upper half of a float32.
    read: (bytes) => new Float32Array(Uint32Array.from(new Uint16Array(aligned(bytes)), (half) => half << 16).buffer),
  },
  LongStorage: { bytes: 8, read: (bytes) => Float32Array.from(new BigInt64Array(aligned(bytes)), Number) },
  IntStorage: { bytes: 4, read: (bytes) => Float32Array.from(new Int32Array(aligned(bytes))) },
};

const aligned = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

/** Numbers that tensors whose order is another than their storage's may take: so many, and so often those that are there. */
const copiesAlways = 4e6;
const copiesPerNumber = 4;

/** A tensor as the pickle describes it: where its numbers lie. */
class StoredTensor {
  readonly type: string;
  readonly key: string;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly stride: readonly number[];

  constructor({ type, key }: Storage, offset: number, shape: readonly number[], stride: readonly number[]) {
    this.type = type;
    this.key = key;
    this.offset = offset;
    this.shape = shape;
    this.stride = stride;
  }
}

class Storage {
  readonly type: string;
  readonly key: string;

  constructor(type: string, key: string) {
    this.type = type;
    this.key = key;
  }
}

export const pytorchPickle = (archive: Archive): string | undefined =>
  archive.names.find((name) => /^[^/]+\/data\.pkl$/.test(name));

/**
 * The state dict's arrays as float32, by PyTorch's names.
 * @param path only for messages.
 * @throws InputError when the file is damaged, holds more than data, or no single state dict.
 */
export async function readPytorch(archive: Archive, path: string): Promise<Record<string, Tensor>> {
  const pickle = pytorchPickle(archive);
  if (pickle === undefined) throw modelRefusal(path, 'the archive holds no data.pkl');
  const root = pickle.slice(0, -'data.pkl'.length);
  if (archive.names.includes(`${root}constants.pkl`)) {
    throw modelRefusal(path, 'it is a TorchScript program, not a state dict', saveStateDict);
  }
  if (archive.names.includes(`${root}byteorder`)) {
    const order = Buffer.from(await archive.read(`${root}byteorder`)).toString();
    if (order !== 'little') throw modelRefusal(path, `its numbers are ${JSON.stringify(order)} endian`);
  }
  const value = readPickle(await archive.read(pickle), path, {
    known: (name) => torchData(name, path),
    persistent: (id) => storageOf(id, path),
  });
  const stored = stateDict(value, path);
  const storages = new Map<string, Float32Array>();
  for (const [, { type, key }] of stored) {
    if (storages.has(key)) continue;
    storages.set(key, readStorage(await archive.read(`${root}data/${key}`), type, key, path));
  }
  return viewsOf(stored, storages, path);
}

/** A storage is one array however many tensors lie in it: those whose numbers stand there in their order share it. */
function viewsOf(
  stored: readonly [string, StoredTensor][],
  storages: ReadonlyMap<string, Float32Array>,
  path: string,
): Record<string, Tensor> {
  const types = new Map<string, string>();
  let left = copiesAlways + copiesPerNumber * [...storages.values()].reduce((sum, { length }) => sum + length, 0);
  const tensors: Record<string, Tensor> = Object.create(null);
  for (const [name, tensor] of stored) {
    const what = `${path}: "${name}"`;
    const { type, key, shape, offset } = tensor;
    if ((types.get(key) ?? type) !== type) throw modelRefusal(what, `its storage "${key}" is of two types`);
    types.set(key, type);
    const numbers = storages.get(key) ?? new Float32Array();
    const size = checkedSize(numbers, tensor, what);
    if (isRowMajor(tensor)) {
      tensors[name] = { shape, data: numbers.subarray(offset, offset + size) };
      continue;
    }
    left -= size;
    if (left < 0) throw modelRefusal(what, 'its tensors would take many times what is in the file');
    tensors[name] = gathered(numbers, tensor, size, what);
  }
  return tensors;
}

function torchData(name: string, path: string) {
  if (name === 'torch._utils _rebuild_tensor_v2') return (args: readonly unknown[]) => rebuilt(args, path);
  if (name === 'torch._utils _rebuild_parameter') return ([tensor]: readonly unknown[]) => tensor;
  if (name === 'torch Size') return ([sizes]: readonly unknown[]) => sizes;
  if (/^torch (\w+Storage|device|float32|float64|float16|bfloat16|int64|int32)$/.test(name)) return () => null;
  const data = pythonData(name);
  if (data !== undefined) return data;
  const shown = name.replace(' ', '.');
  throw modelRefusal(
    path,
    `its pickle asks for ${shown}, which is more than data (nothing in it was executed)`,
    saveStateDict,
  );
}

function storageOf(id: unknown, path: string): Storage {
  const [kind, type, key] = Array.isArray(id) ? id : [];
  const name = globalName(type)?.split(' ')[1];
  if (kind !== 'storage' || name === undefined || typeof key !== 'string') {
    throw modelRefusal(path, 'its pickle is broken: a storage has no type or name');
  }
  return new Storage(name, key);
}

/** No tensor of a network has more axes. */
const mostAxes = 64;

const areSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= mostAxes && value.every((each) => Number.isSafeInteger(each) && each >= 0);

function rebuilt([storage, offset, shape, stride]: readonly unknown[], path: string): StoredTensor {
  if (!(storage instanceof Storage) || !areSizes(shape) || !areSizes(stride) || !areSizes([offset])) {
    throw modelRefusal(path, 'its pickle is broken: a tensor has no valid shape');
  }
  return new StoredTensor(storage, Number(offset), shape, stride);
}

function readStorage(bytes: Uint8Array, type: string, key: string, path: string): Float32Array {
  const storage = Object.hasOwn(storages, type) ? storages[type] : undefined;
  if (storage === undefined) {
    throw modelRefusal(path, `it holds numbers of type ${type}; read are ${Object.keys(storages).join(', ')}`);
  }
  if (bytes.length % storage.bytes !== 0) throw modelRefusal(path, `its storage "${key}" is cut off`);
  return storage.read(bytes);
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

const tensorsOf = (value: unknown): [string, StoredTensor][] =>
  value instanceof Map
    ? [...value].filter((entry): entry is [string, StoredTensor] => entry[1] instanceof StoredTensor)
    : [];

/** The dict of tensors: the value itself, or one under a common key. */
function stateDict(value: unknown, path: string): [string, StoredTensor][] {
  if (tensorsOf(value).length > 0) return tensorsOf(value);
  const inner = value instanceof Map ? commonKeys.filter((key) => tensorsOf(value.get(key)).length > 0) : [];
  if (inner.length === 1) return tensorsOf((value as Map<unknown, unknown>).get(inner[0]));
  const keys = value instanceof Map ? [...value.keys()].slice(0, 8).map(described).join(', ') : '';
  throw modelRefusal(path, `it holds no state dict${keys === '' ? '' : ` but ${keys}`}`, saveStateDict);
}
