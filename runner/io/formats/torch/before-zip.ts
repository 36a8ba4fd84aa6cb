/**
 * PyTorch's files before version 1.6 (and of `_use_new_zipfile_serialization=False`): five pickles one after another (a magic
 * number, the protocol, the machine, the object, the storages' keys), then of each storage how many numbers it has, eight
 * bytes, and the numbers. Source: `_legacy_save` in torch/serialization.py. Pure.
 */
import { readPickleAt } from '../pickle/pickle.ts';
import { modelRefusal } from '../refusals.ts';
import { torchPickle } from './pickled.ts';
import { bytesOfKind, type Storage } from './tensors.ts';

const magic = 0x1950a86a20f9469cfc6cn;
/** As a pickle writes it, the lowest byte first, behind its operation and its length. */
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

/**
 * The object, and the bytes of its storages by key.
 * @throws InputError when it is no such file, is cut off, or its pickles hold more than data.
 */
export function readBeforeZip(
  bytes: Uint8Array,
  path: string,
): { value: unknown; storages: ReadonlyMap<string, Uint8Array> } {
  const plain = { known: () => undefined };
  const header = bytes.subarray(0, headerWithin);
  const first = readPickleAt(header, 0, path, plain);
  const second = readPickleAt(header, first.end, path, plain);
  if (first.value !== magic || second.value !== protocol)
    throw modelRefusal(path, 'it begins like a file of PyTorch before version 1.6, but has another protocol');
  const machine = readPickleAt(header, second.end, path, plain);
  if (!(machine.value instanceof Map) || machine.value.get('little_endian') !== true)
    throw modelRefusal(path, 'it does not say that its numbers are little endian');
  const referred = new Map<string, Storage>();
  const object = readPickleAt(bytes, machine.end, path, torchPickle(path, referred));
  const keys = readPickleAt(bytes, object.end, path, plain);
  if (!Array.isArray(keys.value)) throw modelRefusal(path, 'it has no list of its storages');
  return { value: object.value, storages: storagesBehind(bytes, keys.end, keys.value, { referred, path }) };
}

function storagesBehind(
  bytes: Uint8Array,
  start: number,
  keys: readonly unknown[],
  { referred, path }: { referred: ReadonlyMap<string, Storage>; path: string },
): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const storages = new Map<string, Uint8Array>();
  let at = start;
  for (const key of keys) {
    const storage = typeof key === 'string' ? referred.get(key) : undefined;
    if (storage === undefined) throw modelRefusal(path, 'it lists a storage that no tensor of it has');
    const size = bytesOfKind(storage.type);
    if (size === undefined) throw modelRefusal(path, `it holds numbers of type ${storage.type}`);
    if (at + lengthBytes > bytes.length) throw modelRefusal(path, `it is cut off before its storage "${storage.key}"`);
    const length = Number(view.getBigInt64(at, true));
    const end = at + lengthBytes + length * size;
    if (length !== storage.length || end > bytes.length) {
      const claims = `its storage "${storage.key}" claims ${length} numbers`;
      throw modelRefusal(path, `${claims}; its tensors say ${storage.length}, and the file ends before or behind them`);
    }
    storages.set(storage.key, bytes.subarray(at + lengthBytes, end));
    at = end;
  }
  return storages;
}
