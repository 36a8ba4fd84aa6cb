import { expect, it } from 'vitest';
import { colourOf, lettersOn, luminance, rangeOf, themes } from '../../../../runner/cli/terminal/colour.ts';

it.each([
  ['the real range of what is bounded', [0, 1] as const, [[0.2]], { low: 0, high: 1 }],
  [
    'the largest value shown of what is not',
    null,
    [
      [2, 0],
      [1, -7.5],
    ],
    { low: -7.5, high: 7.5 },
  ],
  ['1 where there is no value but 0', null, [[0]], { low: -1, high: 1 }],
])('colours reach to %s', (_, range, shown, ends) => {
  expect(rangeOf(range, ...shown)).toEqual(ends);
});

it.each(Object.entries(themes))('the %s theme is neutral at 0, full at the limits and beyond them', (_, theme) => {
  const of = (value: number, limit = 1) => colourOf(value, { low: -limit, high: limit }, theme);
  expect([0, Number.NaN, 1, 3, -1].map((value) => of(value))).toEqual([
    theme.zero,
    theme.zero,
    theme.positive,
    theme.positive,
    theme.negative,
  ]);
  expect(of(4, 8)).toEqual(of(0.5));
});

/** From 1 to 21. Source: WCAG 2.2, 'contrast ratio'. */
function contrast(...colours: Parameters<typeof luminance>[0][]): number {
  const lights = colours.map(luminance);
  return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
}

it('letters are readable on every colour of both scales, by the contrast of WCAG', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 10);
  // 4.54 is the well-known contrast of #767676 on white.
  expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2);
  for (const theme of Object.values(themes))
    for (let value = -1; value <= 1; value += 0.05) {
      const background = colourOf(value, { low: -1, high: 1 }, theme);
      const letters = lettersOn(background);
      const other = letters[0] === 0 ? ([255, 255, 255] as const) : ([0, 0, 0] as const);
      expect(contrast(background, letters)).toBeGreaterThan(4.5);
      expect(contrast(background, letters)).toBeGreaterThanOrEqual(contrast(background, other));
    }
});
