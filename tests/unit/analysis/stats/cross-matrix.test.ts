import { expect, it } from 'vitest';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { crossMatrix, labelsOf } from '../../../../runner/analysis/stats/cross-matrix.ts';
import { swapUnits } from '../../../../runner/analysis/stats/tested-text.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance } from './reference.ts';

it('the cross matrix adds up scores at labels, however the labels lie', () => {
  const { normal, uniform } = random(2);
  const [length, tokens] = [50, 450];
  const sources = Int32Array.of(3, 3, 1, 3, 1, 8, 3, 3, 3);
  const units = swapUnits({ length, segments: 1, sources, types: new Int32Array(tokens) });
  const scores = Float32Array.from({ length: tokens }, normal);
  // Rare tokens, long runs, all, none, alternating.
  const carries: ((t: number) => boolean)[] = [
    ...[(t: number) => t % 17 === 3, (t: number) => t % 40 > 12, () => true, () => false, (t: number) => t % 2 === 1],
    ...[() => uniform() < 0.5, (t: number) => t % 9 < 2, (t: number) => t % 25 === 0, (t: number) => t % 20 < 15],
  ];
  const mask = Uint8Array.from(scores, (_, t) => Number(carries[Math.floor(t / length)]?.(t)));
  const meets = (d: number, e: number) =>
    scores
      .subarray(d * length, (d + 1) * length)
      .filter((_, t) => mask[e * length + t] === 1)
      .reduce((a, b) => a + b, 0);
  // More of one source than are added up at a time; one document is alone.
  const groups = ['0 1 3 6 7 8', '2 4'].map((group) => group.split(' ').map(Number));
  const expected = groups.flatMap((group) => group.flatMap((d) => group.map((e) => meets(d, e))));
  expect(distance(crossMatrix(scores, labelsOf(carriersOf(mask), units), units), expected)).toBeLessThan(1e-9);
});
