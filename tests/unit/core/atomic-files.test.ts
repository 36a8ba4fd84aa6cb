import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  settleFolder,
  settleFolders,
  writeBesideOld,
  writeFolder,
  writeWhole,
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

test('a file that several write at once is that of one of them, and nothing is left beside it', async () => {
  const texts = ['a', 'b', 'c'].map((letter, index) => letter.repeat(1_000_000 * (index + 1)));
  for (let time = 0; time < 5; time++) {
    await Promise.all(texts.map((text) => writeWhole(at('w', 'one'), text)));
    expect(texts).toContain(readFileSync(at('w', 'one'), 'utf8'));
  }
  mkdirSync(at('w', 'two'));
  await expect(writeWhole(at('w', 'two'), 'a file where a folder stands')).rejects.toThrow();
  expect(readdirSync(at('w')).sort()).toEqual(['one', 'two']);
  rmSync(at('w'), { recursive: true });
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

describe('a folder that is kept', () => {
  const write = (name: string, text: string, system?: ReturnType<typeof renaming>) =>
    writeBesideOld(at(name), { one: bytes(text) }, system);
  const read = (...names: string[]) => readFileSync(at(...names, 'one'), 'utf8');
  const like = (name: string) =>
    readdirSync(folder)
      .filter((each) => each.includes(name))
      .sort();

  test('stands where it stood until the new one is complete, and then beside it, under the first free name', async () => {
    expect(await write('model', 'first')).toBeNull();
    const moves: string[] = [];
    const system = {
      ...renaming('EPERM', 0),
      rename: async (from: string, to: string) => {
        moves.push(`${from} ${to}`.replaceAll(`${folder}/`, ''));
        if (moves.length < 3) expect(read('.model.tmp')).toBe('second');
        await rename(from, to);
      },
    };
    expect(await write('model', 'second', system)).toBe(at('model.old'));
    expect(moves).toEqual(['model .model.old', '.model.tmp model', '.model.old model.old']);
    expect(await write('model', 'third')).toBe(at('model.old-2'));
    expect([read('model'), read('model.old'), read('model.old-2')]).toEqual(['third', 'first', 'second']);
    expect(like('model')).toEqual(['model', 'model.old', 'model.old-2']);
  });

  test('is put back when the new one cannot take its place', async () => {
    await write('stays', 'old');
    const system = {
      ...renaming('EPERM', 0),
      rename: (from: string, to: string) =>
        from === at('.stays.tmp') ? Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' })) : rename(from, to),
    };
    await expect(write('stays', 'new', system)).rejects.toThrow('EIO');
    expect(read('stays')).toBe('old');
    expect(like('stays')).toEqual(['stays']);
  });

  test('is neither lost nor missed where the one who wrote was killed between two renames', async () => {
    await write('cut', 'old');
    renameSync(at('cut'), at('.cut.old'));
    expect(await write('cut', 'new')).toBe(at('cut.old'));
    expect([read('cut'), read('cut.old')]).toEqual(['new', 'old']);
    renameSync(at('cut.old'), at('.cut.old'));
    expect(await write('cut', 'newer')).toBe(at('cut.old-2'));
    expect([read('cut'), read('cut.old'), read('cut.old-2')]).toEqual(['newer', 'old', 'new']);
    expect(like('cut')).toEqual(['cut', 'cut.old', 'cut.old-2']);
  });
});
