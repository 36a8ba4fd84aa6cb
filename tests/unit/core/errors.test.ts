import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ErrorEntry } from '../../../runner/core/errors/entry.ts';
import { errorAgain, errorCatalogue, InputError, Interrupted } from '../../../runner/core/errors.ts';

describe('an error', () => {
  it.each([
    [
      { what: 'It failed', why: 'no such file', fix: 'Did you mean "a"?' },
      'It failed. No such file. Did you mean "a"? Nothing was written.',
    ],
    [{ what: 'It failed', why: '', fix: undefined, files: '' }, 'It failed.'],
    // What the catalogue knows where nothing else is said.
    [{ what: 'a.txt is empty' }, 'a.txt is empty. Give a file that holds text. Nothing was written.'],
  ])('is one paragraph of whole sentences: %j', (explanation, message) => {
    expect(new InputError('text-empty', explanation).message).toBe(message);
  });

  it.each([
    'my-texts/novel.txt',
    'novel.txt',
    'units: Invalid input',
    'seed=3 is right',
    'npm ci brings it',
    '"a" is b',
  ])('keeps a path, a key or a command as it is: %s', (why) => {
    const { message } = new InputError('text-empty', { what: 'It ended', why, fix: '', files: '' });
    expect(message).toBe(`It ended. ${why}.`);
  });

  it('is the same again after it crossed from another thread', () => {
    const { code, message } = new Interrupted('stopped-training', { what: 'It stopped' });
    const again = errorAgain(code, message);
    expect(again).toBeInstanceOf(Interrupted);
    expect([again.message, again.code, again.exitCode]).toEqual([message, code, 130]);
  });
});

describe('the catalogue', () => {
  const source = globSync('runner/**/*.ts', { exclude: ['runner/core/errors/**'] })
    .map((path) => readFileSync(path, 'utf8'))
    .join('');

  it.each(Object.keys(errorCatalogue))('holds %s because a place in the program throws it', (code) => {
    expect(source).toContain(`'${code}'`);
  });

  it.each(Object.entries<ErrorEntry>(errorCatalogue))(
    'explains %s in sentences',
    (code, { title, why, fix, files }) => {
      expect(code).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(title).toMatch(/^\S.*[^.\s]$/);
      for (const text of [why, fix]) if (text !== undefined) expect(text).toMatch(/^\S.*[^.\s]$|\\\.$/);
      expect(files).toMatch(/^$|^\S.*\.$/);
    },
  );
});
