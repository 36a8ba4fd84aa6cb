import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../../runner/core/errors.ts';
import { openSources, readSources, type SourceOptions } from '../../../../runner/text/sources/index.ts';
import { zipOf } from '../../io/formats/zip/zip-of.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const cwd = folder.path;
const read = (names: string | string[], options: Partial<SourceOptions> = {}) =>
  readSources([names].flat(), { cwd, ...options });
async function documents(name: string, options: Partial<SourceOptions> = {}) {
  const opened = await openSources([name], { cwd, ...options });
  return Promise.all(opened.map(async ({ name, whole, texts }) => [name, whole, await Array.fromAsync(texts)]));
}

it('sources are libraries and files in the order given', async () => {
  folder.write('b.txt', 'B');
  folder.write('a.txt', 'A');
  const sources = await read(['b.txt', 'alice', 'a.txt']);
  expect(sources.map(({ name }) => name)).toEqual(['b.txt', "Alice's Adventures in Wonderland", 'a.txt']);
  expect(sources.map(({ credit }) => credit === null)).toEqual([true, false, true]);
  expect(sources[0]?.text).toBe('B');
});

it.each([
  ['alcie', 'Did you mean "alice"?'],
  ['heldout', 'Did you mean "held-out"?'],
  ['nothing-like-it', 'or one of stories, alice, counter'],
])('sources know the names that would have been right: %s', async (name, words) => {
  await expect(read(name, { otherNames: ['held-out'] })).rejects.toThrow(words);
});

it.each<[string, string, (string | Uint8Array)?]>([
  // Whatever its name says but for packed and structured formats.
  ['a text', 'a.txt', 'Hello\r\nthere'],
  ['a text of another name', 'b.md', 'Hello\r\nthere'],
  ['a text of no name', 'sub/c', 'Hello\r\nthere'],
  ['the signs of patterns in its name', 'a[1].txt', 'Hello\nthere'],
  ['members that are packed', 'a.txt.gz', Buffer.concat([gzipSync('Hello\n'), gzipSync('there')])],
])('a file is read as plain text: %s', async (_, name, content = '') => {
  const written = folder.write(name, content);
  for (const path of [written, join(cwd, written)]) expect((await read(path))[0]?.text).toBe('Hello\nthere');
});

describe('a folder', () => {
  folder.write('texts/b.txt', 'B\n');
  folder.write('texts/a.txt', 'A\nA');
  folder.write('texts/empty.txt', ' \n');
  folder.write('texts/picture.png', Uint8Array.of(0));
  folder.write('texts/.hidden/c.txt', 'C');
  folder.write('texts/deep/rows.jsonl', '{"text":"one"}\n{"text":"two"}\n');
  // On Windows a junction needs no rights of an administrator.
  symlinkSync('..', join(cwd, 'texts/deep/up'), 'junction');

  it('gives a document for each file, or row; a source for each folder in it', async () => {
    const warnings: string[] = [];
    const warn = (text: string) => warnings.push(text);
    expect(await documents('texts', { warn })).toEqual([
      ['texts', true, ['A\nA', 'B\n', ' \n']],
      ['texts/deep', true, ['one', 'two']],
    ]);
    expect(warnings).toEqual(['texts: 1 of its files are left out (.png).']);
  });

  it('is the same by a pattern, but for what the pattern leaves out', async () => {
    expect(await documents('texts/{a,b}.txt')).toEqual([['texts', true, ['A\nA', 'B\n']]]);
    expect((await documents('texts/**/*.jsonl')).map(([name]) => name)).toEqual(['texts/deep']);
    await expect(read('texts/*.tex')).rejects.toThrow('No file matches texts/*.tex. Paths are relative to');
  });

  it('of a program gives a document for each of its files, and leaves its notes out; prose beside a script is prose', async () => {
    folder.write('code/a.js', 'let a;\n');
    folder.write('code/lib/b.py', 'b = 1\n');
    folder.write('code/README.md', 'Notes');
    folder.write('novels/one.txt', 'One');
    folder.write('novels/clean.py', 'x');
    const warnings: string[] = [];
    const warn = (text: string) => warnings.push(text);
    expect(await documents('code', { warn })).toEqual([['code', true, ['let a;\n', 'b = 1\n']]]);
    expect(await documents('novels', { warn })).toEqual([['novels', true, ['One']]]);
    expect(warnings).toEqual([
      'code: 1 of its files are left out (.md).',
      'novels: 1 of its files are left out (.py).',
    ]);
    expect(await documents('novels/*.py')).toEqual([['novels', true, ['x']]]);
    expect(await documents('code/a.js')).toEqual([['code/a.js', false, ['let a;\n']]]);
  });

  it('without texts is an error', async () => {
    mkdirSync(join(cwd, 'bare'));
    await expect(read('bare')).rejects.toThrow('The folder bare holds no text. It is empty.');
    folder.write('pictures/a.png', 'x');
    await expect(read('pictures')).rejects.toThrow('Its files are others (pictures/a.png)');
  });
});

it('a zip archive gives a document for each file and element, in the order of the archive', async () => {
  const xml = '<xml><file><content>One &amp; two</content></file><file><content>Three</content></file></xml>';
  folder.write('talks.zip', zipOf({ 'talks/b.xml': xml, 'talks/': '', 'a.txt': 'Four', '__MACOSX/a.txt': 'no' }));
  expect(await documents('talks.zip')).toEqual([['talks.zip', true, ['One & two', 'Three', 'Four']]]);
  folder.write('pictures.zip', zipOf({ 'a.png': 'x' }));
  await expect(read('pictures.zip')).rejects.toThrow('pictures.zip holds no text');
});

it.each<[string, (string | Uint8Array)?]>([
  ['missing.txt'],
  ['near/note.txt'],
  ['/dev/null'],
  ...['a.tar.gz', 'a.json', 'a.pdf', 'A.DOCX'].map((name): [string, string] => [name, 'x']),
  ['no.gz', 'plain text'],
  ['half.gz', gzipSync('Hello there, Hello there').subarray(0, 20)],
  ['bomb.txt.gz', gzipSync(Buffer.alloc(80e6, 'a'))],
  ['open.xml', '<a>'],
  ['list.jsonl', '"a"\n[1]'],
  ['empty.txt', ''],
  ['empty.gz', gzipSync('')],
  ['mark.txt', '\ufeff'],
])('a file that cannot be read is an error of the user: %s', async (name, content) => {
  folder.write('near/notes.txt', 'Hello');
  if (content !== undefined) folder.write(name, content);
  const error = await read(name).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InputError);
  expect(
    String(error)
      .replaceAll(cwd, '<folder>')
      .replace(/[\d]{4,}/g, '<bytes>'),
  ).toMatchSnapshot();
});
