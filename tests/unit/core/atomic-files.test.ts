import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  setAside,
  settleFolder,
  settleFolders,
  writeBesideOld,
  writeFolder,
} from '../../../runner/core/atomic-files.ts';
import { RunError } from '../../../runner/core/errors.ts';

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

test('a reader puts back what lies aside for longer than two renames take, and nothing that another may be writing', async () => {
  const results = at('results');
  for (const name of ['gone', '.gone.old', '.there.old', 'there', '.now.old'])
    mkdirSync(join(results, name), { recursive: true });
  rmSync(join(results, 'gone'), { recursive: true });
  writeFileSync(join(results, '.gone.old', 'result.json'), 'old');
  writeFileSync(join(results, 'there', 'result.json'), 'new');
  writeFileSync(join(results, '.there.old', 'result.json'), 'old');
  const listed = () => readdirSync(results).sort();
  await settleFolders(results);
  expect(listed()).toEqual(['.gone.old', '.now.old', '.there.old', 'there']);
  await settleFolders(results, Date.now() + 11_000);
  expect(listed()).toEqual(['.there.old', 'gone', 'now', 'there']);
  expect(readFileSync(join(results, 'gone', 'result.json'), 'utf8')).toBe('old');
  expect(readFileSync(join(results, 'there', 'result.json'), 'utf8')).toBe('new');
  await settleFolders(at('nowhere'));
  rmSync(results, { recursive: true });
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

/** A system on which the first renames fail so. */
function renaming(code: string, failures: number, windows = true) {
  const waits: number[] = [];
  let left = failures;
  return {
    waits,
    windows,
    wait: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
    async rename(from: string, to: string) {
      if (left-- > 0) throw Object.assign(new Error(`${code}: rename '${from}'`), { code });
      await rename(from, to);
    },
  };
}

test.each(['EPERM', 'EBUSY', 'EACCES'])(
  'a folder that another program holds for a while (%s) is replaced all the same',
  async (code) => {
    await writeFolder(at(`held ${code}`), { one: bytes('old') });
    const system = renaming(code, 5);
    await writeFolder(at(`held ${code}`), { one: bytes('new') }, system);
    expect(readFileSync(at(`held ${code}`, 'one'), 'utf8')).toBe('new');
    expect(system.waits).toHaveLength(5);
  },
);

test('one that is held for longer than two seconds stays as it was, and the error says what to do', async () => {
  await writeFolder(at('watched'), { one: bytes('old') });
  const system = renaming('EBUSY', 1000, false);
  const error = await writeFolder(at('watched'), { one: bytes('new') }, system).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RunError);
  expect(String(error)).toMatch(/cannot be replaced \(EBUSY.*Stop npm run site/);
  const waited = system.waits.reduce((sum, each) => sum + each, 0);
  expect(waited).toBeGreaterThan(2000);
  expect(waited).toBeLessThan(4000);
  expect(readFileSync(at('watched', 'one'), 'utf8')).toBe('old');
  expect(readdirSync(folder).filter((name) => name.startsWith('.watched'))).toEqual([]);
});

test('the old folder is put back where the new one cannot take its place', async () => {
  await writeFolder(at('half'), { one: bytes('old') });
  const system = renaming('EPERM', 0);
  const second = {
    ...system,
    rename: (from: string, to: string) =>
      to === at('half') ? Promise.reject(Object.assign(new Error('held'), { code: 'EPERM' })) : rename(from, to),
  };
  await expect(writeFolder(at('half'), { one: bytes('new') }, second)).rejects.toThrow('cannot be replaced');
  expect(readFileSync(at('half', 'one'), 'utf8')).toBe('old');
});

test('what may not be renamed is said at once where the system means permissions', async () => {
  await writeFolder(at('mine'), { one: bytes('old') });
  const system = renaming('EACCES', 1000, false);
  await expect(writeFolder(at('mine'), { one: bytes('new') }, system)).rejects.toThrow('EACCES');
  expect(system.waits).toEqual([]);
});

test('a folder that is kept stands where it stood until the new one is complete, and then beside it', async () => {
  expect(await writeBesideOld(at('model'), { one: bytes('old') })).toBeNull();
  const moves: string[] = [];
  const system = {
    ...renaming('EPERM', 0),
    rename: async (from: string, to: string) => {
      moves.push(`${from} ${to}`.replaceAll(`${folder}/`, ''));
      expect(readFileSync(at('.model.tmp', 'one'), 'utf8')).toBe('new');
      await rename(from, to);
    },
  };
  expect(await writeBesideOld(at('model'), { one: bytes('new') }, system)).toBe(at('model.old'));
  expect(moves).toEqual(['model model.old', '.model.tmp model']);
  expect([readFileSync(at('model', 'one'), 'utf8'), readFileSync(at('model.old', 'one'), 'utf8')]).toEqual([
    'new',
    'old',
  ]);
  const failing = {
    ...system,
    rename: (from: string, to: string) =>
      from === at('.model.tmp') ? Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' })) : rename(from, to),
  };
  await expect(writeBesideOld(at('model'), { one: bytes('newer') }, failing)).rejects.toThrow('EIO');
  expect(readFileSync(at('model', 'one'), 'utf8')).toBe('new');
  expect(
    readdirSync(folder)
      .filter((name) => name.includes('model'))
      .sort(),
  ).toEqual(['model', 'model.old']);
});
