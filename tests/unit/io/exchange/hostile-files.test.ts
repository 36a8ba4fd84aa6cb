/** Files made to harm: they end in a reason, before anything large is made of them. */
import { readFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../../runner/core/errors.ts';
import { contentsOf } from '../../../../runner/io/exchange/contents.ts';
import { FormatError } from '../../../../runner/io/formats/format-error.ts';
import { readHdf5 } from '../../../../runner/io/formats/keras/keras.ts';
import { decodeSafetensors } from '../../../../runner/io/formats/safetensors/read.ts';
import { readPytorch } from '../../../../runner/io/formats/torch/torch.ts';
import { filesInZip } from '../../../../runner/io/formats/zip/zip.ts';
import { processorTime } from '../../../processor-time.ts';
import { foreign } from './foreign-fixture.ts';

/** A zip archive of one file, deflated, as the specification (PKWARE APPNOTE) lays it out; claims `size` bytes. */
function zip(name: string, content: Uint8Array, size = content.length): Uint8Array {
  const packed = deflateRawSync(content);
  const file = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(size, 18);
  common.writeUInt16LE(file.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, file, packed]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, Buffer.alloc(14), file]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end]);
}

function safetensors(header: object | string, data = new Uint8Array()): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, data]);
}

/** A PyTorch archive whose pickle is one tensor named "w" over a storage of four bytes. */
const pytorch = (shape: string, stride: string) => {
  const pickle = [
    '\x80\x02}X\x01\x00\x00\x00wctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\n',
    `X\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x01tQK\x00${shape}${stride}\x89NtRs.`,
  ].join('');
  const files: Record<string, Uint8Array> = {
    'm/data.pkl': Buffer.from(pickle, 'latin1'),
    'm/data/0': new Uint8Array(4),
  };
  return { names: Object.keys(files), read: async (name: string) => files[name] ?? new Uint8Array() };
};
const million = 'J\x40\x42\x0f\x00';

/** An archive with so many tensors over one storage of a million numbers. */
function pytorchOver(names: number, place: (index: number) => string) {
  const tensor = (index: number) =>
    `X\x03\x00\x00\x00${String(index).padStart(3, '0')}ctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x01tQ${place(index)}\x89NtR`;
  const pickle = `\x80\x02}(${Array.from({ length: names }, (_, index) => tensor(index)).join('')}u.`;
  const numbers = Float32Array.from({ length: 1_000_000 }, (_, i) => i);
  const files: Record<string, Uint8Array> = {
    'm/data.pkl': Buffer.from(pickle, 'latin1'),
    'm/data/0': new Uint8Array(numbers.buffer),
  };
  return { names: Object.keys(files), read: async (name: string) => files[name] ?? new Uint8Array() };
}
const huge = 'J\xff\xff\xff\x7f';

describe('zip archives', () => {
  it('are read when sound', async () => {
    const archive = await filesInZip(zip('a.txt', Buffer.from('hello')));
    expect(archive.names).toEqual(['a.txt']);
    expect(Buffer.from(await archive.read('a.txt')).toString()).toBe('hello');
    await expect(archive.read('b.txt')).rejects.toThrow(/holds no "b\.txt"/);
  });

  it.each([
    ['that lead out of their folder', zip('../../etc/passwd', Buffer.from('x')), /invalid relative path/],
    ['that name a place on the disk', zip('/etc/passwd', Buffer.from('x')), /absolute path/],
    ['that unpack to a thousand times their size', zip('a', new Uint8Array(64e6)), /would unpack to 64000000/],
    ['that are cut off', zip('a', Buffer.from('hello')).subarray(0, 40), /damaged/],
  ])('%s are refused', async (_what, bytes, why) => {
    await expect(filesInZip(bytes)).rejects.toThrow(FormatError);
    await expect(filesInZip(bytes)).rejects.toThrow(why);
  });

  it('that unpack to more than they claim are refused while they unpack', async () => {
    const archive = await filesInZip(zip('a', new Uint8Array(64e6), 10));
    await expect(archive.read('a')).rejects.toThrow(/too many bytes/);
  });

  it('of neither PyTorch nor Keras are refused', async () => {
    await expect(contentsOf(zip('a.txt', Buffer.from('x')))).rejects.toThrow(/neither of PyTorch nor/);
  });
});

describe('safetensors', () => {
  const place = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };

  it.each([
    [
      'with a huge header',
      Buffer.from([255, 255, 255, 255, 255, 0, 0, 0, 123, 0]),
      /header claims 1099511627775 bytes/,
    ],
    [
      'whose arrays share their bytes',
      safetensors(Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`a${i}`, place])), new Uint8Array(4)),
      /claim 396 bytes and it holds 4/,
    ],
    [
      'of a type that is no name',
      safetensors(`{"a":{"shape":[1],"data_offsets":[0,4],"dtype":${'['.repeat(1e5)}${']'.repeat(1e5)}}}`),
      /type that is no name/,
    ],
    ['of another type', safetensors({ a: { ...place, dtype: 'F8_E5M2' } }, new Uint8Array(4)), /type "F8_E5M2"/],
  ])('%s are refused', (_what, bytes, why) => {
    expect(() => decodeSafetensors(bytes, 'a')).toThrow(InputError);
    expect(() => decodeSafetensors(bytes, 'a')).toThrow(why);
  });
});

it('an HDF5 file that keeps the library busy is given up', async () => {
  const bytes = readFileSync(foreign('keras2-lstm.h5'));
  await expect(readHdf5(bytes, 0)).rejects.toThrow(/reading it took more than 0 s/);
});

it('an HDF5 file that is cut off is refused', async () => {
  const bytes = readFileSync(foreign('keras2-lstm.h5')).subarray(0, 3000);
  await expect(readHdf5(bytes)).rejects.toThrow(/HDF5 file is damaged: its parts cannot be found/);
});

describe('PyTorch files', () => {
  it('give their tensors', async () => {
    expect(await readPytorch(pytorch('K\x01\x85', 'K\x01\x85'))).toMatchObject({
      tensors: { w: { shape: [1] } },
    });
  });

  it.each([
    ['a tensor larger than its storage', `${huge}\x85`, 'K\x01\x85'],
    ['a tensor repeated without end', `${huge}${huge}\x86`, 'K\x00K\x00\x86'],
    ['a stride that leads out of the storage', 'K\x01K\x01\x86', `${huge}\x85`],
  ])('with %s are refused', async (_what, shape, stride) => {
    await expect(readPytorch(pytorch(shape, stride))).rejects.toThrow(/needs more numbers than the file has/);
  });

  it('with a negative shape are refused', async () => {
    await expect(readPytorch(pytorch('J\xff\xff\xff\xff\x85', 'K\x01\x85'))).rejects.toThrow(/no valid shape/);
  });

  it('whose four tensors are one storage hold it once; whose hundred layers are, are refused', async () => {
    const whole = () => `K\x00${million}\x85K\x01\x85`;
    const { tensors } = await readPytorch(pytorchOver(4, whole));
    expect(new Set(Object.values(tensors).map(({ data }) => data.buffer)).size).toBe(1);
    expect(tensors['003']?.data[999_999]).toBe(999_999);
    await expect(readPytorch(pytorchOver(5, whole))).rejects.toThrow(/more than four times the numbers/);
    await expect(readPytorch(pytorchOver(100, whole))).rejects.toThrow(FormatError);
  });

  it('whose tensors are other parts of one storage, or turned, have each its own numbers', async () => {
    const { tensors: parts } = await readPytorch(
      pytorchOver(3, (i) => `K${String.fromCharCode(7 + i)}K\x02K\x03\x86K\x03K\x01\x86`),
    );
    expect(parts['001']).toEqual({ shape: [2, 3], data: Float32Array.of(8, 9, 10, 11, 12, 13) });
    const { tensors: turned } = await readPytorch(pytorchOver(1, () => 'K\x04K\x02K\x03\x86K\x01K\x02\x86'));
    expect(turned['000']).toEqual({ shape: [2, 3], data: Float32Array.of(4, 6, 8, 5, 7, 9) });
  });

  it('whose hundred tensors are turned views of one storage are refused before they are made', async () => {
    const turned = pytorchOver(100, () => `K\x00M\xe8\x03M\xe8\x03\x86K\x01M\xe8\x03\x86`);
    await expect(readPytorch(turned)).rejects.toThrow(/more than four times the numbers/);
  });

  it('that name a list of a billion items are refused at once', async () => {
    const levels = 25;
    const place = (i: number) => String.fromCharCode(i);
    const nested = `)q\0${Array.from({ length: levels }, (_, i) => `h${place(i)}h${place(i)}\x86q${place(i + 1)}`).join('')}`;
    const pickle = Buffer.from(`\x80\x02${nested}}h${place(levels)}K\x01s.`, 'latin1');
    const archive = { names: ['m/data.pkl'], read: async () => pickle };
    const began = processorTime();
    await expect(readPytorch(archive)).rejects.toThrow(/holds no state dict and no module but an object/);
    expect(processorTime() - began).toBeLessThan(500);
  });
});
