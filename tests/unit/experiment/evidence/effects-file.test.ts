import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEffects, writeEffects } from '../../../../runner/experiment/evidence/effects-file.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'effects-file-'));
  path = join(folder, 'untrained', 'hidden.1.safetensors');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const row = (...values: number[]) => Float64Array.from(values);
/** Two networks, three features, two neurons; no two numbers are alike. */
const networks = [0, 1].map((network) => ({
  discovery: [0, 1, 2].map((feature) => row(network + feature / 10, 0.1 + 0.2 + network + feature)),
  confirmation: [0, 1, 2].map((feature) => row(-network - feature / 10, feature === 1 ? Number.NaN : 1 / 3)),
  standing: null,
  probes: [],
}));
/** With what their neurons are counted by, and a probe of the first. */
const looked = networks.map((network, index) => ({
  ...network,
  standing: {
    z: network.discovery.map((each) => each.map((value) => 10 * value)),
    threshold: index === 0 ? 4.25 : Number.POSITIVE_INFINITY,
    labels: [0.1 + index, null, 0.3],
  },
  probes: index === 0 ? [0.93, null] : [],
}));

describe('the effects of networks in a file', () => {
  it('are read back to the bit under their key, and under no other', async () => {
    expect(await readEffects(path, 'a')).toBeNull();
    await writeEffects(path, 'a', networks);
    expect(await readEffects(path, 'a')).toEqual(networks);
    expect(await readEffects(path, 'b')).toBeNull();
    await writeEffects(path, 'b', networks.slice(1));
    expect(await readEffects(path, 'b')).toEqual(networks.slice(1));
    expect(await readEffects(path, 'a')).toBeNull();
  });

  it('come back with what their neurons are counted by, and with the probe of the first', async () => {
    await writeEffects(path, 'a', looked);
    expect(await readEffects(path, 'a')).toEqual(looked);
  });

  it('come back with what the best neuron of the first does at the values of numbers', async () => {
    const drawn = networks.map((network, index) => ({
      ...network,
      ...(index === 0 && { curves: [null, [0.5, -0.25, 0.125], [1, 2]] }),
    }));
    await writeEffects(path, 'a', drawn);
    expect(await readEffects(path, 'a')).toEqual(drawn);
  });

  it('may be counted by the first of them alone', async () => {
    const first = looked.map((network, index) => (index === 0 ? network : { ...network, standing: null }));
    await writeEffects(path, 'a', first);
    expect(await readEffects(path, 'a')).toEqual(first);
  });

  it('count as none when the file was cut off', async () => {
    await writeEffects(path, 'a', networks);
    const whole = await readFile(path);
    for (const length of [0, 4, 60, whole.length - 1]) {
      await writeFile(path, whole.subarray(0, length));
      expect(await readEffects(path, 'a')).toBeNull();
    }
  });

  it('may be those of no network', async () => {
    await writeEffects(path, 'a', []);
    expect(await readEffects(path, 'a')).toEqual([]);
  });
});
