import { expect, it } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';

const architecture = { cell: 'lstm', layers: 1, units: 64, embedding: 32, vocabulary: 500 } as const;
const drawn = (name: string, by: Parameters<typeof initialWeights>[1] = 'glorot') =>
  initialWeights(architecture, by, 1)[name]?.data ?? new Float32Array();
const spread = (data: Float32Array) => Math.sqrt(data.reduce((sum, v) => sum + v * v, 0) / data.length);

it.each([
  ['rnn.weight_ih_l0', Math.sqrt(6 / (32 + 64))],
  ['decoder.weight', Math.sqrt(6 / 564)],
  ['embedding.weight', 0.1],
])('first weights are uniform within sqrt(6 / (in + out)) for glorot, gate by gate: %s', (name, limit) => {
  const data = drawn(name);
  expect(Math.max(...data.map(Math.abs))).toBeLessThanOrEqual(limit);
  expect(spread(data) / (limit / Math.sqrt(3))).toBeCloseTo(1, 1);
  // Drawn thousands at once as one by one, each parameter with a stream of its own: "init" and its number.
  const { uniform } = random(1, 0x696e6974, Object.keys(initialWeights(architecture, 'glorot', 1)).indexOf(name));
  expect(data).toEqual(Float32Array.from(data, () => (2 * uniform() - 1) * limit));
});

it('first weights are normal with sqrt(2 / in) for he and with the given deviation for normal', () => {
  expect(spread(drawn('rnn.weight_hh_l0', 'he')) / Math.sqrt(2 / 64)).toBeCloseTo(1, 1);
  expect(spread(drawn('embedding.weight', { normal: 0.01 }))).toBeCloseTo(0.01, 3);
});

it('first biases are zero, but 1 for the forget gate', () => {
  const gates = [0, 1, 0, 0].map((bias) => new Float32Array(64).fill(bias));
  expect([...drawn('rnn.bias_ih_l0')]).toEqual(gates.flatMap((gate) => [...gate]));
});
