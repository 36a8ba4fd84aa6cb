import { expect, it } from 'vitest';
import { drawnOnce } from '../../../../site/figures/drawn-once.ts';

it('draws the same data once, and others and other sizes anew', () => {
  const drawn: string[] = [];
  const draw = drawnOnce(({ name }: { name: string }, size: readonly number[] | null, width?: number) => {
    drawn.push(`${name} ${size} ${width}`);
    return `<svg>${drawn.length}</svg>`;
  });
  const [one, same] = [{ name: 'a' }, { name: 'a' }];
  expect(draw(one, [1, 2])).toBe(draw(one, [1, 2]));
  expect(draw(one, [1, 2], undefined)).toBe(draw(one, [1, 2]));
  for (const other of [draw(same, [1, 2]), draw(one, [1, 3]), draw(one, null), draw(one, [1, 2], 4)]) {
    expect(other).not.toBe(draw(one, [1, 2]));
  }
  expect(drawn).toHaveLength(5);
});
