import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Finding, finding } from '../../../../runner/analysis/findings/finding.ts';
import { findings } from '../../../../runner/analysis/findings/findings.ts';
import { findingCache, findingKey, type Grounds, keyOf } from '../../../../runner/experiment/evidence/finding-cache.ts';
import { gather } from '../../../../runner/experiment/evidence/gather.ts';
import { inventedBench, inventedNetwork, knower } from '../../analysis/findings/rungs/invented.ts';

let run: string;
beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), 'finding-cache-'));
});
afterEach(() => rm(run, { recursive: true, force: true }));

const reads = {
  losses: [],
  predictions: [],
  steps: [],
  changes: [],
  untrained: [1],
  shuffled: [],
  seeds: [],
  epochs: [],
  recorded: [],
};
const grounds: Grounds = { base: 'a', readings: reads };

const share = finding({
  name: 'share',
  title: 'counting',
  published: 'inner',
  criteria: { least: 0.5 },
  inputs: [],
  reads: [],
  schema: z.number(),
  compute: async () => 3,
});

const half = finding({
  name: 'half',
  title: 'halving',
  published: 'inner',
  criteria: { of: 2 },
  bounds: [{ most: 9 }],
  inputs: [share],
  reads: ['untrained'],
  schema: z.number(),
  compute: async ({ found }) => found.share / 2,
});

describe('what was found', () => {
  it('is read back under the key that it was kept with, and under no other', async () => {
    const cache = findingCache(run);
    expect(await cache.read(share, 'a')).toBeUndefined();
    await cache.write(share, 'a', 7);
    expect(await cache.read(share, 'a')).toBe(7);
    expect(await cache.read(share, 'b')).toBeUndefined();
    expect(await cache.read(half, 'a')).toBeUndefined();
  });

  it('counts as none when a bit of its file was flipped, or is what was kept', async () => {
    const cache = findingCache(run);
    const path = join(run, 'evidence', 'table.json');
    const table = finding({
      ...share,
      name: 'table',
      schema: z.record(z.string(), z.array(z.number().nullable())),
      compute: async () => ({}),
    });
    const found = { inside: [0.125, -0, 1e-7], 2: [NaN, 12345.678] };
    await cache.write(table, 'a', found);
    const kept = await cache.read(table, 'a');
    expect(kept).toEqual({ inside: [0.125, 0, 1e-7], 2: [null, 12345.678] });
    const whole = await readFile(path);
    let none = 0;
    for (let bit = 0; bit < 8 * whole.length; bit++) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await writeFile(path, flipped);
      const read = await cache.read(table, 'a');
      if (read === undefined) none++;
      else expect(read, `bit ${bit}`).toEqual(kept);
    }
    expect(none).toBeGreaterThan(8 * (whole.length - 5));
  });

  it('counts as none when its file was cut off, or holds what is no such finding', async () => {
    const cache = findingCache(run);
    await cache.write(share, 'a', 1);
    await writeFile(join(run, 'evidence', 'share.json'), '{"key":"a","fou');
    expect(await cache.read(share, 'a')).toBeUndefined();
    await cache.write(share, 'a', 'many');
    expect(await cache.read(share, 'a')).toBeUndefined();
    expect(await readdir(join(run, 'evidence'))).toEqual(['share.json']);
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

  it('depends on all that the finding declares, and on nothing else', () => {
    const key = (own: Finding, found: object = { share: 3 }, other: Grounds = grounds) =>
      findingKey(other, own, found as Record<string, unknown>);
    const first = key(half);
    expect(key({ ...half, title: 'taking half' })).toBe(first);
    expect(key(half, { share: 3, other: 1 })).toBe(first);
    expect(key(half, { share: 3 }, { base: 'a', readings: { ...reads, seeds: [5] } })).toBe(first);
    const others = [
      key({ ...half, criteria: { of: 3 } }),
      key({ ...half, criteria: { of: 2, most: 9 } }),
      key({ ...half, bounds: [{ most: 8 }] }),
      key({ ...half, inputs: [] }),
      key({ ...half, reads: [] }),
      key(half, { share: 4 }),
      key(half, { share: 3 }, { base: 'b', readings: reads }),
      key(half, { share: 3 }, { base: 'a', readings: { ...reads, untrained: [2] } }),
    ];
    expect(new Set([first, ...others]).size).toBe(1 + others.length);
  });
});

describe('gathering findings', () => {
  const bench = inventedBench();
  const readings = inventedNetwork(bench, { reads: knower });
  /** @returns what was found, and which findings were computed for it. */
  async function gathered(list: readonly Finding[]) {
    const computed: string[] = [];
    const watched = list.map(
      (own): Finding => ({
        ...own,
        compute(task) {
          computed.push(own.name);
          return own.compute(task);
        },
      }),
    );
    const found = await gather(watched, { bench, readings, grounds, cache: findingCache(run) });
    return { found, computed };
  }

  it('computes again what has another criterion and what follows from it, and takes the rest from where it was kept', async () => {
    const list = findings.slice(0, 4);
    const names = list.map(({ name }) => name);
    expect(names).toEqual(['choice', 'chance', 'effect', 'heldOut']);
    const first = await gathered(list);
    expect(first.computed).toEqual(names);
    expect(first.found.heldOut?.[0]?.status).toBe('passed');
    const again = await gathered(list);
    expect(again.computed).toEqual([]);
    expect(again.found).toEqual(first.found);
    const stricter = list.map(
      (own): Finding => (own.name === 'heldOut' ? { ...own, criteria: { ...own.criteria, adjustedP: 0.01 } } : own),
    );
    expect((await gathered(stricter)).computed).toEqual(['heldOut']);
    expect((await gathered(stricter)).computed).toEqual([]);
    expect((await gathered([share, half])).found).toEqual({ share: 3, half: 1.5 });
    const fewer: Finding = { ...share, criteria: { least: 0.4 }, compute: async () => 5 };
    expect(await gathered([fewer, half])).toEqual({ found: { share: 5, half: 2.5 }, computed: ['share', 'half'] });
  });
});
