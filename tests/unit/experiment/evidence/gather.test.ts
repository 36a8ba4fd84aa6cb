import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Finding, finding } from '../../../../runner/analysis/findings/finding.ts';
import { findings } from '../../../../runner/analysis/findings/findings.ts';
import { findingKey, type Grounds, gather } from '../../../../runner/experiment/evidence/evidence.ts';
import { inventedBench, inventedNetwork, knower } from '../../analysis/findings/rungs/invented.ts';

let run: string;
beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), 'gather-'));
});
afterEach(() => rm(run, { recursive: true, force: true }));

const reads = { untrained: [1] };
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

describe('the key of what was found', () => {
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
    const found = await gather(watched, { bench, readings, grounds, folder: run });
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
