import { describe, expect, it } from 'vitest';
import { exitCode, InputError, Interrupted, RunError } from '../../../runner/core/errors.ts';

describe('an error', () => {
  it('is one paragraph of whole sentences', () => {
    const error = new InputError({ what: 'It failed', why: 'there is no such file', fix: 'Did you mean "a"?' });
    expect(error.message).toBe('It failed. There is no such file. Did you mean "a"? Nothing was written.');
  });

  it('leaves out what is not said', () => {
    expect(new InputError({ what: 'It failed', why: '', files: '' }).message).toBe('It failed.');
  });

  it.each([
    'my-texts/novel.txt',
    'novel.txt',
    'units: Invalid input',
    'seed=3 is right',
    'npm ci brings it',
    '"a" is b',
  ])('keeps a path, a key or a command as it is: %s', (why) => {
    expect(new InputError({ what: 'notes is empty', why, files: '' }).message).toBe(`notes is empty. ${why}.`);
  });

  it('has the exit code of its kind', () => {
    const codes = [InputError, RunError, Interrupted].map((Kind) => new Kind({ what: 'It ended' }).exitCode);
    expect(codes).toEqual([exitCode.badInput, exitCode.failed, exitCode.interrupted]);
  });
});
