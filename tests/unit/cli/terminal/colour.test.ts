import { describe, expect, it } from 'vitest';
import { colourOf, lettersOn, luminance, rangeOf, themes } from '../../../../runner/cli/terminal/colour.ts';

describe('rangeOf', () => {
  it('is the real range of gates and of what a tanh bounds, whatever is shown', () => {
    expect(rangeOf([0, 1], [0.2])).toEqual({ low: 0, high: 1 });
    expect(rangeOf([-1, 1], [0.2])).toEqual({ low: -1, high: 1 });
  });

  it('reaches to the largest value shown where nothing bounds the component', () => {
    expect(rangeOf(null, [2, 0], [1, -7.5])).toEqual({ low: -7.5, high: 7.5 });
    expect(rangeOf(null, [0])).toEqual({ low: -1, high: 1 });
  });
});

describe('colourOf', () => {
  const unit = { low: -1, high: 1 };

  it.each(['dark', 'light'] as const)('is neutral at 0 and full at the limits in the %s theme', (name) => {
    const theme = themes[name];
    expect(colourOf(0, unit, theme)).toEqual(theme.zero);
    expect(colourOf(1, unit, theme)).toEqual(theme.positive);
    expect(colourOf(-1, unit, theme)).toEqual(theme.negative);
  });

  it('keeps the colour of the limit beyond it', () => {
    expect(colourOf(3, unit, themes.dark)).toEqual(themes.dark.positive);
  });

  it('takes the limit from the range', () => {
    expect(colourOf(4, { low: -8, high: 8 }, themes.light)).toEqual(colourOf(0.5, unit, themes.light));
  });

  it('is neutral where there is no value', () => {
    expect(colourOf(Number.NaN, unit, themes.dark)).toEqual(themes.dark.zero);
  });
});

/** From 1 to 21. Source: WCAG 2.2, 'contrast ratio'. */
function contrast(...colours: Parameters<typeof luminance>[0][]): number {
  const lights = colours.map(luminance);
  return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
}

describe('lettersOn', () => {
  it('is readable on every colour of both scales', () => {
    for (const theme of Object.values(themes)) {
      for (let value = -1; value <= 1; value += 0.05) {
        const background = colourOf(value, { low: -1, high: 1 }, theme);
        const letters = lettersOn(background);
        expect(contrast(background, letters)).toBeGreaterThan(4.5);
        const other = letters[0] === 0 ? ([255, 255, 255] as const) : ([0, 0, 0] as const);
        expect(contrast(background, letters)).toBeGreaterThanOrEqual(contrast(background, other));
      }
    }
  });

  it('measures contrast as WCAG does', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 10);
    // 4.54 is the well-known contrast of #767676 on white.
    expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2);
  });
});
