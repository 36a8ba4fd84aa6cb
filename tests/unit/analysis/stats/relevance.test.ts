import { expect, it } from 'vitest';
import { relevance } from '../../../../runner/analysis/stats/relevance.ts';
import { distance, reference } from './reference.ts';

type How = NonNullable<Parameters<typeof relevance>[2]>;
/** Numbers as "1 2, 3 4" have them, a row before each comma. */
const rowsOf = (written: string) => written.split(', ').map((row) => row.split(' ').map(Number));
const segmentsOf = (written: string) => rowsOf(written) as [number, number][];

const kinds = ['prominence', 'difference', 'relevance'] as const;

it('agrees with the reference numbers', () => {
  const found = relevance(reference.activations, reference.mask);
  for (const kind of kinds) expect(distance(found[kind], reference[kind]), kind).toBeLessThan(1e-9);
});

it.each<[string, string, string, How, string]>([
  // Carriers 0 and 2: |0 - 1 - 1| = 2 and |6 - 1 - 1| = 4; means 1.5 and 1.
  ['of what moves and what does not', '0 1 3 1, 1 1 1 1', '1 0 1 0', {}, '3 0, 0.5 0, 1 0'],
  // Token 1 sees 5 twice: |2 - 10| = 8; token 2 sees 2 twice: |14 - 4| = 10.
  ['with one neighbour at their ends', '5 1 7 2', '0 1 1 0', { segments: segmentsOf('0 2, 2 2') }, '9, 0.5, 1'],
  // |2 - 9 - 2|; means 1 and 3. It is a neighbour, neither carrier nor rest.
  ['with a token of warm-up', '9 1 2 4', '1 1 0 0', { warmUp: 1 }, '9, 2, 1'],
  // 9 1 | 4 | 2 6 2, each less its first: |2 - 18| and |4 - 12|; means 1.5 and 6.
  ['of segments', '9 1 4 5 2 6 2', '1 1 1 1 1 0 1', { segments: segmentsOf('0 2, 2 1, 4 3'), warmUp: 1 }, '12, 4.5, 1'],
  ['of nothing that carries the feature', '1 2 3', '0 0 0', {}, 'NaN, NaN, NaN'],
  ['of nothing that does not', '1 2 1', '1 1 1', {}, '2, 0, 0'],
  ['of what never moves', '1 1 1', '1 0 0', {}, '0, 0, 0'],
  ['of one token', '4', '1', {}, '0, 0, 0'],
])('by hand: %s', (_, rows, labels, how, expected) => {
  const [mask = []] = rowsOf(labels);
  const activations = rowsOf(rows).map((row) => Float32Array.from(row));
  for (const own of [mask, mask.map((label) => label === 1), Uint8Array.from(mask)]) {
    const found = relevance(activations, own, how);
    expect(kinds.map((kind) => [...found[kind]])).toEqual(rowsOf(expected));
  }
});

it.each<[string, number[], How, string]>([
  ['a mask of another length', [1], {}, 'one activation per token of the mask (1), got 2 for neuron 0'],
  ['a segment beyond the text', [1, 0], { segments: segmentsOf('0 3') }, 'got start 0, length 3'],
  ['segments that overlap', [1, 0], { segments: segmentsOf('0 2, 1 1') }, 'not overlap'],
  ['less than no warm-up', [1, 0], { warmUp: -1 }, 'warmUp must be'],
])('refuses %s', (_, mask, how, why) => {
  expect(() => relevance([[1, 2]], mask, how)).toThrow(why);
});
