/**
 * What a PyTorch file holds (`torch.save` of a state dict, of a dict that holds one, or of a whole module): arrays by name, and
 * the settings that stand beside them. Since version 1.6 it is a zip archive with a pickle and one file a storage. Before (and with
 * `_use_new_zipfile_serialization=False`) it is five pickles one after another (a magic number, the protocol, the machine, the
 * object, the storages' keys), then of each storage how many numbers it has, eight bytes, and the numbers. Tensors, storages and
 * objects of a model's own classes are known, which stay closed: nothing in a pickle runs; see pickle.ts.
 * Source: torch/serialization.py of PyTorch 0.3 to 2.6.
 */
import type { Tensor } from '../../../core/tensor.ts';
import { FormatError } from '../format-error.ts';
import { isCount } from '../numbers.ts';
import { type PickleOptions, readPickle, readPickleAt } from '../pickle/pickle.ts';
import { attributesOf, closedObject, described, Global, PickledObject, type Reconstructor } from '../pickle/python.ts';
import type { NamedFiles } from '../zip/zip.ts';
import { type BytesOf, bytesOfKind, readTensors, Storage, StoredTensor } from './tensors.ts';

export interface TorchFile extends Pick<WalkedModule, 'settings' | 'className'> {
  /** As float32, by PyTorch's names. */
  tensors: Record<string, Tensor>;
}

/** The object of a file, its tensors without their numbers, and where these are. */
interface PickledFile {
  value: unknown;
  bytesOf: BytesOf;
}

/** @throws FormatError when there is no single state dict or module, or a tensor is not there or of no type that is read. */
export async function tensorsIn({ value, bytesOf }: PickledFile): Promise<TorchFile> {
  const { stored, settings, className } = walk(value);
  return { tensors: await readTensors(stored, bytesOf), settings, className };
}

/** The same of an archive, where `pickledIn` finds its object. */
export const readPytorch = async (files: NamedFiles): Promise<TorchFile> => tensorsIn(await pickledIn(files));

const pickleName = (files: NamedFiles): string | undefined =>
  files.names.find((name) => /^[^/]+\/data\.pkl$/.test(name));
export const isPytorch = (files: NamedFiles): boolean => pickleName(files) !== undefined;

/** Of an archive. @throws FormatError when it is damaged, or holds more than data. */
export async function pickledIn(files: NamedFiles): Promise<PickledFile> {
  const pickle = pickleName(files);
  if (pickle === undefined) throw new FormatError('the archive holds no data.pkl');
  const root = pickle.slice(0, -'data.pkl'.length);
  if (files.names.includes(`${root}byteorder`)) {
    const order = Buffer.from(await files.read(`${root}byteorder`)).toString();
    if (order !== 'little') throw new FormatError(`its numbers are ${JSON.stringify(order)} endian`);
  }
  const value = readPickle(await files.read(pickle), torchPickle(new Map()));
  return { value, bytesOf: (key) => files.read(`${root}data/${key}`) };
}

/** 0x1950a86a20f9469cfc6c as a pickle writes it, the lowest byte first, behind its operation and its length. */
const magicBytes = Buffer.from('8a0a6cfc9c46f9206aa85019', 'hex');
/** The pickle of the magic number is no longer than this, with its protocol and a frame. */
const magicWithin = 32;
const protocol = 1001;
/** The first three pickles take some hundred bytes. */
const headerWithin = 4096;
/** Of a storage's length. */
const lengthBytes = 8;

export const isBeforeZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x80 && Buffer.from(bytes.subarray(0, magicWithin)).includes(magicBytes);

/** Of a file from before version 1.6. @throws FormatError when it is cut off, or its pickles hold more than data. */
export function pickledBeforeZip(bytes: Uint8Array): PickledFile {
  const header = bytes.subarray(0, headerWithin);
  const { end: afterMagic } = readPickleAt(header, 0);
  const version = readPickleAt(header, afterMagic);
  const machine = readPickleAt(header, version.end);
  if (version.value !== protocol || !(machine.value instanceof Map) || machine.value.get('little_endian') !== true)
    throw new FormatError(`it does not say that it is of protocol ${protocol} and its numbers little endian`);
  const referred = new Map<string, Storage>();
  const { value, end } = readPickleAt(bytes, machine.end, torchPickle(referred));
  const keys = readPickleAt(bytes, end);
  if (!Array.isArray(keys.value)) throw new FormatError('it has no list of its storages');
  const storages = storagesBehind(bytes, keys.end, keys.value, referred);
  const bytesOf = async (key: string) => {
    const found = storages.get(key);
    if (found === undefined) throw new FormatError(`it lacks its storage "${key}"`);
    return found;
  };
  return { value, bytesOf };
}

function storagesBehind(
  bytes: Uint8Array,
  start: number,
  keys: readonly unknown[],
  referred: ReadonlyMap<unknown, Storage>,
): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const storages = new Map<string, Uint8Array>();
  let at = start;
  for (const key of keys) {
    const storage = referred.get(key);
    if (storage === undefined) throw new FormatError('it lists a storage that no tensor of it has');
    const size = bytesOfKind(storage.type);
    if (size === undefined) throw new FormatError(`it holds numbers of type ${storage.type}`);
    if (at + lengthBytes > bytes.length) throw new FormatError(`it is cut off before its storage "${storage.key}"`);
    const length = Number(view.getBigInt64(at, true));
    const end = at + lengthBytes + length * size;
    if (length !== storage.length || end > bytes.length) {
      const claims = `its storage "${storage.key}" claims ${length} numbers`;
      throw new FormatError(`${claims}; its tensors say ${storage.length}, and the file ends before or behind them`);
    }
    storages.set(storage.key, bytes.subarray(at + lengthBytes, end));
    at = end;
  }
  return storages;
}

const asIs: Reconstructor = ([value]) => value;
const tensor: Reconstructor = (args) => new StoredTensor(args);

/** Calls that stand in PyTorch's files. Old ones name methods of their model by getattr, which are never looked up. */
const calls: ReadonlyMap<string, Reconstructor> = new Map([
  ['torch._utils _rebuild_tensor', tensor],
  ['torch._utils _rebuild_tensor_v2', tensor],
  ['torch._utils _rebuild_parameter', asIs],
  ['torch._utils _rebuild_parameter_with_state', asIs],
  ['torch.nn.parameter Parameter', asIs],
  ['torch Size', asIs],
  ...[
    'torch device',
    'torch.nn.backends.thnn _get_thnn_function_backend',
    'torch.backends.cudnn.rnn Unserializable',
    '__builtin__ getattr',
    'builtins getattr',
  ].map((name) => [name, closedObject(name)] as const),
]);

/** How the pickle of the object is read. @param storages becomes the storages that it refers to, by key. */
const torchPickle = (storages: Map<string, Storage>): PickleOptions => ({
  known: calls,
  persistent(id) {
    const found = reference(id);
    if (found instanceof Storage) storages.set(found.key, found);
    return found;
  },
  fix: saveStateDict,
});

/** ('storage', type, key, device, length, view), or ('module', class, file, source) of whole models before PyTorch 1.6. */
function reference(id: unknown): unknown {
  const [kind, type, key, , length = 0, view] = Array.isArray(id) ? id : [];
  if (kind === 'module' && type instanceof Global) return type;
  const [, offset = 0] = Array.isArray(view) ? view : [];
  const isNamed = kind === 'storage' && type instanceof Global && typeof key === 'string';
  if (!isNamed || !isCount(length) || !isCount(offset))
    throw new FormatError('its pickle is broken: a storage has no type, name or place');
  return new Storage(type.name.replace(/^.* /, ''), key, length, offset);
}

interface WalkedModule {
  /** By dotted name, as a state dict has them. */
  stored: ReadonlyMap<string, StoredTensor>;
  /** All else, by where it stands: attributes of modules ('rnn.mode'), entries of a checkpoint ('args'), values of the pickle. */
  settings: ReadonlyMap<string, unknown>;
  /** The class of a whole module, 'model.RNNModel'; null: only arrays are there. */
  className: string | null;
}

const saveStateDict = 'Save its state dict alone: torch.save(model.state_dict(), path)';

/** Where training programs keep the state dict or the module. */
const commonKeys = ['state_dict', 'model_state_dict', 'model', 'net', 'model_state', 'weights', 'network'];
/** Of modules in each other. */
const deepest = 64;
/** Names in all: modules that share modules can describe more than there are. */
const mostNames = 200_000;

/**
 * The arrays of what a file holds: a dict of tensors, a whole module, a checkpoint with one of these beside other entries, or a list
 * that begins with one. A module is a closed object: only its `_parameters`, `_buffers` and `_modules` are walked, and its other
 * attributes kept as they are.
 * @throws FormatError when there is no state dict and no module, or modules lie in themselves.
 */
function walk(value: unknown): WalkedModule {
  const [first, ...others]: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (isModule(first)) {
    const rest = others.map((each, index) => [`${index + 1}`, each] as const);
    return walkModule(first, rest);
  }
  const own = parted(first);
  if (own.stored.size > 0) return { ...own, className: null };
  const [key, ...more] = commonKeys.filter((each) => holdsArrays(own.settings.get(each)));
  if (key !== undefined && more.length === 0) {
    const inner = own.settings.get(key);
    const beside = new Map([...own.settings].filter(([name]) => name !== key));
    if (isModule(inner)) return walkModule(inner, beside);
    return { stored: parted(inner).stored, settings: beside, className: null };
  }
  const keys = [...own.settings.keys()].slice(0, 8).map(described).join(', ');
  throw new FormatError(`it holds no state dict and no module but ${keys || described(first)}`, saveStateDict);
}

const isModule = (value: unknown): value is PickledObject =>
  value instanceof PickledObject && value.state instanceof Map && value.state.get('_modules') instanceof Map;

const holdsArrays = (value: unknown): boolean => isModule(value) || parted(value).stored.size > 0;

/** Of a dict its tensors, and all else; of any other value nothing. */
function parted(value: unknown): Pick<WalkedModule, 'stored' | 'settings'> {
  const stored = new Map<string, StoredTensor>();
  const settings = new Map<string, unknown>();
  for (const [name, each] of value instanceof Map ? value : []) {
    if (typeof name !== 'string') continue;
    if (each instanceof StoredTensor) stored.set(name, each);
    else settings.set(name, each);
  }
  return { stored, settings };
}

const inside = new Set(['_parameters', '_buffers', '_modules']);

function walkModule(module: PickledObject, beside: Iterable<readonly [string, unknown]>): WalkedModule {
  const stored = new Map<string, StoredTensor>();
  const settings = new Map<string, unknown>(beside);
  let names = 0;
  const visit = (each: PickledObject, prefix: string, depth: number): void => {
    if (depth > deepest) throw new FormatError('its modules lie in each other without end', saveStateDict);
    const attributes = attributesOf(each) ?? new Map();
    for (const part of ['_parameters', '_buffers'])
      for (const [name, tensor] of parted(attributes.get(part)).stored) stored.set(prefix + name, tensor);
    for (const [name, value] of parted(attributes).settings) if (!inside.has(name)) settings.set(prefix + name, value);
    names += attributes.size;
    const children = attributes.get('_modules');
    for (const [name, child] of children instanceof Map ? children : []) {
      if (names++ > mostNames) throw new FormatError(`it describes more than ${mostNames} parts`, saveStateDict);
      if (isModule(child)) visit(child, `${prefix}${described(name)}.`, depth + 1);
    }
  };
  visit(module, '', 0);
  return { stored, settings, className: module.className.replace(' ', '.') };
}
