import { describe, expect, it } from 'vitest';
import { benchOf, effectsOn } from '../../../../runner/analysis/findings/bench.ts';
import { familyTest } from '../../../../runner/analysis/findings/choice.ts';
import { threadedSweep } from '../../../../runner/experiment/evidence/neuron-threads.ts';
import { benchOfText, following, inventText, noise } from '../../analysis/findings/invented.ts';

const { text, inside, random: source } = inventText(3);
const marks = Uint8Array.from(text.types, (type) => Number(type === 2));
/** More neurons than one thread takes at a time, and no multiple of them. */
const activations = [...Array.from({ length: 19 }, () => noise(source, inside.length)), following(inside, 0.4, source)];
const bench = benchOfText(text, activations, [inside, marks]);
const broken = benchOfText(text, [...activations, new Float32Array(inside.length).fill(Number.NaN)], [inside]);

const stop = (): void => {
  throw new Error('stopped by hand');
};
/** The bench with its neurons measured by several threads, however little there is to do. */
const inThreads = (threads: number, of = bench, pause = (): void => {}) =>
  benchOf(of.input, threadedSweep(pause, threads, { additions: 0, ranked: 0 }));

describe('on one thread or several', () => {
  it('effects are the same numbers whatever their number, job after job', async () => {
    const here = await effectsOn(bench, 'discovery');
    for (const threads of [1, 2, 3, 2]) expect(await effectsOn(inThreads(threads), 'discovery')).toEqual(here);
  });

  it('tests are the same numbers whatever their number', async () => {
    const told = async (of: typeof bench) => {
      const { z, threshold, falseDiscovery } = await familyTest(of);
      return { z, threshold, rates: z.flatMap((row) => [...row].map(falseDiscovery)) };
    };
    const here = await told(bench);
    for (const threads of [1, 2, 3]) expect(await told(inThreads(threads))).toEqual(here);
  });

  it('what is wrong with an activation is passed on, and the next job goes on', async () => {
    await expect(familyTest(inThreads(2, broken))).rejects.toThrow('activation 0 is not a number');
    await expect(effectsOn(inThreads(2, broken), 'discovery')).rejects.toThrow('activation 0 is not a number');
    expect(await effectsOn(inThreads(2), 'confirmation')).toEqual(await effectsOn(bench, 'confirmation'));
  });

  it('a sweep ends where it is told to', async () => {
    await expect(effectsOn(inThreads(2, bench, stop), 'discovery')).rejects.toThrow('stopped by hand');
    await expect(familyTest(inThreads(2), stop)).rejects.toThrow('stopped by hand');
  });

  it('a sweep tells how far it is, up to the end', async () => {
    const shares: number[] = [];
    await familyTest(inThreads(2), (share) => shares.push(share));
    expect(shares).toEqual([...shares.toSorted((a, b) => a - b).slice(0, 2), 1]);
  });
});
