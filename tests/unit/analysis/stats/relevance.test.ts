import { expect, it } from 'vitest';
import { relevance } from '../../../../runner/analysis/stats/relevance.ts';
import { mean } from '../../../../runner/analysis/stats/summary.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance, reference } from './reference.ts';

type How = NonNullable<Parameters<typeof relevance>[2]>;
/** Numbers as "1 2, 3 4" have them, a row before each comma. */
const rowsOf = (written: string) => written.split(', ').map((row) => row.split(' ').map(Number));
const segmentsOf = (written: string) => rowsOf(written) as [number, number][];

/** The definition written out plainly, position by position, as a second method. */
function naive(activations: number[][], mask: boolean[], { segments = [], warmUp = 0 }: How) {
  const found = activations.map((a) => {
    const [bends, inside, outside]: [number[], number[], number[]] = [[], [], []];
    for (const [start, length] of segments) {
      const text = a.slice(start, start + length);
      for (const [t, value] of text.entries()) {
        if (t < warmUp) continue;
        (mask[start + t] ? inside : outside).push(value);
        const left = text[t - 1] ?? text[t + 1] ?? value;
        const right = text[t + 1] ?? text[t - 1] ?? value;
        if (mask[start + t]) bends.push(Math.abs(2 * value - left - right));
      }
    }
    return [mean(bends), Math.abs(mean(inside) - mean(outside))] as const;
  });
  const sums = found.map(([prominence, difference]) => prominence + difference);
  return {
    ...{ prominence: found.map(([prominence]) => prominence), difference: found.map(([, difference]) => difference) },
    relevance: sums.map((sum) => sum / Math.max(...sums)),
  };
}

const kinds = ['prominence', 'difference', 'relevance'] as const;
type Scores = Record<(typeof kinds)[number], ArrayLike<number>>;
const near = (found: Scores, expected: Scores, most: number) => {
  for (const kind of kinds) expect(distance(found[kind], expected[kind]), kind).toBeLessThan(most);
};

it('agrees with the reference numbers', () => {
  near(relevance(reference.activations, reference.mask), reference, 1e-9);
});

it.each([0, 3])('agrees with a second method on random segments with a warm-up of %i', (warmUp) => {
  const { uniform } = random(1, 2);
  const how = { segments: segmentsOf('0 40, 40 1, 45 55'), warmUp };
  const activations = Array.from({ length: 9 }, () => Array.from({ length: 110 }, () => uniform() * 2 - 1));
  const mask = Array.from({ length: 110 }, () => uniform() < 0.3);
  near(relevance(activations, mask, how), naive(activations, mask, how), 1e-12);
});

it.each<[string, string, string, How, string]>([
  // Carriers 0 and 2: |0 - 1 - 1| = 2 and |6 - 1 - 1| = 4; means 1.5 and 1.
  ['of what moves and what does not', '0 1 3 1, 1 1 1 1', '1 0 1 0', {}, '3 0, 0.5 0, 1 0'],
  // Token 1 sees 5 twice: |2 - 10| = 8; token 2 sees 2 twice: |14 - 4| = 10.
  [
    'with one neighbour at the ends of segments',
    '5 1 7 2',
    '0 1 1 0',
    { segments: segmentsOf('0 2, 2 2') },
    '9, 0.5, 1',
  ],
  // |2 - 9 - 2|; means 1 and 3. It is a neighbour, neither carrier nor rest.
  ['with a token of warm-up', '9 1 2 4', '1 1 0 0', { warmUp: 1 }, '9, 2, 1'],
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
