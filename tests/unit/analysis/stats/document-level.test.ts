import { expect, it } from 'vitest';
import { documentLevels } from '../../../../runner/analysis/stats/document-level.ts';
import { random } from '../../../../runner/core/random.ts';

const [count, length] = [40, 30];
const { normal, below } = random(11);
/** Two passages of each document, not beside each other. */
const documents = Int32Array.from({ length: 2 * count * length }, (_, t) => Math.floor(t / length) % count);
const types = Int32Array.from(documents, () => below(6));
const levels = Array.from({ length: count }, () => normal());
const neurons = [
  // One follows the document, one the token alone, one nothing.
  Float32Array.from(documents, (document) => (levels[document] ?? 0) + 0.5 * normal()),
  Float32Array.from(types, (type) => type),
  Float32Array.from(documents, () => normal()),
];

it('the correlation of two passages is that of their means, each token less the mean of its type', () => {
  const found = documentLevels(neurons, { types, documents, length });
  expect(found?.documents).toBe(count);
  for (const [neuron, values] of neurons.entries()) {
    const meanOf = (of: (t: number) => boolean) => {
      const those = [...values.keys()].filter(of).map((t) => values[t] ?? 0);
      return those.reduce((sum, each) => sum + each, 0) / those.length;
    };
    const typeMeans = Array.from({ length: 6 }, (_, type) => meanOf((t) => types[t] === type));
    const passage = (number: number) => {
      let sum = 0;
      for (let t = number * length; t < (number + 1) * length; t++)
        sum += (values[t] ?? 0) - (typeMeans[types[t] ?? 0] ?? 0);
      return sum / length;
    };
    const x = Array.from({ length: count }, (_, document) => passage(document));
    const y = Array.from({ length: count }, (_, document) => passage(count + document));
    // r from sums of products alone.
    const sum = (of: (i: number) => number) => x.reduce((total, _, i) => total + of(i), 0);
    const [sx, sy] = [sum((i) => x[i] ?? 0), sum((i) => y[i] ?? 0)];
    const [sxx, syy, sxy] = [
      sum((i) => (x[i] ?? 0) ** 2),
      sum((i) => (y[i] ?? 0) ** 2),
      sum((i) => (x[i] ?? 0) * (y[i] ?? 0)),
    ];
    const r = (count * sxy - sx * sy) / Math.sqrt((count * sxx - sx ** 2) * (count * syy - sy ** 2));
    if (neuron !== 1) expect(found?.correlation[neuron]).toBeCloseTo(r, 4);
  }
  // SciPy: t(1 - .05/3; 38) = 2.2082546; r = t / sqrt(38 + t^2).
  expect(found?.limit).toBeCloseTo(2.2082546 / Math.sqrt(38 + 2.2082546 ** 2), 6);
  expect((found?.correlation[0] ?? 0) > (found?.limit ?? 1)).toBe(true);
  expect((found?.correlation[2] ?? 1) > (found?.limit ?? 1)).toBe(false);
});

it('of few documents with two passages nothing is told', () => {
  const few = 23;
  const take = <A extends Int32Array | Float32Array>(values: A) => values.slice(0, few * length) as A;
  const half = Int32Array.from(take(documents), (_, t) => Math.floor(t / length));
  expect(documentLevels(neurons.map(take), { types: take(types), documents: half, length })).toBe(null);
});
