/** The comparison as HTML. Pure; runs in the browser. Everything that comes from an experiment is escaped. */

import { rungLabels, rungNames } from '../../../runner/analysis/findings/names-schema.ts';
import { counted, decimal, range } from '../../../runner/core/words.ts';
import { signLegend } from '../../../runner/words/rungs.ts';
import type { ComparedClaim, ComparedExperiment, ComparedFeature } from '../../words/compare/compared.ts';
import { differences, type SharedFeature, sharedFeatures, unsharedFeatures } from '../../words/compare/shared.ts';
import { effectInterval, effectText } from '../../words/folded.ts';
import { type Html, html } from '../../words/html.ts';
import { rungState, statusClass, verdictClass } from '../../words/rungs.ts';

/** 'A' for the first experiment. */
export const letter = (index: number): string => String.fromCharCode(65 + index);

const named = (index: number): Html => html`<span class="letter series-${index + 1}">${letter(index)}</span>`;

/** Which letter stands for which experiment. */
export const experimentsHtml = (all: readonly ComparedExperiment[]): Html =>
  html`<ol class="compared">${all.map(
    ({ title, url, perplexity }, index) =>
      html`<li>${named(index)} <a href="${url}"><bdi>${title}</bdi></a><span class="quiet">${
        perplexity === null ? 'perplexity not measured' : `perplexity ${decimal(perplexity, 2)} per token`
      }</span></li>`,
  )}</ol>`;

const columns = (all: readonly ComparedExperiment[]): Html[] =>
  all.map((_, index) => html`<th scope="col">${named(index)}</th>`);

/** Only the settings that differ. */
export function settingsHtml(all: readonly ComparedExperiment[]): Html {
  const rows = differences(all.map(({ settings }) => settings));
  if (rows.length === 0) return html`<p class="nothing">All settings are the same.</p>`;
  return html`<section class="scroll" tabindex="0" aria-label="Table of settings that differ"><table class="numbers compare-settings">
<thead><tr><th scope="col">Setting</th>${columns(all)}</tr></thead>
<tbody>${rows.map(
    ({ key, values }) =>
      html`<tr><th scope="row">${key}</th>${values.map((value) => html`<td><bdi>${value}</bdi></td>`)}</tr>`,
  )}</tbody></table></section>`;
}

/** One sentence on what holds in all, then a block for each shared feature. */
export function featuresHtml(all: readonly ComparedExperiment[]): Html {
  const shared = sharedFeatures(all);
  const unshared = unsharedFeatures(all, shared);
  return html`<p>${summary(shared)}</p>${shared.map((feature) => featureHtml(feature, all))}${
    unshared.length > 0 &&
    html`<p class="note">Tested in one of them only: ${unshared.length > 12 ? counted(unshared.length, 'feature') : unshared.map((name, i) => html`${i > 0 && ', '}<bdi>${name}</bdi>`)}.</p>`
  }`;
}

function summary(shared: readonly SharedFeature[]): Html {
  const [only] = shared;
  if (!only) return html`No two of these experiments test the same feature.`;
  const holds = shared.filter(({ holdsInAll }) => holdsInAll);
  if (shared.length === 1) {
    const found = holds.length === 1 ? 'all leading claims hold' : 'not every leading claim holds';
    return html`More than one tests ‘<bdi>${only.name}</bdi>’; ${found} on held-out text.`;
  }
  const of = html`More than one tests ${counted(shared.length, 'feature')}.`;
  if (holds.length === 0) return html`${of} For none of them does every leading claim hold on held-out text.`;
  const names = holds.map(({ name }, i) => html`${i > 0 && ', '}‘<bdi>${name}</bdi>’`);
  return html`${of} Every leading claim holds on held-out text for ${names}.`;
}

function featureHtml({ name, each, passed }: SharedFeature, all: readonly ComparedExperiment[]): Html {
  const asked = each.filter((feature) => feature !== null);
  const descriptions = new Set(asked.map(({ description }) => description));
  return html`<section class="shared-feature"><h3><bdi>${name}</bdi></h3>
${descriptions.size > 1 && html`<p class="note">Not defined in the same way: ${[...descriptions].map((d, i) => html`${i > 0 && '; '}<bdi>${d}</bdi>`)}.</p>`}
<section class="scroll" tabindex="0" aria-label="Claims on ${name}"><table class="numbers compare-claims">
<thead><tr><th scope="col"><span class="unseen">Experiment</span></th><th scope="col">Neuron</th><th scope="col">At the feature</th><th scope="col">Local AUC</th><th scope="col">95% interval</th><th scope="col">Verdict</th>${rungNames.map((rung) => html`<th scope="col">${rungLabels[rung]}</th>`)}</tr></thead>
${each.map((feature, index) => html`<tbody>${rows(feature, all[index], index)}</tbody>`)}
<tfoot><tr><th scope="row" colspan="6">Experiments whose leading claim passes</th>${rungNames.map(
    (rung) => html`<td>${passed[rung] === asked.length ? 'all' : `${passed[rung]} of ${asked.length}`}</td>`,
  )}</tr></tfoot></table></section><p class="note">${signLegend}.</p>${matchesHtml(each)}</section>`;
}

function rows(
  feature: ComparedFeature | null,
  experiment: ComparedExperiment | undefined,
  index: number,
): Html | Html[] {
  const head = html`<th scope="row">${named(index)}</th>`;
  if (!feature) return html`<tr>${head}<td colspan="${5 + rungNames.length}">Not tested.</td></tr>`;
  if (feature.claims.length === 0) {
    return html`<tr>${head}<td colspan="${5 + rungNames.length}">No neuron was tested. <a href="${experiment?.url ?? ''}">The experiment</a></td></tr>`;
  }
  return feature.claims.map(
    (claim, i) =>
      html`<tr>${i === 0 ? head : html`<td></td>`}<td><a href="${claim.url}">${claim.neuron}</a></td><td>${claim.number ? (claim.sign > 0 ? 'rises' : 'falls') : claim.sign > 0 ? 'higher' : 'lower'}, ${claim.component}</td><td>${claim.effect ? effectText(claim.effect.localAuc, claim) : 'not measured'}</td><td>${claim.effect && range(effectInterval(claim.effect.localAuc, claim.effect.interval, claim))}</td><td class="${verdictClass(claim.verdict.level)}">${claim.verdict.phrase}</td>${rungCells(claim)}</tr>`,
  );
}

const rungCells = ({ statuses }: ComparedClaim): Html[] =>
  rungNames.map((rung) => {
    const status = statuses[rung];
    return html`<td class="${statusClass(status)}">${rungState(status, { quiet: true })}</td>`;
  });

/** The neurons that were matched in networks of other seeds. */
function matchesHtml(each: readonly (ComparedFeature | null)[]): Html | null {
  const matched = each.flatMap((feature, index) =>
    (feature?.claims ?? []).filter(({ matches }) => matches.length > 0).map((claim) => ({ index, claim })),
  );
  if (matched.length === 0) return null;
  return html`<details><summary>Neurons matched in other seeds</summary><ul class="notes">${matched.map(
    ({ index, claim }) =>
      html`<li>${named(index)} neuron ${claim.neuron}: ${claim.matches.map(
        ({ seed, neuron, correlation, random, passed }, i) =>
          html`${i > 0 && '; '}seed ${seed}, neuron ${neuron}, r = ${decimal(correlation)} (by chance ${decimal(random)}), ${passed ? 'passes' : 'does not pass'}`,
      )}.</li>`,
  )}</ul></details>`;
}
