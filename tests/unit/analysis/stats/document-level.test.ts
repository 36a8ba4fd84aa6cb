import { expect, it } from 'vitest';
import { correlation } from '../../../../runner/analysis/stats/correlation.ts';
import { documentLevels } from '../../../../runner/analysis/stats/document-level.ts';
import { mean } from '../../../../runner/analysis/stats/summary.ts';
import { item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';

const [count, length] = [40, 30];
const { normal, below } = random(11);
/** Two passages of each document, not beside each other. */
const documents = Int32Array.from({ length: 2 * count * length }, (_, t) => Math.floor(t / length) % count);
const types = Int32Array.from(documents, () => below(6));
const levels = Array.from({ length: count }, () => normal());
// One follows the document, one the token alone, one nothing.
const follower = Float32Array.from(documents, (document) => (levels[document] ?? 0) + 0.5 * normal());
const neurons = [follower, Float32Array.from(types), Float32Array.from(documents, () => normal())];

it('the correlation of two passages is that of their means, each token less the mean of its type', () => {
  const found = documentLevels(neurons.length, (neuron) => item(neurons, neuron), { types, documents, length });
  const [follows = 0, , nothing = 1] = found?.correlation ?? [];
  const expected = neurons.map((values) => {
    const typeMeans = [0, 1, 2, 3, 4, 5].map((type) => mean(values.filter((_, t) => types[t] === type)));
    const rest = values.map((value, t) => value - (typeMeans[types[t] ?? 0] ?? 0));
    const passages = (first: number) =>
      levels.map((_, own) => mean(rest.subarray((first + own) * length, (first + own + 1) * length)));
    return correlation(passages(0), passages(count));
  });
  expect([follows, nothing]).toEqual([expect.closeTo(expected[0] ?? 0, 4), expect.closeTo(expected[2] ?? 0, 4)]);
  // SciPy: t(1 - .05/3; 38) = 2.2082546; r = t / sqrt(38 + t^2).
  const limit = 2.2082546 / Math.sqrt(38 + 2.2082546 ** 2);
  expect(found).toMatchObject({ documents: count, limit: expect.closeTo(limit, 6) });
  expect([follows > limit, nothing > limit]).toEqual([true, false]);
});

it('of few documents with two passages nothing is told', () => {
  const few = 23 * length;
  const half = documents.slice(0, few);
  const own = neurons.map((values) => values.slice(0, few));
  expect(
    documentLevels(own.length, (neuron) => item(own, neuron), { types: types.slice(0, few), documents: half, length }),
  ).toBe(null);
});
