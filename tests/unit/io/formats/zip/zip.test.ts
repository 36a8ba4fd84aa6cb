import { expect, it } from 'vitest';
import { filesInZip } from '../../../../../runner/io/formats/zip/zip.ts';
import { zipOf } from './zip-of.ts';

const open = (...given: Parameters<typeof zipOf>) => filesInZip(zipOf(...given));

it('an archive in memory gives its files by name, as often as asked', async () => {
  const archive = await open({ 'b/ü.txt': 'B', 'a.txt': 'A' });
  expect(archive.names).toEqual(['b/ü.txt', 'a.txt']);
  for (let time = 0; time < 2; time++) expect(Buffer.from(await archive.read('b/ü.txt')).toString()).toBe('B');
});

it('an archive in memory with a link or a lock is refused', async () => {
  await expect(open({ link: { content: '/etc/passwd', mode: 0o120777 } })).rejects.toThrow('"link" is a link');
  await expect(open({ a: { content: 'x', flags: 1 } })).rejects.toThrow('"a" is locked with a password');
});

it('a file whose bytes were changed is refused when it is read', async () => {
  const bytes = zipOf({ a: 'unlikely content' });
  const at = Buffer.from(bytes).indexOf('unlikely');
  bytes[at < 0 ? 40 : at] = 0x58;
  const archive = await filesInZip(bytes);
  await expect(archive.read('a')).rejects.toThrow('the zip archive is damaged');
});
