/**
 * Everything of one neuron as HTML: the panel of the atlas, filled by script, and the neuron's own page, made at build time.
 * Pure; whatever comes from the text is escaped.
 */
import type { AtlasParts } from '../../../runner/analysis/atlas/atlas-schema.ts';
import type { Cut } from '../../../runner/core/cut.ts';
import { counted, decimal, integer, limit, percent, quoted } from '../../../runner/core/format.ts';
import { familyOf } from '../../words/atlas/learned.ts';
import { documentSentence, largestParts, memorySentence, strengths } from '../../words/atlas/memory.ts';
import {
  type AtlasIndex,
  coloursTo,
  type FeatureEffect,
  type LogitEffect,
  type PublishedProfile,
} from '../../words/atlas/profile.ts';
import { excerptHeadings, valueSentences } from '../../words/atlas/sentences.ts';
import { scored } from '../../words/features/told.ts';
import { type Html, html, trusted } from '../../words/html.ts';
import { direction, tokenLabel } from '../../words/token.ts';
import { colourCoordinate } from '../colour.ts';
import { textHtml } from '../text-html.ts';
import { effectBar, excerptHtml, type NeuronContext, outlineHistogramSvg, zeroWithin } from './pieces.ts';

/** So many features and excerpts of a kind stand open; the rest is folded. */
const shownEffects = 6;
const shownExcerpts = 3;

export function neuronHtml(profile: PublishedProfile, context: NeuronContext): Html {
  return html`<div class="neuron-profile"><div class="values">${valuesHtml(profile)}</div>
${memoryHtml(profile, context)}
<div class="tells"><h3>What it tells</h3>${effectsHtml(profile.effects, context)}</div>
${profile.excerpts.map(
  ({ kind, excerpts }) =>
    html`<div class="excerpt-list"><h3>${excerptHeadings[kind]}</h3>${excerpts
      .slice(0, shownExcerpts)
      .map((excerpt) => excerptHtml(excerpt, context))}${
      excerpts.length > shownExcerpts &&
      html`<details><summary>${excerpts.length - shownExcerpts} more</summary>${excerpts
        .slice(shownExcerpts)
        .map((excerpt) => excerptHtml(excerpt, context))}</details>`
    }</div>`,
)}
${putThereHtml(profile.neuron, context)}
${writesHtml(profile)}
<div class="near"><h3>Moves most like it</h3>${nearestHtml(profile, context)}</div></div>`;
}

function valuesHtml(profile: PublishedProfile): Html {
  const [low, high] = profile.limits;
  const tokens = profile.histogram.reduce((sum, bar) => sum + bar, 0);
  return html`<h3>Its values</h3>${outlineHistogramSvg(profile.histogram, zeroWithin(profile.limits), profile.limits)}<p class="ends" data-ticks="x"><span>${limit(low)}</span><span>how often, of ${integer(tokens)} tokens</span><span>${limit(high)}</span></p><p>${valueSentences(profile).join(' ')}</p>`;
}

function memoryHtml({ memory, document }: PublishedProfile, { atlas }: NeuronContext): Html | null {
  if (memory === null || !atlas.memory) return null;
  return html`<div class="remembers"><h3>How long it remembers</h3><p>${memorySentence(memory, atlas.memory)} ${documentSentence(document, atlas)}</p></div>`;
}

function effectsHtml(effects: readonly FeatureEffect[], context: NeuronContext): Html {
  if (effects.length === 0) return html`<p>No feature could be tested.</p>`;
  const rest = effects.slice(shownEffects);
  return html`${effectTable('What it tells', effects.slice(0, shownEffects), context)}${
    rest.length > 0 &&
    html`<details><summary>${counted(rest.length, 'more feature')}</summary>${effectTable('More features', rest, context)}</details>`
  }`;
}

function effectTable(name: string, effects: readonly FeatureEffect[], { atlas }: NeuronContext): Html {
  const untrained = atlas.networks > 0;
  return html`<table class="effects" aria-label="${name}"><thead><tr><th scope="col">Feature</th><th scope="col"><span class="unseen">Bar</span></th><th scope="col">Score</th>${untrained && html`<th scope="col">Untrained best</th>`}</tr></thead><tbody>${effects.map(
    ({ feature, effect, learned }) =>
      html`<tr><th scope="row"><i class="dot" style="--family:var(--${familyOf(feature)})"></i><bdi>${feature.name}</bdi>${learned && html` <span class="learned">learned</span>`}</th><td>${effectBar(effect, feature.bar)}</td><td>${scored(effect)}</td>${
        untrained && html`<td>${feature.untrained === null ? '–' : decimal(0.5 + feature.untrained.best)}</td>`
      }</tr>`,
  )}</tbody></table>`;
}

/** What earlier tokens put into it, where it is highest and lowest; nothing where that was not computed of this neuron. */
function putThereHtml(neuron: number, { atlas, cut }: Omit<NeuronContext, 'linkTo'>): Html | null {
  const own = (atlas.parts ?? []).filter((each) => each.neuron === neuron);
  if (own.length === 0) return null;
  return html`<div class="put-there"><h3>What put it there</h3>${own.map((each) => placeHtml(each, atlas.range, cut))}<p class="note">At the framed token. Each earlier token was replaced by others as frequent and the text read again: a bar below is what it raised, above what it lowered.</p></div>`;
}

function placeHtml(
  { tokens, activations, value, probability, next, chance, backward }: AtlasParts,
  range: AtlasIndex['range'],
  cut: Cut,
): Html {
  const position = tokens.length - 1;
  const parts = value.map((each, place) => ({ position: place, value: each }));
  const limits = coloursTo(range, activations);
  const inText = <T>(read: readonly T[]): readonly T[] => (backward ? read.toReversed() : read);
  const text = textHtml(
    {
      unknown: [],
      resets: [],
      promptLength: 0,
      cut,
      tokens: [...inText(tokens)],
      strengths: inText(Array.from(tokens, (_, place) => strengths(parts)[place] ?? 0)),
    },
    inText(activations).map((each) => colourCoordinate(each, limits)),
    [],
    backward ? 0 : position,
  );
  const labelOf = (place: number): string => tokenLabel(tokens[place] ?? '');
  const largest = largestParts(parts, position, labelOf);
  const helped = probability.reduce(
    (best, each, place) => (Math.abs(each) > Math.abs(probability[best] ?? 0) ? place : best),
    0,
  );
  const without = chance - (probability[helped] ?? 0);
  const said = largest === '' ? 'No earlier token put it there.' : `Put there by ${largest}.`;
  const expected =
    probability.length === 0
      ? ''
      : ` ${quoted(tokenLabel(next))} comes next, expected at ${percent(chance)}; without ${quoted(labelOf(helped))} ${counted(position - helped, 'token')} before at ${percent(Math.max(0, without))}.`;
  return html`<div class="tokens parts ${cut}" dir="${direction(tokens)}">${trusted(text)}</div><p>${said}${expected}</p>`;
}

function writesHtml({ writes }: PublishedProfile): Html | null {
  if (writes === null) return null;
  const list = (tokens: readonly LogitEffect[], kind: string): Html =>
    html`<ul class="chips ${kind}">${tokens.map(({ token, by }) => html`<li title="${`${decimal(by)} logits per unit of hidden state`}"><bdi>${tokenLabel(token)}</bdi></li>`)}</ul>`;
  return html`<div class="writes multiples"><div><h3>When high, it makes likelier</h3>${list(writes.raised, 'raised')}</div><div><h3>When high, it makes less likely</h3>${list(writes.lowered, 'lowered')}</div></div>`;
}

function nearestHtml({ nearest }: PublishedProfile, { linkTo }: NeuronContext): Html {
  if (nearest.length === 0) return html`<p>It is the only one.</p>`;
  return html`<ul class="chips nearest">${nearest.map(
    ({ neuron, correlation }) =>
      html`<li><a href="${linkTo(neuron)}" aria-label="Neuron ${neuron}">${neuron}</a> <span>${correlation > 0 && '+'}${decimal(correlation)}</span></li>`,
  )}</ul>`;
}
