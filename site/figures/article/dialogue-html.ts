/**
 * A stretch of text as one HTML string in which every token knows the colours of several neurons, `--n0`, `--n1`, ...: the
 * page chooses among them without a script. Pure; everything that comes from the text is escaped.
 */
import { at } from '../../../runner/core/at.ts';
import { escapeHtml } from '../../words/html.ts';
import { codePoints } from '../../words/token.ts';
import { cssNumber } from '../colour.ts';

/**
 * @param colours by neuron, coordinates of the colour scale [tokens].
 * @param carriers positions that are underlined.
 * @param extra a token's further classes.
 */
export function dialogueHtml(
  tokens: readonly string[],
  colours: readonly ArrayLike<number>[],
  carriers: ReadonlySet<number>,
  extra: (position: number) => string = () => '',
): string {
  return tokens
    .map((token, position) => {
      const code = codePoints(token);
      const classes = [
        carriers.has(position) ? 'f' : '',
        token === '\n' ? 'n' : '',
        code === null ? '' : 'c',
        extra(position),
      ];
      const named = classes.filter(Boolean).join(' ');
      const style = colours.map((each, index) => `--n${index}:${cssNumber(at(each, position))}`).join(';');
      return `<bdi${named === '' ? '' : ` class="${named}"`} style="${style}">${escapeHtml(code ?? token)}</bdi>`;
    })
    .join('');
}
