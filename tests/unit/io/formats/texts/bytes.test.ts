import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../../../runner/core/errors.ts';
import { openTextArchive } from '../../../../../runner/io/formats/texts/bytes.ts';
import { temporaryFolder } from '../../../text/temporary-folder.ts';
import { type ZipEntry, zipOf } from '../zip/zip-of.ts';

const folder = temporaryFolder();

async function open(content: Uint8Array) {
  folder.write('a.zip', content);
  return openTextArchive('a.zip', join(folder.path, 'a.zip'));
}

/** All that is in it. */
async function read(files: Record<string, string | ZipEntry>): Promise<Record<string, string>> {
  const archive = await open(zipOf(files));
  try {
    const contents: Record<string, string> = {};
    for (const { name, open } of archive.files)
      contents[name] = Buffer.concat(await Array.fromAsync(open())).toString();
    return contents;
  } finally {
    archive.close();
  }
}

describe('an archive', () => {
  it('gives its files, each as often as asked', async () => {
    expect(await read({ 'b/ü.txt': 'B', 'a.txt': 'A', '.hidden': 'x', 'b/': '' })).toEqual({
      'a.zip/b/ü.txt': 'B',
      'a.zip/a.txt': 'A',
    });
  });

  it.each(['../up.txt', '/etc/passwd', 'a/../../b.txt', 'C:\\a.txt', 'a\\..\\b.txt'])(
    'with the name %s is refused',
    async (name) => {
      await expect(read({ [name]: 'x' })).rejects.toThrow('a.zip is not a readable zip archive');
    },
  );

  it('with a link, a lock, or no sound bytes is refused', async () => {
    await expect(read({ link: { content: '/etc/passwd', mode: 0o120777 } })).rejects.toThrow('"link" is a link');
    await expect(read({ a: { content: 'x', flags: 1 } })).rejects.toThrow('"a" is locked with a password');
    await expect(open(Buffer.from('no zip'))).rejects.toThrow(InputError);
    await expect(open(zipOf({ a: 'abc' }).subarray(0, 40))).rejects.toThrow(InputError);
  });

  it('that claims to unpack to far more is refused before anything is', async () => {
    await expect(read({ 'a.txt': { content: 'x', claimed: 4e9 } })).rejects.toThrow(
      /a\.zip was not unpacked\. Its \d+ bytes would unpack to 4000000000/,
    );
  });

  it('that gives more than it claims is refused', async () => {
    await expect(read({ 'a.txt': { content: 'x'.repeat(1000), claimed: 10 } })).rejects.toThrow('"a.txt" is damaged');
  });

  it('with changed bytes is refused', async () => {
    const bytes = zipOf({ 'a.txt': 'Hello there' });
    bytes[45] = (bytes[45] ?? 0) ^ 255;
    const archive = await open(bytes);
    const reading = Array.fromAsync(archive.files[0]?.open() ?? []);
    await expect(reading).rejects.toThrow('a.zip is not a readable zip archive');
    archive.close();
  });
});
