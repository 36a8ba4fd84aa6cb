import { expect, it } from 'vitest';
import { followerOf, neuronSums } from '../../../../runner/analysis/stats/follower.ts';
import { at, item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';

const [documents, tokens] = [12, 50];
const { uniform, normal } = random(3);
const filled = <T>(of: (t: number) => T): T[] => Array.from({ length: documents * tokens }, (_, t) => of(t));
const among = (levels: number, share: number) => () => (uniform() < share ? Math.floor(levels * uniform()) : 0);

/** One level less the mean of its document among tokens of one level of the other; said of tokens of which both say something. */
function left(of: Int8Array, cells: Int8Array): number[] {
  const isSaid = (t: number) => at(of, t) >= 0 && at(cells, t) >= 0;
  const alike = (t: number) => (_: number, u: number) =>
    isSaid(u) && Math.floor(u / tokens) === Math.floor(t / tokens) && cells[u] === cells[t];
  const rest = Array.from(of, (level, t) => {
    const beside = isSaid(t) ? [...of].filter(alike(t)) : [level];
    return level - beside.reduce((sum, each) => sum + each, 0) / beside.length;
  });
  const size = Math.hypot(...rest);
  return rest.map((each) => each / (size || 1));
}

it.each([
  ['two masks', among(2, 0.2), among(2, 0.6)],
  ['numbers beside a rare mask', among(5, 0.9), among(2, 0.1)],
  ['where one of them says nothing', () => Math.floor(3 * uniform()) - 1, among(5, 0.5)],
] as const)('finds the neuron that goes with the rival rather than with the label: %s', (_, ofRival, ofLabel) => {
  for (let round = 0; round < 5; round++) {
    const [rival, label] = [Int8Array.from(filled(ofRival)), Int8Array.from(filled(ofLabel))];
    const neurons = Array.from({ length: 9 }, (_, neuron) => {
      const [a, b] = [normal(), normal()];
      const still = neuron === 4;
      return Float32Array.from(rival, (level, t) => (still ? 1 : a * level + b * at(label, t) + 2 * normal()));
    });
    const [toRival, toLabel] = [left(rival, label), left(label, rival)];
    const told = neurons.map((values) => {
      const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
      const along = (direction: number[]) =>
        values.reduce((sum, each, t) => sum + (each - mean) * item(direction, t), 0);
      const spread = Math.hypot(...values.map((each) => each - mean));
      const [follows, tells] = [along(toRival), along(toLabel)];
      return { sign: follows < 0 ? -1 : 1, by: spread === 0 ? 0 : (Math.abs(follows) - Math.abs(tells)) / spread };
    });
    const best = told.reduce((most, { by }, neuron) => (by > item(told, most).by ? neuron : most), 0);
    const found = followerOf(neuronSums(neurons, tokens), { rival, label });
    expect(found).toEqual({ neuron: best, sign: item(told, best).sign });
  }
});
