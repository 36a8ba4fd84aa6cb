/**
 * The highlighted table: one row per neuron, the text wrapped beside it, each token on the colour of that neuron's
 * activation. Pure.
 */

import { Ansis } from 'ansis';
import { cutOf, withSpaces } from '../../core/cut.ts';
import type { ShownNeuron } from '../../experiment/results/schema.ts';
import { painter } from './colour.ts';
import { type Line, layout } from './layout.ts';
import { lineBreak } from './visible.ts';
import { displayWidth } from './width.ts';
import { headings, nothingShown, number, standing, type TableInput, wrapped } from './wording.ts';

const trueColour = 3;
const ansis = new Ansis(trueColour);

const leftWidth = 11;
/** Border, blank, left column, blank, border, blank, text, blank, border. */
const frameWidth = leftWidth + 7;

export function colouredTable(input: TableInput): string[] {
  const { feature, width, result, textName } = input;
  const { title, details } = headings(input);
  const heading = [...title.map((line) => ansis.bold(line)), ...details];
  if (feature.windows.length === 0) return [...heading, nothingShown];
  const textWidth = width - frameWidth;
  const lines = layout(withSpaces(result.texts[textName].tokens, cutOf(result.model)), textWidth);
  const rows = feature.windows.map((window) => window.neurons.map((neuron) => row(neuron, lines, textWidth, input)));
  const thin = ruler(['├', '┼', '┤'], '─', textWidth);
  const dashed = ruler(['├', '┼', '┤'], '╌', textWidth);
  return [
    ...heading,
    ruler(['┌', '┬', '┐'], '─', textWidth),
    ...separated(
      rows.map((each) => separated(each, thin)),
      dashed,
    ),
    ruler(['└', '┴', '┘'], '─', textWidth),
    scale(input),
    ...wrapped(`Underlined: tokens that carry the feature. ${lineBreak}: line break.`, width),
  ];
}

function row(shown: ShownNeuron, lines: readonly Line[], textWidth: number, input: TableInput): string[] {
  const label = [`neuron ${shown.neuron}`, ...standing(shown, input)];
  const values = input.activations.get(shown.neuron) ?? [];
  const carriers = new Set(input.feature.positions[input.textName]);
  const height = Math.max(label.length, lines.length);
  const paint = painter(input.level, input.theme, input.range);
  return Array.from({ length: height }, (_, i) => {
    const words = (label[i] ?? '').padEnd(leftWidth);
    const line = lines[i] ?? { pieces: [], width: 0 };
    const text = line.pieces.map(({ token, text: part }) =>
      paint(values[token] ?? Number.NaN, part, { underlined: carriers.has(token) }),
    );
    const left = shown.role === 'detected' ? ansis.bold(words) : ansis.dim(words);
    const rest = ' '.repeat(Math.max(0, textWidth - line.width));
    return `${border} ${left} ${border} ${text.join('')}${rest} ${border}`;
  });
}

const border = ansis.dim('│');

/** @param joints left, middle and right. */
const ruler = ([left, middle, right]: readonly [string, string, string], line: string, textWidth: number): string =>
  ansis.dim(left + line.repeat(leftWidth + 2) + middle + line.repeat(textWidth + 2) + right);

const separated = (groups: readonly string[][], separator: string): string[] =>
  groups.flatMap((lines, i) => (i === 0 ? lines : [separator, ...lines]));

const widestScale = 41;

/** The colours from the lowest to the highest value, with the values. */
function scale({ range, theme, level, width, result }: TableInput): string {
  const [low, high] = [range.low, range.high].map((limit) => (Number.isInteger(limit) ? String(limit) : number(limit)));
  const words = displayWidth(`${low}  ${high}  ${result.record.component}`);
  const steps = Math.max(5, Math.min(widestScale, width - words));
  const paint = painter(level, theme, range);
  const cells = Array.from({ length: steps }, (_, i) => {
    const value = range.low + ((range.high - range.low) * i) / (steps - 1);
    return paint(value, ' ');
  });
  return `${low} ${cells.join('')} ${high} ${result.record.component}`;
}
