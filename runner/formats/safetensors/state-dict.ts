/** Arrays of a safetensors file, and the vocabulary that our own export keeps in its metadata. Pure. */
import type { Tensor } from '../../core/tensor.ts';
import { modelRefusal } from '../refusals.ts';
import { decodeSafetensors, safetensorsHeader } from './file.ts';

/** A header's length first, eight bytes, then JSON. */
export const isSafetensors = (bytes: Uint8Array): boolean => bytes.length > 9 && bytes[7] === 0 && bytes[8] === 0x7b;

export interface SafetensorsModel {
  tensors: Record<string, Tensor>;
  metadata: Readonly<Record<string, string>>;
}

/** @throws InputError when the bytes are no sound safetensors file, or its arrays overlap. */
export function readSafetensors(bytes: Uint8Array, path: string): SafetensorsModel {
  const header = safetensorsHeader(bytes, path);
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  // Many names for the same bytes would take far more memory than the file.
  const claimed = entries.reduce((sum, [, entry]) => {
    const [from, to] = (entry as { data_offsets?: unknown[] } | null)?.data_offsets ?? [];
    return sum + Math.max(0, Number(to) - Number(from) || 0);
  }, 0);
  const held = bytes.length - 8 - Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (claimed > held)
    throw modelRefusal(path, `its arrays claim ${claimed} bytes and it holds ${held}: they overlap or are cut off`);
  return { tensors: decodeSafetensors(bytes, path), metadata: metadataOf(header) };
}

function metadataOf({ __metadata__: metadata }: Readonly<Record<string, unknown>>): Record<string, string> {
  if (typeof metadata !== 'object' || metadata === null) return {};
  return Object.fromEntries(
    Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
