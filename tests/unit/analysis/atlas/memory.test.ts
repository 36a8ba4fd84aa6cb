import { expect, it } from 'vitest';
import { type AtlasMemory, memoryArrays, memoryIndex } from '../../../../runner/analysis/atlas/memory.ts';

const neuron = (halfLife: number) => ({ halfLife, interval: [halfLife / 2, 2 * halfLife] as const, left: [0.5, 0.25] });
const memory: AtlasMemory = {
  joins: 64,
  acrossDocuments: true,
  tokens: 128,
  distances: [8, 32],
  neurons: [neuron(2), neuron(Number.POSITIVE_INFINITY)],
  untrained: ['1 3', '7 1', '2 NaN'].map((lives) => lives.split(' ').map(Number)),
  context: Object.entries({ 1: [5, 7], 128: [2, 3] }).map(([tokens, losses]) => ({ tokens: Number(tokens), losses })),
};
const untrainedOf = (...untrained: number[][]) => memoryIndex({ ...memory, untrained }).untrained;

it('the limit of untrained networks is the prediction interval of their longest, on the scale of ln(1 + tokens)', () => {
  // ln 4, ln 8, ln 3 have the mean 1.521449 and the spread .504190; t(.95; 2) = 2.919986 in any table.
  const limit = Math.exp(1.521449 + 2.919986 * 0.50419 * Math.sqrt(4 / 3)) - 1;
  const { untrained } = memoryIndex(memory);
  expect(untrained).toMatchObject({ longest: [3, 7, 2], middle: [3, 7, 2], limit: expect.closeTo(limit, 3) });
});

it('how far the longest is from the middle has a limit of its own, on the scale of logarithms', () => {
  // ln 2, ln 4, ln 2: mean .924196, spread .400188.
  const times = expect.closeTo(Math.exp(0.924196 + 2.919986 * 0.400188 * Math.sqrt(4 / 3)), 3);
  expect(untrainedOf([1, 2, 4], [3, 12, 2], [1, 1, 2])).toMatchObject({ middle: [2, 3, 1], times });
});

it('there is no limit where an untrained network remembers beyond what was read, or fewer than two were read', () => {
  const endless = untrainedOf([1, Number.POSITIVE_INFINITY], [2, 2]);
  expect(endless).toEqual({ longest: [null, 2], middle: [null, 2], limit: null, times: null });
  expect(untrainedOf([1, 2])).toBe(null);
  expect(memoryArrays({ ...memory, untrained: [[1, 2]] }).untrained).toHaveLength(0);
});

it('context is worth what the same passages lose without it', () => {
  const [little, all] = memoryIndex(memory).context;
  // 3 and 4 more: mean 3.5, standard error .5; t(.975; 1) = 12.7062.
  const [low, high] = [3.5 - 6.3531, 3.5 + 6.3531].map((end) => expect.closeTo(end, 3));
  expect(little).toEqual({ tokens: 1, loss: 6, rise: { mean: 3.5, low, high } });
  expect(all).toEqual({ tokens: 128, loss: 2.5, rise: { mean: 0, low: 0, high: 0 } });
});

it('arrays stand neuron by neuron', () => {
  expect(memoryArrays(memory)).toEqual({
    halfLife: Float32Array.of(2, Number.POSITIVE_INFINITY),
    interval: Float32Array.of(1, 4, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
    left: Float32Array.of(0.5, 0.25, 0.5, 0.25),
    untrained: Float32Array.of(1, 3, 7, 1, 2, Number.NaN),
  });
});
