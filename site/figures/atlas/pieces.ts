/** Small parts that the table of an atlas and the panel of a neuron share: a histogram, an excerpt, an effect as a bar. Pure. */
import type { Cut } from '../../../runner/core/cut.ts';
import { coordinate, decimal } from '../../../runner/core/format.ts';
import { type Best, tells } from '../../words/atlas/learned.ts';
import { tokensText } from '../../words/atlas/memory.ts';
import { type AtlasExcerpt, type AtlasIndex, coloursTo } from '../../words/atlas/profile.ts';
import type { AtlasRow } from '../../words/atlas/table.ts';
import { scored } from '../../words/features/told.ts';
import { type Html, html, trusted } from '../../words/html.ts';
import { direction } from '../../words/token.ts';
import { colourCoordinate } from '../colour.ts';
import { textHtml } from '../text-html.ts';
import { colourOf } from './plane.ts';

/**
 * A histogram as a filled outline.
 * @param bars heights, of any unit.
 * @param middle where 0 lies, as a share of the width; null when it is not inside.
 * @param limits from where to where it runs, where an axis stands below it.
 */
export function outlineHistogramSvg(
  bars: ArrayLike<number>,
  middle: number | null,
  limits?: readonly [number, number],
): Html {
  const [width, height] = [160, 40];
  const most = Math.max(1e-9, ...Array.from(bars));
  const step = width / bars.length;
  const outline = Array.from(
    bars,
    (bar) => `V${coordinate(height - (bar / most) * (height - 1))}h${coordinate(step)}`,
  ).join('');
  const zero =
    middle === null
      ? null
      : trusted(`<line x1="${coordinate(middle * width)}" x2="${coordinate(middle * width)}" y1="0" y2="${height}"/>`);
  return html`<svg class="histogram"${limits ? trusted(` data-x="${limits.join(' ')}"`) : null} viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">${trusted(
    `<path d="M0,${height}${outline}V${height}Z"/>`,
  )}${zero}</svg>`;
}

/** Where 0 lies between two limits, as a share; null when it is not inside. */
export const zeroWithin = ([low, high]: readonly [number, number]): number | null =>
  low < 0 && high > 0 ? -low / (high - low) : null;

/** Tokens that would break a line get a sign. */
const inOneLine = (tokens: readonly string[]): string[] =>
  tokens.map((token) => token.replace(/[\n\r\u2028\u2029]/g, '↵').replace(/\t/g, '⇥'));

/** The token that is looked at is framed. @param beside how many are shown on each side of it. */
export function excerptHtml(
  { tokens, activations, centre }: AtlasExcerpt,
  { atlas: { range }, cut }: Pick<NeuronContext, 'atlas' | 'cut'>,
  beside = tokens.length,
): Html {
  const limits = coloursTo(range, activations);
  const [from, to] = [Math.max(0, centre - beside), centre + beside + 1];
  const text = { tokens: inOneLine(tokens).slice(from, to), unknown: [], resets: [], promptLength: 0, cut };
  const colours = activations.slice(from, to).map((value) => colourCoordinate(value, limits));
  return html`<div class="tokens excerpt ${cut}" dir="${direction(tokens)}">${trusted(textHtml(text, colours, [], centre - from))}</div>`;
}

/** A local AUC as a bar to the left or right of no effect; a tick on each side from which it may be learned. */
export function effectBar(effect: number, limit: number | null): Html {
  const end = 100 * effect;
  const ticks =
    limit === null
      ? ''
      : [50 - 100 * limit, 50 + 100 * limit]
          .map((x) => `<line class="limit" x1="${coordinate(x)}" x2="${coordinate(x)}" y1="1" y2="13"/>`)
          .join('');
  return trusted(
    `<svg class="effect ${effect < 0.5 ? 'low' : 'high'}" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">` +
      `<rect x="${coordinate(Math.min(50, end))}" y="3" width="${coordinate(Math.abs(end - 50))}" height="8"/>${ticks}` +
      '<line x1="50" x2="50" y1="0" y2="14"/></svg>',
  );
}

/** What neurons are shown with. */
export interface NeuronContext {
  atlas: AtlasIndex;
  cut: Cut;
  /** The address of a neuron. */
  linkTo(neuron: number): string;
}

/** The rows of the table of all neurons, at build time and by script. */
export const rowsHtml = (rows: readonly AtlasRow[], context: NeuronContext): Html =>
  html`${rows.map((row) => rowHtml(row, context))}`;

function rowHtml({ neuron, told, memory, sketch, example }: AtlasRow, context: NeuronContext): Html {
  const { atlas, linkTo } = context;
  const middle = atlas.range === null || atlas.range[0] < 0 ? 0.5 : null;
  return html`<tr data-n="${neuron}"><th scope="row"><a href="${linkTo(neuron)}">${neuron}</a></th><td class="wide-only">${outlineHistogramSvg(sketch, middle)}</td>${toldHtml(told)}${atlas.memory ? html`<td>${memory === null ? '–' : tokensText(memory, atlas.memory)}</td>` : null}<td class="wide-only">${example !== null && excerptHtml(example, context, Math.ceil(atlas.side / 2))}</td></tr>`;
}

/** What it tells, how large the effect is, and how far beyond what is not learned may be. */
function toldHtml(told: Best | null): Html {
  if (told === null) return html`<td>nothing tested</td><td>–</td><td class="wide-only">–</td>`;
  const dot = html`<i class="dot" style="--family:var(--${colourOf(told)})"></i>`;
  if (!tells(told)) {
    const nothing = told.beyond === null ? 'nothing clearly' : 'nothing learned';
    return html`<td>${dot}<span class="nothing-told">${nothing}</span></td><td>–</td><td class="wide-only">–</td>`;
  }
  return html`<td>${dot}<bdi>${told.feature.name}</bdi></td><td>${scored(told.effect)}</td><td class="wide-only">${told.beyond === null ? '–' : `+${decimal(told.beyond)}`}</td>`;
}
