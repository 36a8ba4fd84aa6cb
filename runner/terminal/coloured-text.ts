/** One text on the colours of one neuron, as lines; without colours the text alone. Pure. */
import { Ansis } from 'ansis';
import type { ColouredText } from '../core/reporter.ts';
import { type Component, components } from '../models/cells/cells.ts';
import { colourOf, lettersOn, rangeOf, themes } from './colour.ts';
import { layout } from './layout.ts';
import { visible } from './visible.ts';

const trueColour = 3;
const ansis = new Ansis(trueColour);
const indent = '  ';

/** @param width of the lines, columns. */
export function colouredLines(
  { title, tokens, values, component, theme }: ColouredText,
  { width, colour }: { width: number; colour: boolean },
): string[] {
  const lines = layout(tokens, Math.max(1, width - 2 * indent.length));
  const plain = lines.map(({ pieces }) => pieces.map(({ text }) => text).join(''));
  if (!colour || values === null) return [visible(title), ...plain.map((line) => `${indent}${line}`.trimEnd())];
  const largest = Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const range = rangeOf(isComponent(component) ? component : 'hidden', largest);
  const painted = lines.map(({ pieces }) =>
    pieces
      .map(({ token, text }) => {
        const background = colourOf(values[token] ?? Number.NaN, range, themes[theme]);
        return ansis.bgRgb(...background).rgb(...lettersOn(background))(text);
      })
      .join(''),
  );
  return [ansis.bold(visible(title)), ...painted.map((line) => `${indent}${line}`)];
}

const isComponent = (name: string): name is Component => Object.hasOwn(components, name);
