import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import timers from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import {
  recoverFolders,
  replaceKeepingBackup,
  writeFileAtomic,
  writeFolder,
} from '../../../runner/core/atomic-files.ts';
import { RunError } from '../../../runner/core/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: string[]) => join(folder, ...names);
const contentOf = (name: string, file = 'one') => readFileSync(at(name, file), 'utf8');
const bytes = (text: string) => new TextEncoder().encode(text);

test('a folder is written with these files as its only contents, and nothing is left beside it', async () => {
  await writeFolder(at('alone', 'a'), { one: bytes('1'), two: bytes('2') });
  await writeFolder(at('alone', 'a'), { two: bytes('3') });
  expect([readdirSync(at('alone', 'a')), contentOf('alone/a', 'two'), readdirSync(at('alone'))]).toEqual([
    ['two'],
    '3',
    ['a'],
  ]);
});

test('a file that several write at once is that of one of them, and nothing is left beside it', async () => {
  const texts = ['a', 'b', 'c'].map((letter, index) => letter.repeat(1_000_000 * (index + 1)));
  for (let time = 0; time < 5; time++) {
    await Promise.all(texts.map((text) => writeFileAtomic(at('w', 'one'), text)));
    expect(texts).toContain(contentOf('w'));
  }
  mkdirSync(at('w', 'two'));
  await expect(writeFileAtomic(at('w', 'two'), 'a file where a folder stands')).rejects.toThrow();
  expect(readdirSync(at('w')).sort()).toEqual(['one', 'two']);
  rmSync(at('w'), { recursive: true });
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
  await recoverFolders(results);
  expect(listed()).toEqual(['.gone.old', '.now.old', '.there.old', 'there']);
  await recoverFolders(results, Date.now() + 11_000);
  expect(listed()).toEqual(['.there.old', 'gone', 'now', 'there']);
  expect(['gone', 'there'].map((name) => contentOf(join('results', name), 'result.json'))).toEqual(['old', 'new']);
  await recoverFolders(at('nowhere'));
  rmSync(results, { recursive: true });
});

const { rename } = files;
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

/** A system that renames so, and on which nobody waits. @returns milliseconds that would have been waited. */
function renamesSo(rename: typeof files.rename, platform = 'win32'): number[] {
  const waits: number[] = [];
  vi.spyOn(files, 'rename').mockImplementation(rename);
  vi.spyOn(timers, 'setTimeout').mockImplementation((async (milliseconds: number) => {
    waits.push(milliseconds);
  }) as typeof timers.setTimeout);
  vi.spyOn(process, 'platform', 'get').mockReturnValue(platform as NodeJS.Platform);
  syncBuiltinESMExports();
  return waits;
}

const failing = (code: string) => Promise.reject(Object.assign(new Error(`${code}: rename`), { code }));

/** The first renames fail. */
function heldFor(code: string, failures: number, platform?: string): number[] {
  let left = failures;
  // What is put back before anything is renamed is not what is held.
  return renamesSo(
    (from, to) => (!String(from).endsWith('.old') && left-- > 0 ? failing(code) : rename(from, to)),
    platform,
  );
}

test.each(['EPERM', 'EBUSY', 'EACCES'])(
  'a folder that is held for a while (%s) is replaced all the same',
  async (code) => {
    await writeFolder(at(`held ${code}`), { one: bytes('old') });
    const waits = heldFor(code, 5);
    await writeFolder(at(`held ${code}`), { one: bytes('new') });
    expect([contentOf(`held ${code}`), waits.length]).toEqual(['new', 5]);
  },
);

test('one that is held for longer than two seconds stays as it was, and the error says what to do', async () => {
  await writeFolder(at('watched'), { one: bytes('old') });
  const waits = heldFor('EBUSY', 1000, 'linux');
  const held = writeFolder(at('watched'), { one: bytes('new') });
  await expect(held).rejects.toThrow(RunError);
  await expect(held).rejects.toThrow(/cannot be replaced \(EBUSY.*Stop npm run site/);
  expect(Math.abs(waits.reduce((sum, each) => sum + each, 0) - 3000)).toBeLessThan(1000);
  expect(contentOf('watched')).toBe('old');
  expect(readdirSync(folder).filter((name) => name.startsWith('.watched'))).toEqual([]);
});

test('the old folder is put back where the new one cannot take its place', async () => {
  await writeFolder(at('half'), { one: bytes('old') });
  renamesSo((from, to) => (to === at('half') && String(from).endsWith('.tmp') ? failing('EPERM') : rename(from, to)));
  await expect(writeFolder(at('half'), { one: bytes('new') })).rejects.toThrow('cannot be replaced');
  expect(contentOf('half')).toBe('old');
});

test('what may not be renamed is said at once where the system means permissions', async () => {
  await writeFolder(at('mine'), { one: bytes('old') });
  const waits = heldFor('EACCES', 1000, 'linux');
  await expect(writeFolder(at('mine'), { one: bytes('new') })).rejects.toThrow('EACCES');
  expect(waits).toEqual([]);
});

test('what a writer has made that is gone is taken away, what another makes is let be', async () => {
  const gone = spawnSync(process.execPath, ['--eval', '']).pid;
  const [own, ...others] = [`${hostname()}.${gone}`, `${hostname()}.${process.ppid}`, `elsewhere.${gone}`];
  for (const name of [own, ...others]) mkdirSync(at('shared', `.x.${name}.1.tmp`), { recursive: true });
  await writeFolder(at('shared', 'x'), { one: bytes('1') });
  expect(readdirSync(at('shared')).sort()).toEqual([...others.map((name) => `.x.${name}.1.tmp`), 'x'].sort());
  rmSync(at('shared'), { recursive: true });
});

describe('a folder that is kept', () => {
  const write = (name: string, text: string) => replaceKeepingBackup(at(name), { one: bytes(text) });
  const all = (...names: string[]) => names.map((name) => contentOf(name));
  const like = (name: string) =>
    readdirSync(folder)
      .filter((each) => each.includes(name))
      .sort();

  test('stands where it stood until the new one is complete, and then beside it, under the first free name', async () => {
    expect(await write('model', 'first')).toBeNull();
    const moves: string[] = [];
    renamesSo(async (from, to) => {
      const isFresh = String(from).endsWith('.tmp');
      moves.push(isFresh ? 'fresh model' : `${from} ${to}`.replaceAll(`${folder}/`, ''));
      if (moves.length < 4 && isFresh) expect([...all(basename(String(from))), to]).toEqual(['second', at('model')]);
      await rename(from, to);
    });
    expect(await write('model', 'second')).toBe(at('model.old'));
    expect(moves).toEqual(['.model.old model', 'model .model.old', 'fresh model', '.model.old model.old']);
    expect(await write('model', 'third')).toBe(at('model.old-2'));
    expect(all('model', 'model.old', 'model.old-2')).toEqual(['third', 'first', 'second']);
    expect(like('model')).toEqual(['model', 'model.old', 'model.old-2']);
  });

  test('is put back when the new one cannot take its place', async () => {
    await write('stays', 'old');
    renamesSo((from, to) => (String(from).endsWith('.tmp') ? failing('EIO') : rename(from, to)));
    await expect(write('stays', 'new')).rejects.toThrow('EIO');
    expect(all('stays')).toEqual(['old']);
    expect(like('stays')).toEqual(['stays']);
  });

  test('is neither lost nor missed where the one who wrote was killed between two renames', async () => {
    await write('cut', 'old');
    renameSync(at('cut'), at('.cut.old'));
    expect(await write('cut', 'new')).toBe(at('cut.old'));
    expect(all('cut', 'cut.old')).toEqual(['new', 'old']);
    renameSync(at('cut.old'), at('.cut.old'));
    expect(await write('cut', 'newer')).toBe(at('cut.old-2'));
    expect(all('cut', 'cut.old', 'cut.old-2')).toEqual(['newer', 'old', 'new']);
    expect(like('cut')).toEqual(['cut', 'cut.old', 'cut.old-2']);
  });
});
