/** A training as it stands, as HTML that the watching page puts in its place. Pure; what comes from files is escaped. */
import { cutOf } from '../../runner/core/cut.ts';
import { componentName, limitsOf } from '../words/components.ts';
import { epochName } from '../words/evolution.ts';
import { escapeHtml } from '../words/html.ts';
import { direction } from '../words/token.ts';
import {
  type WatchedEpoch,
  type WatchedRun,
  type WatchedTraining,
  watchedCurve,
  watchedFacts,
} from '../words/watch.ts';
import { lossChart } from './charts.ts';
import { colourCoordinate } from './colour.ts';
import { svgOf } from './drawing.ts';
import { textHtml } from './text-html.ts';

const factsLine = (facts: readonly string[]): string =>
  `<ul class="facts-line">${facts.map((fact) => `<li>${escapeHtml(fact)}</li>`).join('')}</ul>`;

export function runsHtml(runs: readonly WatchedRun[]): string {
  if (runs.length === 0) return '<p class="nothing">No training has begun in this folder of runs.</p>';
  const items = runs.map(
    (run) =>
      `<li><a href="?run=${encodeURIComponent(run.name)}"><bdi>${escapeHtml(run.name)}</bdi></a>${factsLine(watchedFacts({ ...run, lines: [] }))}</li>`,
  );
  return `<ul class="watched ruled">${items.join('')}</ul>`;
}

/** The latest epoch first: it is what one waits for. */
export function trainingHtml(training: WatchedTraining): string {
  const { lines, epochs, neuron } = training;
  const curve = watchedCurve(lines);
  const svg = curve === null ? '' : svgOf(lossChart(curve));
  const [component] = epochs.map((each) => each.component);
  const colours =
    neuron === null || component === undefined
      ? ''
      : `, coloured by the ${escapeHtml(componentName(component))} of neuron <b>${neuron}</b>`;
  const texts =
    epochs.length === 0
      ? '<p class="nothing">It has written no text: one comes after every epoch, unless watch is none.</p>'
      : `<p>What the model wrote after each epoch${colours}.</p><ol>${epochs.toReversed().map(epochHtml).join('')}</ol>`;
  return [
    factsLine(watchedFacts(training)),
    curve === null
      ? ''
      : `<figure class="curve"><ul class="multiples"><li><p class="caption"><strong>Loss</strong> <span>nats per token, by epoch</span></p><p class="key"><span class="key-line">validation</span> <span class="key-line-2">training</span></p>${svg}</li></ul></figure>`,
    `<section class="evolution"><h2>What it writes while it learns</h2>${texts}</section>`,
  ].join('');
}

function epochHtml(epoch: WatchedEpoch): string {
  const { tokens, promptLength, promptStart, values, cell, component, unit, tokenized } = epoch;
  const cut = cutOf({ unit, tokens: tokenized });
  const limits = limitsOf(component, cell);
  const coordinates = values === null ? [] : Array.from(values, (value) => colourCoordinate(value, limits));
  const html = textHtml({ tokens, promptLength, promptStart, unknown: [], resets: [], cut }, coordinates, []);
  return `<li><h3>${escapeHtml(epochName(epoch))}</h3><div class="tokens ${unit}" dir="${direction(tokens)}">${html}</div></li>`;
}
