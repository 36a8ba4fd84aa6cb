import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { setAside, settleFolder, writeFolder } from '../../../runner/core/atomic-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: string[]) => join(folder, ...names);
const bytes = (text: string) => new TextEncoder().encode(text);

test('a folder is written with these files as its only contents, and nothing is left beside it', async () => {
  await writeFolder(at('a'), { one: bytes('1'), two: bytes('2') });
  await writeFolder(at('a'), { two: bytes('3') });
  expect(readdirSync(at('a'))).toEqual(['two']);
  expect(readFileSync(at('a', 'two'), 'utf8')).toBe('3');
  expect(readdirSync(folder)).toEqual(['a']);
});

test('what an interrupted writing had moved aside is put back', async () => {
  mkdirSync(at('.b.old'));
  await settleFolder(at('b'));
  expect(readdirSync(folder)).toContain('b');
});

test('a folder that is set aside gets the first free name', async () => {
  for (const name of ['c.old', 'c.old-2']) {
    mkdirSync(at('c'));
    writeFileSync(at('c', 'file'), name);
    expect(await setAside(at('c'))).toBe(at(name));
    expect(readFileSync(at(name, 'file'), 'utf8')).toBe(name);
  }
  expect(readdirSync(folder)).not.toContain('c');
});
