import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyOf, stepCache } from '../../../../runner/experiment/evidence/step-cache.ts';

let run: string;
beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), 'step-cache-'));
});
afterEach(() => rm(run, { recursive: true, force: true }));

describe('what the steps of the evidence found', () => {
  it('is read back under the key that it was kept with, and under no other', async () => {
    const cache = stepCache(run);
    expect(await cache.read('learned', 'a')).toBeUndefined();
    await cache.write('learned', 'a', [{ status: 'passed' }, null]);
    expect(await cache.read('learned', 'a')).toEqual([{ status: 'passed' }, null]);
    expect(await cache.read('learned', 'b')).toBeUndefined();
    expect(await cache.read('used', 'a')).toBeUndefined();
  });

  it('counts as none when its file was cut off', async () => {
    const cache = stepCache(run);
    await cache.write('learned', 'a', 1);
    await writeFile(join(run, 'evidence', 'learned.json'), '{"key":"a","fou');
    expect(await cache.read('learned', 'a')).toBeUndefined();
    expect(await readdir(join(run, 'evidence'))).toEqual(['learned.json']);
  });

  it('has another key for other settings, other numbers and other order', () => {
    const keys = [
      keyOf('a', 1),
      keyOf('a', 2),
      keyOf(1, 'a'),
      keyOf(Float32Array.from([1, 2])),
      keyOf(Float32Array.from([1, 3])),
      keyOf(Uint8Array.from([1, 2])),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(keyOf(Float32Array.from([1, 2]).subarray(1))).toBe(keyOf(Float32Array.from([2])));
  });
});
