/** A neuron on a card: what is known of it in a sentence, and one place in the text in its colours. Pure; runs in the browser. */
import type { Cut } from '../../../runner/core/cut.ts';
import { type Html, html } from '../../words/html.ts';
import type { NeuronFile } from '../../words/neurons/file.ts';
import { excerptHtml } from '../atlas/pieces.ts';

export function cardHtml(
  {
    neuron,
    sentence,
    title,
    page,
    example,
    range,
    claims,
  }: Pick<NeuronFile, 'neuron' | 'sentence' | 'title' | 'page' | 'example' | 'range' | 'claims'>,
  cut: Cut,
): Html {
  return html`<p class="card-sentence">${sentence}</p>${example && excerptHtml(example, range, cut)}${
    claims.length > 0 &&
    html`<ul class="facts-line">${claims.map(({ feature, verdict }) => html`<li><bdi>${feature}</bdi>: ${verdict}</li>`)}</ul>`
  }<p class="facts-line"><a href="${page}" target="_top">Neuron ${neuron}</a> of <bdi>${title}</bdi></p>`;
}
