import { describe, expect, it } from 'vitest';
import { runChunk } from '../../calibration/calibrate.ts';
import { mutantStudies } from '../../calibration/studies/mutants.ts';
import type { Study } from '../../calibration/study.ts';
import { here, material, most, seed, times } from './rates.ts';

/** Those that tell soonest, in so many experiments; tests/long/calibration.test.ts has all, and more experiments. */
const soon: Readonly<Record<string, keyof typeof most>> = {
  'i.i.d. permutation': 10,
  'segments for documents': 24,
  'sources mixed': 60,
};

describe('a calibration of few experiments', () => {
  it.each(Object.entries(soon))('tells the mutant: %s', async (name, experiments) => {
    const studies = mutantStudies.filter((study) => study.name === name);
    expect(times(await here(studies, experiments), 'mutants', name, 'false findings')).toBeGreaterThan(
      most[experiments],
    );
  });
});

describe('the figures of a calibration', () => {
  /** Happens as often as the random numbers say, and remembers them. */
  const drawing = (drawn: number[]): Study => ({
    kind: 'nulls',
    name: 'drawing',
    about: 'A random number below a half.',
    wanted: { half: [0.4, 0.6] },
    most: 50,
    async experiment(random) {
      const value = random.uniform();
      drawn.push(value);
      return { half: value < 0.5 };
    },
  });

  it('do not depend on who did the work', async () => {
    const [alone, shared]: [number[], number[]] = [[], []];
    expect(await here([drawing(alone)], 50, 1)).toEqual(await here([drawing(shared)], 50, 3));
    expect(shared.toSorted()).toEqual(alone.toSorted());
  });

  it('come from different random numbers in each experiment and for each seed', async () => {
    const drawn: number[] = [];
    const studies = [drawing(drawn)];
    await here(studies, 50);
    await runChunk({ seed: seed + 1, studies, material }, { study: 0, from: 0, to: 50 });
    expect(new Set(drawn).size).toBe(100);
  });

  it('come from no more experiments than a study allows', async () => {
    const { nulls } = await here([drawing([])], 1000);
    expect(nulls.drawing?.half?.experiments).toBe(50);
  });

  it('are refused where nothing could be measured', async () => {
    const silent: Study = { ...drawing([]), experiment: async () => ({ half: null }) };
    await expect(here([silent], 20)).rejects.toThrow('nothing was measured');
  });
});
