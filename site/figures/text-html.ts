/**
 * The highlighted text as one HTML string: every token its own <bdi> with its colour coordinate in `--a`. A string and
 * not components, because a page holds a thousand tokens. Pure; everything that comes from the text is escaped.
 */
import { at } from '../../runner/core/at.ts';
import { between, type Cut } from '../../runner/core/cut.ts';
import type { ShownText } from '../../runner/experiment/results/schema.ts';
import { escapeHtml } from '../words/html.ts';
import { codePoints } from '../words/token.ts';
import { cssNumber } from './colour.ts';

/** A text, or a stretch of one, and how it was cut into tokens; absent: into such as are the text when joined. */
export type DrawnText = Pick<ShownText, 'tokens' | 'unknown' | 'resets' | 'promptLength' | 'promptStart'> & {
  cut?: Cut;
  /** [tokens] From -1 to 1, what each did to the neuron at the marked one (words/atlas/memory.ts); classes raised-it and lowered-it. */
  strengths?: ArrayLike<number>;
};

/**
 * `coordinates` [tokens] of the colour scale; `carriers` are the positions that carry the feature.
 * Classes: f carries the feature, u unknown to the model, n line break, c a character without a form, m the one token
 * at `marked` that an excerpt was chosen for.
 */
export function textHtml(
  text: DrawnText,
  coordinates: ArrayLike<number>,
  carriers: readonly number[],
  marked: number | null = null,
): string {
  const carries = new Set(carriers);
  const unknown = new Set(text.unknown);
  const resets = new Set(text.resets);
  const { cut = 'word', strengths = [], promptLength, promptStart = 0 } = text;
  const parts: string[] = [];
  const promptEnd = promptStart + promptLength;
  text.tokens.forEach((token, position) => {
    if (promptLength > 0 && position === promptEnd) parts.push('</span>');
    if (position > 0 && resets.has(position)) parts.push('<span class="reset">starts again</span>');
    const before = text.tokens[position - 1];
    if (before !== undefined) parts.push(between(cut, before, token));
    if (promptLength > 0 && position === promptStart) parts.push('<span class="prompt">');
    const code = codePoints(token);
    const strength = strengths[position] ?? 0;
    const classes = [
      strength > 0 ? 'raised-it' : strength < 0 ? 'lowered-it' : '',
      carries.has(position) ? 'f' : '',
      unknown.has(position) ? 'u' : '',
      token === '\n' ? 'n' : '',
      code === null ? '' : 'c',
      position === marked ? 'm' : '',
    ]
      .filter(Boolean)
      .join(' ');
    const attribute = classes === '' ? '' : ` class="${classes}"`;
    parts.push(
      `<bdi${attribute} style="--a:${cssNumber(at(coordinates, position))}${strength === 0 ? '' : `;--part:${cssNumber(Math.abs(strength))}`}">${escapeHtml(code ?? token)}</bdi>`,
    );
  });
  if (promptLength > 0 && promptStart < text.tokens.length && promptEnd >= text.tokens.length) parts.push('</span>');
  return parts.join('');
}
