/** The profiles of many neurons are the same in threads as here, and a stop ends them. */
import { expect, it } from 'vitest';
import { type ProfiledText, profileOf } from '../../../../runner/analysis/atlas/profile.ts';
import { random } from '../../../../runner/core/random.ts';
import { profilesOf } from '../../../../runner/experiment/atlas/profiles.ts';

const { normal, below } = random(9);
const [neurons, tokens] = [48, 12_000];
const text: ProfiledText = {
  range: [-1, 1],
  seed: 3,
  side: 8,
  segments: [[0, tokens]],
  ids: Int32Array.from({ length: tokens }, () => below(5)),
  activations: Array.from({ length: neurons }, () => Float32Array.from({ length: tokens }, () => Math.tanh(normal()))),
  scored: {
    positions: Int32Array.from({ length: tokens }, (_, t) => t),
    length: 20,
    documents: Int32Array.from({ length: tokens }, (_, t) => Math.floor(t / 600)),
  },
};
const numbers = Uint16Array.of(4, 3, 2, 1, 0);
const expected = Array.from({ length: neurons }, (_, neuron) => profileOf(text, numbers, neuron));

it.each([
  ['here', false],
  ['in threads', true],
])('%s every neuron has its own profile, and is told of once', async (_, areMany) => {
  const told: number[] = [];
  expect(await profilesOf(text, numbers, async (done) => void told.push(done), areMany)).toEqual(expected);
  expect(told).toEqual(expected.map((_, neuron) => neuron + 1));
  const stop = async (done: number) => {
    if (done === 3) throw new Error('stopped');
  };
  await expect(profilesOf(text, numbers, stop, areMany)).rejects.toThrow('stopped');
});
