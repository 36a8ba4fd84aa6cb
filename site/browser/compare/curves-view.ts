/** The learning curves of compared experiments, as a figure and as a table. Pure; runs in the browser. */

import { decimal } from '../../../runner/core/words.ts';
import type { ComparedExperiment } from '../../words/compare/compared.ts';
import { type Html, html } from '../../words/html.ts';
import { type Curve, curvesSvg } from './curves.ts';
import { letter } from './view.ts';

/** @param width of the figure in pixels. */
export function curvesHtml(all: readonly ComparedExperiment[], width: number): Html {
  const drawn = all.flatMap(({ curve }, index) =>
    curve && curve.length > 1 ? [{ letter: letter(index), index, points: curve }] : [],
  );
  const without = all.map((_, index) => letter(index)).filter((each) => !drawn.some((curve) => curve.letter === each));
  if (drawn.length === 0) return html`<p class="nothing">None of these came with a learning curve.</p>`;
  return html`<figure class="curve"><p class="caption"><strong>Validation loss</strong> <span>nats per token, by epoch; 0 is the untrained model</span></p>${curvesSvg(drawn, width)}<details><summary>As a table</summary>${lossTable(drawn)}</details></figure>${
    without.length > 0 && html`<p class="note">Without a learning curve: ${without.join(', ')}.</p>`
  }`;
}

function lossTable(drawn: readonly Curve[]): Html {
  const epochs = [...new Set(drawn.flatMap(({ points }) => points.map(({ epoch }) => epoch)))].sort((a, b) => a - b);
  return html`<section class="scroll" tabindex="0" aria-label="Table of validation losses"><table class="numbers">
<thead><tr><th scope="col">Epoch</th>${drawn.map((each) => html`<th scope="col">${each.letter}</th>`)}</tr></thead>
<tbody>${epochs.map(
    (epoch) =>
      html`<tr><th scope="row">${epoch}</th>${drawn.map(({ points }) => {
        const loss = points.find((each) => each.epoch === epoch)?.loss;
        return html`<td>${loss === undefined ? '–' : decimal(loss, 3)}</td>`;
      })}</tr>`,
  )}</tbody></table></section>`;
}
