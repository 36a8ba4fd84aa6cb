import { expect, test } from 'vitest';
import { labelledPlaces } from '../../../../site/figures/pairs.ts';

const place = (from: 'start' | 'end', offset: number, x: number) => ({ from, offset, x });

/** Twenty tokens from where texts differ, ten back from what is asked: more than a panel has room to label. */
const many = [
  ...Array.from({ length: 20 }, (_, offset) => place('start', offset, offset)),
  ...Array.from({ length: 10 }, (_, index) => place('end', index - 9, 21 + index)),
];

test.each([
  [9.5, 30],
  [4.2, 30],
  [30, 5],
])('with %d pixels a token no two labels touch, and both ends are labelled', (step, length) => {
  const places = many.slice(-length);
  const kept = labelledPlaces(places, step);
  const ends = places.filter(({ offset }) => offset === 0);
  for (const end of ends) expect(kept).toContain(end);
  const half = ({ offset }: { offset: number }) => (offset === 0 ? 21 : 13);
  for (const [index, each] of kept.entries()) {
    const next = kept[index + 1];
    if (next !== undefined) expect((next.x - each.x) * step).toBeGreaterThanOrEqual(half(each) + half(next));
  }
  // No room is left empty: of three neighbours one is labelled, or there is no room for three.
  expect(kept.length).toBeGreaterThan(Math.min(places.length, (places.length * step) / 80) - 1);
});
