/** What the article's figures count and say. */
import { expect, test } from 'vitest';
import type { AtlasMap } from '../../../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas } from '../../../../../runner/analysis/atlas/atlas-schema.ts';
import { across, cloudPath } from '../../../../../site/figures/clouds.ts';
import { beside, halves } from '../../../../../site/words/article/clouds.ts';
import { twinsOutcome } from '../../../../../site/words/article/story.ts';

test('mark and tone are told apart by what the four readings show', () => {
  const both = { first: { marked: -0.8, bare: -0.9 }, third: { marked: -0.2, bare: 0.7 } };
  expect(twinsOutcome(both, -1)).toMatch(/sentences, both\./);
  expect(twinsOutcome({ ...both, third: { marked: 0.7, bare: 0.7 } }, -1)).toMatch(/the tone, and/);
  expect(twinsOutcome({ ...both, first: { marked: -0.8, bare: 0.4 } }, -1)).toMatch(/the mark\.$/);
  expect(twinsOutcome({ first: { marked: 0.4, bare: 0.4 }, third: { marked: 0.7, bare: 0.7 } }, -1)).toMatch(/neither/);
});

test('dots stand where their distance says, and fall together once', () => {
  expect(across(0.5)).toBe(100);
  expect(across(-0.06)).toBe(0);
  expect(across(0)).toBeCloseTo((100 * 0.06) / 0.56);
  expect(cloudPath([0.5])).toBe('M250 0h0');
  expect(cloudPath([Number.NaN])).toBe('');
});

test('the best of the half that chose is ringed on both; what was chance falls back, or turns', () => {
  // [neurons][features]: three neurons, two features, of which the second is asked.
  const atlas = {
    atlas: { neurons: 3, networks: 2, features: [{ name: 'other' }, { name: 'speech' }] } as Atlas,
    map: {
      discovery: Float32Array.of(0.5, 0.25, 0.5, 0.625, 0.5, 0.5),
      confirmation: Float32Array.of(0.5, 0.75, 0.5, 0.625, 0.5, 0.375),
    } as AtlasMap,
    untrained: Float32Array.of(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.625, 0.5, 0.25, 0.5, 0.5),
  };
  const { chosen, again } = halves(atlas, 'speech');
  expect([chosen.neuron, chosen.ringed, [...Array.from(chosen.distances)]]).toEqual([0, 0.25, [0.25, 0.125, 0]]);
  expect([again.neuron, again.ringed]).toEqual([0, -0.25]);
  expect(() => halves(atlas, 'gone')).toThrow('the atlas has no feature "gone"');
  const rows = beside(atlas, 'speech', { neuron: 0, distance: 0.25 }, [0, 0.25]);
  expect(rows.map(({ name, ringed }) => `${name}: ${ringed}`)).toEqual([
    'trained: 0.25',
    'untrained 1: 0',
    'untrained 2: 0.25',
  ]);
  expect(Array.from(rows[2]?.distances ?? [])).toEqual([0.125, 0.25, 0]);
});
