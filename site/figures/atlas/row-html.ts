/** The rows of the table of all neurons, at build time and by script. Pure; whatever comes from the text is escaped. */

import type { Cut } from '../../../runner/core/cut.ts';
import { type Best, tells } from '../../words/atlas/learned.ts';
import type { AtlasIndex } from '../../words/atlas/profile.ts';
import type { AtlasRow } from '../../words/atlas/table.ts';
import { type Html, html } from '../../words/html.ts';
import { decimal } from '../../words/numbers.ts';
import { excerptHtml, histogramSvg } from './pieces.ts';
import { colourOf } from './plane.ts';

export interface RowContext {
  atlas: AtlasIndex;
  cut: Cut;
  linkTo(neuron: number): string;
}

export const rowsHtml = (rows: readonly AtlasRow[], context: RowContext): Html =>
  html`${rows.map((row) => rowHtml(row, context))}`;

function rowHtml({ neuron, told, sketch, example }: AtlasRow, { atlas, cut, linkTo }: RowContext): Html {
  const middle = atlas.range === null || atlas.range[0] < 0 ? 0.5 : null;
  return html`<tr data-n="${neuron}"><th scope="row"><a href="${linkTo(neuron)}">${neuron}</a></th><td class="wide-only">${histogramSvg(sketch, middle)}</td>${toldHtml(told)}<td class="wide-only">${example !== null && excerptHtml(example, atlas.range, cut)}</td></tr>`;
}

/** What it tells, how large the effect is, and how far beyond untrained networks. */
function toldHtml(told: Best | null): Html {
  if (told === null) return html`<td>nothing tested</td><td>–</td><td class="wide-only">–</td>`;
  const dot = html`<i class="dot" style="--family:var(--${colourOf(told)})"></i>`;
  if (!tells(told)) {
    const nothing = told.beyond === null ? 'nothing clearly' : 'nothing learned';
    return html`<td>${dot}<span class="nothing-told">${nothing}</span></td><td>–</td><td class="wide-only">–</td>`;
  }
  return html`<td>${dot}<bdi>${told.feature.name}</bdi></td><td>${decimal(told.effect)}</td><td class="wide-only">${told.beyond === null ? '–' : `+${decimal(told.beyond)}`}</td>`;
}
