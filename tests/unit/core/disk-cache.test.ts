import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { keep, kept, keyOf, memo } from '../../../runner/core/disk-cache.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const place = <T>(schema: z.ZodType<T>, key = 'a') => ({ path: join(folder, 'in', 'value.json'), key, schema });
const tables = z.array(
  z.object({ name: z.string(), z: z.array(z.instanceof(Float64Array)), ids: z.instanceof(Int32Array), most: z.any() }),
);
const row = (...values: number[]) => Float64Array.from(values);
const [z0, ids] = [[row(0.1 + 0.2, Number.NaN), row(-0)], Int32Array.of(2, 70_000)];
const value = [
  { name: 'é\n😀', z: z0, ids, most: Number.POSITIVE_INFINITY },
  { name: '', z: [], ids: new Int32Array(), most: [null, -1e-7] },
];

describe('what is kept', () => {
  it('is read back to the bit under its key, and under no other', async () => {
    expect(await kept(place(tables))).toBeUndefined();
    await keep(place(tables), value);
    expect(await kept(place(tables))).toEqual(value);
    expect(await kept(place(tables, 'b'))).toBeUndefined();
    await keep(place(tables, 'b'), value.slice(1));
    expect(await kept(place(tables, 'b'))).toEqual(value.slice(1));
    expect(await kept(place(tables))).toBeUndefined();
    expect(await readdir(join(folder, 'in'))).toEqual(['value.json']);
    await keep(place(tables), []);
    expect(await kept(place(tables))).toEqual([]);
  });

  it('counts as none when a bit of any byte of its file was flipped', async () => {
    const own = place(tables);
    await keep(own, value);
    const whole = await readFile(own.path);
    for (let bit = 0; bit < 8 * whole.length; bit += 3) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await writeFile(own.path, flipped);
      expect(await kept(own), `bit ${bit}`).toBeUndefined();
    }
  });

  it('counts as none when its file was cut off, or holds what has another shape', async () => {
    const own = place(tables);
    await keep(own, value);
    const whole = await readFile(own.path);
    for (const length of [0, 4, 60, whole.length - 1]) {
      await writeFile(own.path, whole.subarray(0, length));
      expect(await kept(own)).toBeUndefined();
    }
    await keep(place(z.string()), 'many');
    expect(await kept(place(z.number()))).toBeUndefined();
  });
});

it('is computed where nothing is kept, and given as it is read back', async () => {
  const ordered = place(z.object({ first: z.number(), second: z.number() }));
  const computed: object[] = [];
  const compute = async () => {
    const made = { second: 2, first: 1, more: 3 };
    computed.push(made);
    return made;
  };
  const first = await memo(ordered, compute);
  expect(JSON.stringify(first)).toBe('{"first":1,"second":2}');
  expect(await memo(ordered, compute)).toEqual(first);
  expect(computed).toHaveLength(1);
  await memo({ ...ordered, key: 'b' }, compute);
  expect(computed).toHaveLength(2);
});

it('has another key for other settings, other numbers and other order', () => {
  const [one, other] = [Float32Array.of(1, 2), Float32Array.of(1, 3)];
  const given = [
    ['a', 1],
    ['a', 2],
    [1, 'a'],
    [one],
    [other],
    [Uint8Array.of(1, 2)],
    [{ in: [one] }],
    [{ in: [other] }],
  ];
  expect(new Set(given.map((each) => keyOf(...each))).size).toBe(given.length);
  expect(keyOf(one.subarray(1))).toBe(keyOf(Float32Array.of(2)));
});
