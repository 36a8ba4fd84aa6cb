/** Safetensors files by their paths, which their errors name. */
import type { Tensor } from '../../../core/tensor.ts';
import type { ByteSource } from '../byte-source.ts';
import { reading, safetensorsRefusal } from '../refusals.ts';
import { safetensorsIn } from './file.ts';
import { headerIn, type SafetensorsHeader } from './header.ts';

/** Of a file of which no more than the header is read. @throws InputError when it does not begin with a sound one. */
export async function readHeader(source: ByteSource, path: string): Promise<SafetensorsHeader> {
  const header = await reading(path, () => headerIn(source), safetensorsRefusal);
  const checkSum = (name: string, sum: number): void =>
    reading(path, () => header.checkSum(name, sum), safetensorsRefusal);
  return { ...header, checkSum };
}

/** The arrays of the file at `path`. @throws InputError where `safetensorsIn` throws a FormatError. */
export const decodeSafetensors = (file: Uint8Array, path: string): Record<string, Tensor> =>
  reading(path, () => safetensorsIn(file), safetensorsRefusal).tensors;
