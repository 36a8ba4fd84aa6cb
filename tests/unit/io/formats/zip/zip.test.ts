/** Archives of models, read in memory, and of texts, on disk: sound ones, and those that are made to harm. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentsOf } from '../../../../../runner/io/convert/contents.ts';
import { openTextArchive } from '../../../../../runner/io/formats/texts/bytes.ts';
import { filesInZip } from '../../../../../runner/io/formats/zip/zip.ts';
import { temporaryFolder } from '../../../text/temporary-folder.ts';
import { type ZipEntry, zipOf } from './zip-of.ts';

const folder = temporaryFolder();

/** All that is in an archive, each file read twice. */
const readers: Record<string, (bytes: Uint8Array) => Promise<Record<string, string>>> = {
  async 'in memory'(bytes) {
    const { names, read } = await filesInZip(bytes);
    const contents: Record<string, string> = {};
    for (const name of [...names, ...names]) contents[name] = Buffer.from(await read(name)).toString();
    return contents;
  },
  async 'on disk'(bytes) {
    folder.write('a.zip', bytes);
    const { files, close } = await openTextArchive('a.zip', join(folder.path, 'a.zip'));
    try {
      const contents: Record<string, string> = {};
      for (const { name, read } of [...files, ...files])
        contents[name.replace('a.zip/', '')] = Buffer.from(await read()).toString();
      return contents;
    } finally {
      close();
    }
  },
};

const changed = zipOf({ 'a.txt': 'Hello there' });
changed[45] = (changed[45] ?? 0) ^ 255;
const one = (name: string, entry: string | ZipEntry = 'x') => zipOf({ [name]: entry });

describe.each(Object.entries(readers))('an archive %s', (_where, read) => {
  it('gives its files', async () => {
    expect(await read(zipOf({ 'b/ü.txt': 'B', 'a.txt': 'A' }))).toEqual({ 'b/ü.txt': 'B', 'a.txt': 'A' });
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['a name that leads out of it', one('../up.txt'), /invalid relative path/i],
    ['a name that does so further on', one('a/../../b.txt'), /invalid relative path/i],
    ['a place on the disk', one('/etc/passwd'), /absolute path/i],
    ['a place on a disk of Windows', one('C:\\a.txt'), /invalid characters/i],
    ['a name that leads out of it on Windows', one('a\\..\\b.txt'), /invalid characters/i],
    ['a link', one('link', { content: '/etc/passwd', mode: 0o120777 }), /"link" is a link/],
    ['a lock', one('a', { content: 'x', flags: 1 }), /"a" is locked with a password/],
    ['other bytes', Buffer.from('no zip'), /end of central directory|not found/i],
    ['its end cut off', one('a', 'abc').subarray(0, 40), /end of central directory|not found/i],
    ['more than it can hold', one('a', { content: 'x', claimed: 4e9 }), /would unpack to 4000000000/],
    ['more than it claims', one('a', { content: 'x'.repeat(1000), claimed: 10 }), /too many bytes/],
    ['changed bytes', changed, /damaged/],
  ])('with %s is refused', async (_what, bytes, why) => {
    await expect(read(bytes)).rejects.toThrow(why);
  });
});

it('of texts the hidden files and the folders are left out', async () => {
  expect(await readers['on disk']?.(zipOf({ 'a.txt': 'A', '.hidden': 'x', 'b/': '' }))).toEqual({ 'a.txt': 'A' });
});

it('a file that a model lacks is named, and an archive of no model', async () => {
  const { read } = await filesInZip(one('a.txt'));
  await expect(read('b.txt')).rejects.toThrow(/holds no "b\.txt"/);
  await expect(contentsOf(one('a.txt'))).rejects.toThrow(/neither of PyTorch nor/);
});
