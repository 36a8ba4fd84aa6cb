/** A feature in a few words of the text. Pure. */
import type { Cut } from '../../../runner/core/cut.ts';
import type { ExcerptPlace } from '../../words/features/told.ts';
import { type Html, trusted } from '../../words/html.ts';
import { textHtml } from '../text-html.ts';

/** The words around a token of the feature, which is underlined; without colours. */
export function exampleHtml({ tokens, carriers, centre }: ExcerptPlace, cut: Cut): Html {
  const around = 8;
  const from = Math.max(0, centre - around);
  const shown = tokens.slice(from, centre + around + 1).map((token) => (token === '\n' ? ' ' : token));
  return trusted(
    textHtml(
      { tokens: shown, unknown: [], resets: [], promptLength: 0, cut },
      shown.map(() => 0),
      carriers.map((t) => t - from),
    ),
  );
}
