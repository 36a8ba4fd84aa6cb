import { describe, expect, it } from 'vitest';
import { sweepSchema } from '../../../runner/sweep/sweep-schema.ts';
import { combinations, listed, trialsOf } from '../../../runner/sweep/trials.ts';

const settings = (given: object) => sweepSchema.parse({ title: 't', base: 'b.yaml', ...given });
const values = (given: object, key: string) =>
  trialsOf(settings(given)).map(({ settings: own }) => own.find(([name]) => name === key)?.[1]);

describe('a grid', () => {
  it('holds every combination once, the last key moving first, and names a trial by what differs', () => {
    const trials = trialsOf(settings({ parameters: { 'model.units': [4, 8], evidence: 'none', seed: [0, 1, 2] } }));
    expect(trials.map(({ id }) => id)).toEqual(
      [4, 8].flatMap((units) => [0, 1, 2].map((seed) => `units-${units}+seed-${seed}`)),
    );
    expect(trials[0]?.settings).toEqual(Object.entries({ 'model.units': 4, evidence: 'none', seed: 0 }));
  });

  it('steps through a range to its end, and through whole numbers', () => {
    const ranges = { a: { from: 8, to: 24, step: 4 }, b: { from: 0.1, to: 0.3, step: 0.1 } };
    const { parameters } = settings({ parameters: { ...ranges, c: { from: 2, to: 5, integer: true } } });
    const steps = Object.values(parameters).map((range) => listed(range)?.join(' '));
    expect(steps).toEqual(['8 12 16 20 24', '0.1 0.2 0.3', '2 3 4 5']);
  });

  it('writes a key out whose last word another key has, too', () => {
    const [first] = trialsOf(settings({ parameters: { 'model.layers': [1, 2], 'other.layers': [3, 4] } }));
    expect(first?.id).toBe('model.layers-1+other.layers-3');
  });
});

describe('a random search', () => {
  const random = (trials: number, parameters: object, seed = 0) => ({ search: 'random', trials, seed, parameters });
  const range = { from: 1e-4, to: 1e-2, scale: 'log' };

  it('has as many trials as asked, each setting with every seed, and begins the same however many there are', () => {
    const of = (count: number) =>
      trialsOf(settings(random(count, { rate: range, seed: [0, 1, 2] }))).map(({ id }) => id);
    expect(of(40)).toHaveLength(40);
    expect(new Set(of(40)).size).toBe(40);
    expect(of(60).slice(0, 40)).toEqual(of(40));
    expect(of(3).map((id) => id.replace(/seed.*/, ''))).toEqual(Array(3).fill(of(1)[0]?.replace(/seed.*/, '')));
  });

  it('draws within lists and steps, the same for a seed, and other settings from another', () => {
    const asked = random(40, { units: [32, 64], window: { from: 8, to: 40, step: 4 }, rate: range }, 3);
    expect(trialsOf(settings(asked))).toEqual(trialsOf(settings(asked)));
    expect(new Set(values(asked, 'units'))).toEqual(new Set([32, 64]));
    for (const window of values(asked, 'window'))
      expect(listed({ from: 8, to: 40, step: 4, scale: 'linear', integer: false })).toContain(window);
    expect(values(random(5, { rate: range }, 1), 'rate')).not.toEqual(values(random(5, { rate: range }, 0), 'rate'));
  });

  it('draws as many numbers from each power of ten on a log scale, and as many from each tenth on a linear one', () => {
    const drawn = (given: object) => values(random(4000, { rate: given }), 'rate').map(Number);
    const below = (all: number[], limit: number) => all.filter((value) => value < limit).length / all.length;
    const logarithmic = drawn(range);
    expect(Math.min(...logarithmic)).toBeGreaterThanOrEqual(1e-4);
    expect(Math.max(...logarithmic)).toBeLessThanOrEqual(1e-2);
    // Rounded to three digits few values are left where a digit is coarse: they are drawn without repetition.
    expect(below(logarithmic, 1e-3)).toBeCloseTo(0.5, 1);
    expect(below(drawn({ from: 1, to: 11 }), 2)).toBeCloseTo(0.1, 1);
  });

  it('draws whole numbers on a log scale, ends included', () => {
    const drawn = values(random(12, { units: { from: 1, to: 12, scale: 'log', integer: true } }), 'units').map(Number);
    expect(drawn.every(Number.isInteger)).toBe(true);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(12);
  });

  it('takes every combination of lists exactly once when as many are asked', () => {
    const parameters = { a: [1, 2, 3], b: ['x', 'y'], seed: [0, 1] };
    const trials = trialsOf(settings(random(12, parameters)));
    expect(new Set(trials.map(({ id }) => id)).size).toBe(12);
    expect(combinations(settings({ parameters }).parameters)).toBe(12);
  });
});
