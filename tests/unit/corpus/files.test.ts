import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTextFile, unpack } from '../../../runner/corpus/files.ts';
import { InputError } from '../../../runner/errors.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const read = (path: string, otherNames?: string[]) => readTextFile(path, folder.path, otherNames);

describe('a text file', () => {
  it('is read as plain text, whatever its name says but for packed and structured formats', async () => {
    for (const name of ['a.txt', 'b.md', 'sub/c', 'd.tex']) {
      expect(await read(folder.write(name, 'Hello\r\nthere'))).toBe('Hello\nthere');
    }
  });

  it('is unpacked when it ends in .gz, all members of it', async () => {
    const packed = Buffer.concat([gzipSync('Hello '), gzipSync('there')]);
    expect(await read(folder.write('a.txt.gz', packed))).toBe('Hello there');
  });

  it('may be named by its whole path', async () => {
    expect(await readTextFile(join(folder.path, folder.write('a.txt', 'Hello')), '/')).toBe('Hello');
  });
});

describe('a file that cannot be read', () => {
  it('is an error of the user', async () => {
    await expect(read('missing.txt')).rejects.toBeInstanceOf(InputError);
  });

  it('brings up a file of nearly that name', async () => {
    folder.write('near/notes.txt', 'Hello');
    await expect(read('near/note.txt')).rejects.toThrow('There is no file near/note.txt');
    await expect(read('near/note.txt')).rejects.toThrow('Did you mean "near/notes.txt"?');
  });

  it('brings up other names that may stand there', async () => {
    await expect(read('storeis', ['stories', 'alice'])).rejects.toThrow('Did you mean "stories"?');
    await expect(read('nothing-like-it', ['stories', 'alice'])).rejects.toThrow('or one of stories, alice');
  });

  it('says so of folders, patterns and formats that are not read yet', async () => {
    mkdirSync(join(folder.path, 'folder'));
    await expect(read('folder')).rejects.toThrow('folder: Folders are not read yet. What can be read now: text files');
    await expect(read('texts/*.txt')).rejects.toThrow('Patterns of file names are not read yet');
    for (const name of ['a.zip', 'a.xml', 'a.html', 'a.csv', 'a.jsonl', 'a.csv.gz', 'A.ZIP']) {
      await expect(read(folder.write(name, 'x'))).rejects.toThrow('files are not read yet');
    }
  });

  it('says so of a device', async () => {
    await expect(read('/dev/null')).rejects.toThrow('/dev/null is not a file');
  });

  it('says so of a gzip file that is none, or ends too early', async () => {
    await expect(read(folder.write('no.gz', 'plain text'))).rejects.toThrow(
      'no.gz cannot be unpacked. Incorrect header check',
    );
    const half = gzipSync('Hello there, Hello there').subarray(0, 20);
    await expect(read(folder.write('half.gz', half))).rejects.toThrow(
      'half.gz cannot be unpacked. The file ends too early',
    );
  });

  it('is one that unpacks to more than the memory should hold', async () => {
    await expect(unpack(gzipSync('a'.repeat(1001)), 'bomb.gz', 1000)).rejects.toThrow('bomb.gz holds more than');
    expect(await unpack(gzipSync('a'.repeat(1000)), 'fine.gz', 1000)).toHaveLength(1000);
  });

  it('is empty once unpacked', async () => {
    await expect(read(folder.write('empty.gz', gzipSync('')))).rejects.toThrow('empty.gz is empty');
  });
});
