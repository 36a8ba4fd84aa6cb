import { expect, it } from 'vitest';
import { aroundOnsets } from '../../../../runner/analysis/atlas/effects.ts';
import { planeOf } from '../../../../runner/analysis/atlas/nearest.ts';
import { aside } from '../../../../runner/experiment/atlas/aside.ts';
import { benchOfText, inventText } from '../../analysis/findings/invented.ts';

const { text, inside, random } = inventText(3, 60);
const activations = [0, 1].map((share) => Float32Array.from(inside, (now) => share * now + random.normal()));
const bench = benchOfText(text, activations, [inside]);
const best = Uint16Array.of(0, 0);
const lags = [-1, 0, 2];
const correlations = Float32Array.from({ length: 30 * 30 }, () => random.uniform());

it.each([true, false])('what is done aside is what is done here, in a thread: %s', async (isThread) => {
  const { input, features } = bench;
  const scored = features.map((each) => ({ scored: each.scored }));
  const onsets = await aside(isThread, 'onsets', { input, features: scored }, best, lags);
  const expected = aroundOnsets(bench, best, lags);
  expect(onsets).toEqual(expected);
  expect(expected.lagEffect.some((effect) => effect > 0.6)).toBe(true);
  expect(await aside(isThread, 'plane', correlations, 30, 5)).toEqual(planeOf(correlations, 30, 5));
});
