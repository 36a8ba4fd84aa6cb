import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Experiment } from '../../../../../site/words/experiment.ts';
import { begin, neurons } from '../../../../../site/words/write-up/begin.ts';
import {
  claimOf,
  featureOf,
  neuronOf,
  sidecarOf,
  spectraOf,
  stretchOf,
  within,
} from '../../../../../site/words/write-up/chosen.ts';
import { factsOf } from '../../../../../site/words/write-up/facts.ts';
import { buildResult } from '../../../../fixtures/results/build-result.ts';
import { cases } from '../../../../fixtures/results/cases.ts';

const built = cases.find(({ id }) => id === 'gru-2-layers');
if (!built) throw new Error('the case is gone');
const { result } = buildResult(built);
const place = { file: 'a.mdx:4', tag: '<Heatmap>' };
const feature = (name: string) => featureOf(place, result, name).feature;

test('a feature is asked for by name, and must be where there are several', () => {
  expect(featureOf(place, result, 'commas').number).toBe(2);
  expect(() => featureOf(place, result)).toThrow('one must be named');
  expect(() => featureOf(place, result, 'dots')).toThrow('no feature "dots"; it has "sentence end", "commas"');
});

test('a neuron is that of its number, else the one that leads the page: of the leading claim, or the first chosen', () => {
  const [best] = feature('commas').windows.flatMap((each) => each.neurons.filter(({ rank }) => rank === 1));
  expect(neuronOf(place, result, feature('commas'))).toBe(45);
  expect(neuronOf(place, { ...result, evidence: null }, feature('commas'))).toBe(best?.neuron);
  expect(neuronOf(place, result, undefined, 671)).toBe(671);
  expect(() => neuronOf(place, result, undefined, 672)).toThrow('neurons 0 to 671');
});

test('what was not tested, not drawn or not published is told with what was', () => {
  expect(claimOf(place, result, feature('commas'), 143).neuron).toBe(143);
  expect(() => claimOf(place, result, feature('commas'), 9)).toThrow('those tested are 45, 143, 47, 145');
  expect(() => spectraOf(place, result, [9])).toThrow('there is no spectrum of neuron 9; the result has those of');
  expect(() => sidecarOf(place, result.texts.observed, 'cell', 2)).toThrow('"cell" of layer 2 was not published');
});

test('a stretch keeps the marks that lie in it', () => {
  const text = { tokens: [...'abcdef'], unknown: [1, 3], resets: [0, 4], promptLength: 3 };
  expect(stretchOf(place, 'sampled', text, [2, 4])).toEqual({
    tokens: ['c', 'd', 'e'],
    unknown: [1],
    resets: [2],
    promptLength: 1,
  });
  const atEnd = { ...text, promptLength: 3, promptStart: 3 };
  expect(stretchOf(place, 'sampled', atEnd, [2, 4])).toMatchObject({ promptLength: 2, promptStart: 1 });
  expect(stretchOf(place, 'sampled', atEnd, [0, 1])).toMatchObject({ promptLength: 0 });
  expect(() => stretchOf(place, 'sampled', text, [2, 6])).toThrow('no tokens 2 to 6; it has 0 to 5');
  expect(within([1, 5, 9], 5, 8)).toEqual([0]);
});

test('properties are checked, and the line is told', () => {
  const locals = { writeUp: { file: 'a.mdx', experiment: { result } as Experiment, facts: factsOf(result) } };
  expect(begin(locals, 'Spectrum', { at: '7', neuron: 4 }, { neuron: neurons })).toMatchObject({
    place: { file: 'a.mdx:7', tag: '<Spectrum neuron={4}>' },
    props: { neuron: [4] },
  });
  expect(() => begin(locals, 'Spectrum', { at: '7', neuron: '4' }, { neuron: neurons })).toThrow(
    'a.mdx:7: <Spectrum neuron="4">: neuron: a neuron, neuron={4}, or several',
  );
  const neuron = { source: 'chosen()[0]', of: () => 4 };
  expect(begin(locals, 'Spectrum', { neuron }, { neuron: neurons }).props).toEqual({ neuron: [4] });
  expect(() => begin(locals, 'Spectrum', { neuron: { ...neuron, of: () => null } }, { neuron: neurons })).toThrow(
    'a.mdx: <Spectrum neuron={chosen()[0]}>: neuron: a neuron, neuron={4}, or several',
  );
  expect(() => begin(locals, 'Value', { digts: 1 }, { digits: z.int().optional() })).toThrow('"digts"');
});
