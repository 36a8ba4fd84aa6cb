/**
 * A highlighted text as a drawing: every token on its colour, in a grid of cells of one width, so that it looks the same
 * with any font. Pure; everything that comes from the text is escaped.
 */
import stringWidth from 'string-width';
import { at } from '../../runner/core/at.ts';
import { between } from '../../runner/core/cut.ts';
import { escapeHtml } from '../words/html.ts';
import { direction, tokenLabel } from '../words/token.ts';
import type { Drawing, Palette } from './drawing.ts';
import type { DrawnText } from './text-html.ts';

export interface TextSvgOptions {
  /** Cells in a line. */
  columns: number;
  /** Lines that are drawn; the rest of the text is left out. */
  lines?: number;
  /** Pixels. */
  cell?: { width: number; height: number };
}

/**
 * `coordinates` [tokens] of the colour scale; `carriers` are underlined, words unknown to the model dotted. A dashed line
 * lies over a line of text before which the state was set to zero.
 */
export function textSvg(
  text: DrawnText,
  coordinates: ArrayLike<number>,
  carriers: readonly number[],
  palette: Palette,
  { columns, lines = Number.POSITIVE_INFINITY, cell = { width: 8, height: 22 } }: TextSvgOptions,
): Drawing {
  const placed = place(text, columns).filter(({ line }) => line < lines);
  const width = columns * cell.width;
  const height = ((placed.at(-1)?.line ?? 0) + 1) * cell.height;
  const carries = new Set(carriers);
  const unknown = new Set(text.unknown);
  const rightToLeft = direction(text.tokens) === 'rtl';
  const parts = placed.map(({ position, label, line, column, cells }) => {
    const long = cells * cell.width;
    const x = rightToLeft ? width - column * cell.width - long : column * cell.width;
    const y = line * cell.height;
    const ground = `<rect${palette.ground(at(coordinates, position), long)} x="${x}" y="${y}" width="${long}" height="${cell.height - 4}"/>`;
    const weight = isPrompt(text, position) ? ' font-weight="700"' : '';
    const word =
      label === ''
        ? ''
        : `<text${weight} x="${x}" y="${y + cell.height * 0.6}" textLength="${long}" lengthAdjust="spacingAndGlyphs">${escapeHtml(label)}</text>`;
    const dashes = unknown.has(position) ? ` stroke-dasharray="${carries.has(position) ? '5 3' : '2 2'}"` : '';
    const under =
      carries.has(position) || unknown.has(position)
        ? `<path stroke="currentColor" stroke-width="1.5"${dashes} d="M${x} ${y + cell.height - 5}h${long}"/>`
        : '';
    return ground + word + under;
  });
  const starts = new Set(text.resets);
  const zero = placed
    .filter(({ position }) => position > 0 && starts.has(position))
    .map(
      ({ line }) =>
        `<path class="zero" stroke="${palette.ink('quiet')}" stroke-dasharray="5 3" d="M0 ${line * cell.height - 2}H${width}"/>`,
    );
  const font = `font-family="ui-monospace, 'DejaVu Sans Mono', monospace" font-size="${cell.height * 0.6}" fill="currentColor"`;
  return { width, height, content: `<g ${font}>${[...parts, ...zero].join('')}</g>` };
}

const isPrompt = ({ promptLength, promptStart = 0 }: DrawnText, position: number): boolean =>
  position >= promptStart && position < promptStart + promptLength;

/** Tokens in lines, broken before a token that does not fit, after a line break, and where the state was set to zero. */
function place({ tokens, resets, cut = 'word' }: DrawnText, columns: number) {
  const starts = new Set(resets);
  let [line, column] = [0, 0];
  return tokens.map((token, position) => {
    // Of a space only the ground is drawn.
    const label = token === ' ' ? '' : tokenLabel(token);
    const cells = Math.min(columns, Math.max(1, stringWidth(label)));
    // A space at the end of a line stays there, as in any text.
    const full = label !== '' && column + cells > columns;
    if (column > 0 && (full || starts.has(position))) [line, column] = [line + 1, 0];
    const own = { position, label, line, column, cells };
    column += cells + between(cut, token, tokens[position + 1] ?? '\n').length;
    if (token === '\n') [line, column] = [line + 1, 0];
    return own;
  });
}
