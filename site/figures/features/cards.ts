/** What is known of a neuron and a feature as three cards, and what it gets right and wrong in three columns. Pure; runs in the browser. */

import type { AtlasFeature } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { strongestKinds } from '../../../runner/analysis/findings/names-schema.ts';
import type { RungStatus } from '../../../runner/analysis/findings/rungs-schema.ts';
import type { Cut } from '../../../runner/core/cut.ts';
import { coordinate, counted, decimal, limit, range, significant } from '../../../runner/core/words.ts';
import { type AtlasIndex, coloursTo } from '../../words/atlas/profile.ts';
import type { Tests } from '../../words/features/file.ts';
import { classOf, detectorSentence, kindHeadings, numberHeadings, scored } from '../../words/features/sentences.ts';
import { distance, type ExcerptPlace, type Teller } from '../../words/features/told.ts';
import { areaOnSide, folded, foldedInterval, scoreAt } from '../../words/folded.ts';
import { type Html, html, trusted } from '../../words/html.ts';
import { likelihood, lostShares } from '../../words/likelihood.ts';
import { answered, rungState, statusClass } from '../../words/rungs.ts';
import { direction } from '../../words/token.ts';
import { colourCoordinate } from '../colour.ts';
import { textHtml } from '../text-html.ts';

export interface CardContext {
  feature: AtlasFeature;
  networks: number;
  range: AtlasIndex['range'];
  cut: Cut;
}

interface Card {
  title: string;
  status: RungStatus;
  number: string;
  beside: string;
  text: string;
  axis?: Axis;
}
interface Axis {
  from: number;
  to: number;
  at: number;
  interval: readonly [number, number] | null;
  limit: number | null;
}

export function cardsHtml(teller: Teller, tests: Tests | null, context: CardContext): Html {
  const cards = [onNewPages(teller, tests, context), learnedCard(teller, context), usedCard(tests)];
  return html`<div class="multiples">${cards.map(
    ({ title, status, number, beside, text, axis }) =>
      html`<div class="test-card"><p class="ends"><strong>${title}</strong><span class="${statusClass(status)}"><span class="verdict">${rungState(status)}</span></span></p><p class="big">${number}${beside !== '' && html` <small>${beside}</small>`}</p>${axis ? axisSvg(axis) : html`<p class="no-axis"></p>`}<p class="note">${text}</p></div>`,
  )}</div>`;
}

function onNewPages({ discovery, confirmation }: Teller, tests: Tests | null, { feature }: CardContext): Card {
  const measured = tests?.effect ?? null;
  const interval = measured === null ? null : foldedInterval(measured.localAuc, measured.interval);
  const isSame = (discovery - 0.5) * (confirmation - 0.5) > 0;
  const { auc } = folded(confirmation);
  const isHow = feature.number
    ? 'How closely it goes with the number within a passage, as (1 + ρ) / 2 of the local rank correlation,'
    : `The chance that it tells a carrier from another of the ${classOf(feature)} of the same passage,`;
  return {
    title: 'On new pages?',
    status: tests && tests.rungs.heldOut.status !== 'not run' ? tests.rungs.heldOut.status : answered(isSame),
    number: scored(confirmation),
    beside: interval === null ? '' : `95% ${range(interval, 2)}`,
    text: `${isHow} on pages that took no part in choosing it (on those that did: ${decimal(folded(discovery).auc)}). ${feature.number ? 'No relation' : 'Guessing'} scores 0.50.`,
    axis: { from: 0.5, to: 1, at: auc, interval, limit: null },
  };
}

function learnedCard({ confirmation, learned }: Teller, { feature, networks }: CardContext): Card {
  const { bar, untrained, labels } = feature;
  const { auc } = folded(confirmation);
  if (bar === null) {
    return {
      title: 'Learned?',
      status: 'not run',
      number: decimal(auc),
      beside: '',
      text: networks === 0 ? 'No untrained network was read beside this one.' : 'Too few untrained networks were read.',
    };
  }
  const reached = [
    untrained &&
      `The best neuron of ${counted(networks, 'untrained network')} reaches ${decimal(0.5 + untrained.best)}`,
    labels !== null && `this network’s own for control labels ${decimal(0.5 + labels)}`,
  ].filter(Boolean);
  return {
    title: 'Learned?',
    status: answered(learned),
    number: decimal(auc),
    beside: `against ${scoreAt(bar, {}, 2)}`,
    text: `${reached.join('; ')}. One more untrained network would pass the limit once in twenty times, over all features.`,
    axis: { from: 0.5, to: 1, at: auc, interval: null, limit: areaOnSide(bar, 1) },
  };
}

/** On one scale for all pages: the largest effects that were found are about as large. */
const usedScale = 0.15;

function usedCard(tests: Tests | null): Card {
  const used = tests?.rungs.used;
  const measured = used?.measured ?? null;
  if (!used || measured === null) {
    return {
      title: 'Used?',
      status: used?.status ?? 'not run',
      number: '–',
      beside: '',
      text:
        used?.status === 'not applicable'
          ? 'The question does not apply to this feature.'
          : 'The network was not read with this neuron held at another value, so what it does with the neuron is not known.',
    };
  }
  return {
    title: 'Used?',
    status: used.status,
    number: likelihood(measured.difference),
    beside: `95% ${lostShares(measured.interval)}`,
    text: `is what really comes next, on average, with the neuron held at the wrong state instead of at the states of other pages (${significant(measured.difference, 2)} nats a token).`,
    axis: { from: -usedScale, to: usedScale, at: measured.difference, interval: measured.interval, limit: 0 },
  };
}

function axisSvg({ from, to, at, interval, limit }: Axis): Html {
  const x = (value: number): string => coordinate(6 + 228 * Math.max(0, Math.min(1, (value - from) / (to - from))));
  return trusted(
    `<svg class="card-axis" viewBox="0 0 240 28" aria-hidden="true"><line x1="6" x2="234" y1="10" y2="10"/>` +
      (limit === null
        ? ''
        : `<line class="limit" data-x="${limit}" x1="${x(limit)}" x2="${x(limit)}" y1="2" y2="18"/>`) +
      (interval === null
        ? ''
        : `<line class="interval" x1="${x(interval[0])}" x2="${x(interval[1])}" y1="10" y2="10"/>`) +
      `<circle data-x="${at}" cx="${x(at)}" cy="10" r="4.5"/><g data-ticks="x"><text x="6" y="27">${decimal(from)}</text><text x="234" y="27" text-anchor="end">${decimal(to)}</text></g></svg>`,
  );
}

/** @param id of the group, so that several may stand on a page. */
export function columnsHtml(teller: Teller, context: CardContext): Html {
  const { range, cut } = context;
  const { detector } = teller;
  const sentence = detectorSentence(teller);
  if (detector === null)
    return html`<p class="nothing">${context.feature.number ? 'Where it says the number right and where not was not published with this result.' : 'Its hits, misses and false alarms were not published with this result.'}</p>`;
  const headings = detector.off ? numberHeadings : kindHeadings;
  const excerpt = ({ tokens, activations, carriers, centre, number }: ExcerptPlace): Html =>
    html`<li><span class="tokens ${cut}" dir="${direction(tokens)}">${trusted(
      textHtml(
        {
          tokens: tokens.map((token) => (token === '\n' ? ' ' : token)),
          unknown: [],
          resets: [],
          promptLength: 0,
          cut,
        },
        activations.map((value, t) => (t === centre ? colourCoordinate(value, coloursTo(range, activations)) : 0)),
        carriers,
        centre,
      ),
    )}</span> <small>${number ? html`${limit(number.own)}, it says ${limit(number.said)}` : decimal(activations[centre] ?? Number.NaN)}</small></li>`;
  return html`<p>${sentence}</p><div class="row tab-bar">${strongestKinds.map(
    (kind, index) =>
      html`<button type="button" data-tab-button aria-pressed="${index === 0 ? 'true' : 'false'}">${headings[kind].name}</button>`,
  )}</div><div class="columns multiples">${strongestKinds.map(
    (kind, index) =>
      html`<section aria-label="${headings[kind].name}" data-tab class="${index === 0 ? 'before' : 'behind'}"><h3>${headings[kind].name}</h3><p class="note">${headings[kind].about}</p>${
        detector.places[kind].length === 0
          ? html`<p class="quiet">None was found.</p>`
          : html`<ol class="ruled">${detector.places[kind].map(excerpt)}</ol>`
      }</section>`,
  )}</div>`;
}

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

/** Of one that is not among the best: its number alone. */
export const plainTeller = (neuron: number, confirmation: number, learned: boolean): Html =>
  html`<p class="nothing">Neuron ${neuron} scores ${scored(confirmation)}${learned ? ' and learned it' : ''}. Cards and columns are of the best five${distance(confirmation) < 0.05 && '; this one hardly does better than guessing'}.</p>`;
