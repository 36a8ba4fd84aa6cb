/**
 * The one colour scale of activations: blue for negative, orange for positive, the background's own colour at 0. It
 * spans -limit to +limit, where the limit is the component's real range, so that equal colours mean equal values in
 * every figure. Blue against orange is told apart by all common kinds of colour vision. Pure.
 */

import { Ansis } from 'ansis';

export type Rgb = readonly [red: number, green: number, blue: number];
export type ThemeName = 'dark' | 'light';

type Theme = Readonly<Record<'negative' | 'zero' | 'positive', Rgb>>;

export const themes: Readonly<Record<ThemeName, Theme>> = {
  dark: { negative: [66, 146, 255], zero: [24, 26, 30], positive: [239, 140, 40] },
  light: { negative: [47, 111, 208], zero: [255, 255, 255], positive: [214, 118, 20] },
};

export interface ColourRange {
  low: number;
  high: number;
}

/** The ends of the colours: those of a component's range; without one, plus and minus the largest absolute value shown. */
export function rangeOf(
  range: readonly [low: number, high: number] | null,
  ...shown: readonly ArrayLike<number>[]
): ColourRange {
  if (range !== null) return { low: range[0], high: range[1] };
  const largest = (most: number, list: ArrayLike<number>) =>
    Array.from(list).reduce((a, b) => Math.max(a, Math.abs(b)), most);
  const limit = shown.reduce(largest, 0) || 1;
  return { low: -limit, high: limit };
}

/** The background of a token with this activation; values beyond the limit get the limit's colour. */
export function colourOf(value: number, { high }: ColourRange, theme: Theme): Rgb {
  if (Number.isNaN(value)) return theme.zero;
  const share = Math.min(1, Math.abs(value) / high);
  const end = value < 0 ? theme.negative : theme.positive;
  const mix = (channel: 0 | 1 | 2) => Math.round(theme.zero[channel] + (end[channel] - theme.zero[channel]) * share);
  return [mix(0), mix(1), mix(2)];
}

/** Colours that a terminal shows: none, 16, 256, or all. */
export type ColourLevel = 0 | 1 | 2 | 3;

export interface Style {
  /** Columns of the terminal. */
  width: number;
  /** 0: no escape sequences, and figures in numbers or marks instead of colours. */
  level: ColourLevel;
  theme: ThemeName;
}

/** Puts text on the colour of an activation, underlined where that is asked for; without colours text stays as it is. */
export function painter(level: ColourLevel, theme: ThemeName, range: ColourRange) {
  const ansis = new Ansis(level);
  return (value: number, text: string, { underlined = false } = {}): string => {
    if (level === 0) return text;
    const background = colourOf(value, range, themes[theme]);
    const style = ansis.bgRgb(...background).rgb(...lettersOn(background));
    return underlined ? style.underline(text) : style(text);
  };
}

/** Luminance at which black and white letters have the same contrast. Source: WCAG 2.2, 'contrast ratio', (a + 0.05) / (b + 0.05). */
const middle = Math.sqrt(1.05 * 0.05) - 0.05;

/** Black or white, whichever stands out more: on any background the contrast is above 4.5. */
export const lettersOn = (background: Rgb): Rgb => (luminance(background) >= middle ? [0, 0, 0] : [255, 255, 255]);

/** 0 to 1. Source: WCAG 2.2, 'relative luminance'. */
export function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
