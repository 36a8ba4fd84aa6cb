import { describe, expect, it } from 'vitest';
import { benchOf, effectsOn } from '../../../../runner/analysis/findings/bench.ts';
import { familyTest } from '../../../../runner/analysis/findings/choice.ts';
import { threadedSweep } from '../../../../runner/experiment/evidence/neuron-threads.ts';
import { following, inventText, noise } from '../../analysis/findings/invented-text.ts';
import { benchOfText } from '../../analysis/findings/text-bench.ts';

const { text, inside, random: source } = inventText(3);
const marks = Uint8Array.from(text.types, (type) => Number(type === 2));
/** More neurons than one thread takes at a time, and no multiple of them. */
const activations = [...Array.from({ length: 19 }, () => noise(source, inside.length)), following(inside, 0.4, source)];
const bench = benchOfText(text, activations, [inside, marks]);

const go = (): void => {};
/** However little there is to do. */
const all = { additions: 0, ranked: 0 };

describe('the effects on several threads', () => {
  it('are the same numbers whatever their number, job after job', async () => {
    const here = await effectsOn(bench, 'discovery');
    for (const threads of [2, 3, 2]) {
      const there = benchOf(bench.input, threadedSweep(go, threads, all));
      expect(await effectsOn(there, 'discovery')).toEqual(here);
    }
  });

  it('go on after a job that failed', async () => {
    const broken = [...activations, new Float32Array(inside.length).fill(Number.NaN)];
    const { input } = benchOfText(text, broken, [inside]);
    const there = benchOf(input, threadedSweep(go, 2, all));
    await expect(effectsOn(there, 'discovery')).rejects.toThrow('activation 0 is not a number');
    const next = benchOf(bench.input, threadedSweep(go, 2, all));
    expect(await effectsOn(next, 'confirmation')).toEqual(await effectsOn(bench, 'confirmation'));
  });

  it('end where they are told to', async () => {
    const stop = (): void => {
      throw new Error('stopped by hand');
    };
    const stopped = benchOf(bench.input, threadedSweep(stop, 2, all));
    await expect(effectsOn(stopped, 'discovery')).rejects.toThrow('stopped by hand');
  });
});

describe('the sweep on several threads', () => {
  it('gives the same numbers whatever their number', async () => {
    const here = await familyTest(bench);
    for (const threads of [2, 3]) {
      const there = await familyTest(benchOf(bench.input, threadedSweep(go, threads, all)));
      expect(there.z).toEqual(here.z);
      expect(there.threshold).toBe(here.threshold);
      expect(there.z.flatMap((row) => [...row].map(there.falseDiscovery))).toEqual(
        here.z.flatMap((row) => [...row].map(here.falseDiscovery)),
      );
    }
  });

  it('tells how far it is, up to the end', async () => {
    const shares: number[] = [];
    await familyTest(benchOf(bench.input, threadedSweep(go, 2, all)), (share) => shares.push(share));
    expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
    expect(shares.at(-1)).toBe(1);
    expect(shares.length).toBe(3);
  });

  it('passes on what stops it', async () => {
    const stop = (): void => {
      throw new Error('stopped by hand');
    };
    await expect(familyTest(benchOf(bench.input, threadedSweep(go, 2, all)), stop)).rejects.toThrow('stopped by hand');
  });

  it('passes on what is wrong with an activation', async () => {
    const broken = [...activations, new Float32Array(inside.length).fill(Number.NaN)];
    const { input } = benchOfText(text, broken, [inside]);
    await expect(familyTest(benchOf(input, threadedSweep(go, 2, all)))).rejects.toThrow('activation 0 is not a number');
  });
});
