/** The comparison as HTML. Pure; runs in the browser. Everything that comes from an experiment is escaped. */
import { rungLabels, rungNames } from '../../../runner/analysis/findings/names-schema.ts';
import { counted } from '../../../runner/core/format.ts';
import { signLegend } from '../../../runner/wording/rungs.ts';
import type { ComparedExperiment, ComparedFeature, SettingRow } from '../../words/compared.ts';
import { type Html, html } from '../../words/html.ts';
import { rungState, statusClass, verdictClass } from '../../words/rungs.ts';

export interface SharedFeature {
  name: string;
  /** One for each experiment, in their order; null where it was not asked for. */
  each: (ComparedFeature | null)[];
  /** Whether the leading claim holds on held-out documents in all experiments that asked for the feature. */
  holdsInAll: boolean;
}

/** The features, by name, that at least two experiments asked for: those that hold furthest in all come first. */
export function sharedFeatures(all: readonly ComparedExperiment[]): SharedFeature[] {
  return namesIn(all)
    .map((name): SharedFeature => {
      const each = all.map(({ features }) => features.find((feature) => feature.name === name) ?? null);
      const holdsInAll = each.every((feature) => !feature || feature.claim?.statuses.heldOut === 'passed');
      return { name, each, holdsInAll };
    })
    .filter(({ each }) => each.filter((feature) => feature !== null).length > 1)
    .sort((a, b) => Number(b.holdsInAll) - Number(a.holdsInAll) || passes(b) - passes(a));
}

const namesIn = (all: readonly ComparedExperiment[]): string[] => [
  ...new Set(all.flatMap(({ features }) => features.map(({ name }) => name))),
];

const passes = ({ each }: SharedFeature): number =>
  each.flatMap((feature) => Object.values(feature?.claim?.statuses ?? {})).filter((status) => status === 'passed')
    .length;

const listedNames = (names: readonly string[]): Html[] =>
  names.map((name, i) => html`${i > 0 && ', '}‘<bdi>${name}</bdi>’`);

/** One sentence on what holds in all, then a table for each shared feature. */
export function featuresHtml(all: readonly ComparedExperiment[]): Html {
  const shared = sharedFeatures(all);
  const names = new Set(shared.map(({ name }) => name));
  const others = namesIn(all).filter((name) => !names.has(name));
  return html`<p>${summary(shared)}</p>${shared.map((feature) => featureHtml(feature, all))}${
    shared.length > 0 && html`<p class="note">${signLegend}.</p>`
  }${
    others.length > 0 &&
    html`<p class="note">Asked of one of them only: ${others.length > 12 ? counted(others.length, 'feature') : listedNames(others)}.</p>`
  }`;
}

function summary(shared: readonly SharedFeature[]): Html {
  if (shared.length === 0) return html`No two of these experiments ask for the same feature.`;
  const holds = shared.filter(({ holdsInAll }) => holdsInAll).map(({ name }) => name);
  if (holds.length === 0)
    return html`On none of ${counted(shared.length, 'shared feature')} does every leading claim hold on held-out text.`;
  const others = shared.length - holds.length;
  return html`Every leading claim on ${listedNames(holds)} holds on held-out text${others > 0 && `, and not every one on ${counted(others, 'other shared feature')}`}.`;
}

function featureHtml({ name, each }: SharedFeature, all: readonly ComparedExperiment[]): Html {
  const descriptions = [...new Set(each.flatMap((feature) => feature?.description ?? []))];
  return html`<section class="shared-feature"><h3><bdi>${name}</bdi></h3>
${descriptions.length > 1 && html`<p class="note">Not defined in the same way: ${descriptions.map((d, i) => html`${i > 0 && '; '}<bdi>${d}</bdi>`)}.</p>`}
<section class="scroll" tabindex="0" aria-label="Claims on ${name}"><table class="numbers compare-claims">
<thead><tr>${['Experiment', 'Neuron', 'At the feature', 'Local AUC', '95% interval', 'Verdict', ...rungNames.map((rung) => rungLabels[rung])].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${all.map((experiment, index) => rowHtml(experiment, each[index] ?? null))}</tbody></table></section></section>`;
}

function rowHtml({ title, url }: ComparedExperiment, feature: ComparedFeature | null): Html {
  const claim = feature?.claim;
  const cells = claim
    ? html`<td><a href="${claim.url}">${claim.neuron}</a></td><td>${claim.at}</td><td>${claim.effect}</td><td>${claim.interval}</td><td class="${verdictClass(claim.level)}">${claim.verdict}</td>${rungNames.map(
        (rung) => html`<td class="${statusClass(claim.statuses[rung])}">${rungState(claim.statuses[rung], true)}</td>`,
      )}`
    : html`<td colspan="${5 + rungNames.length}">${feature ? 'No neuron was tested.' : 'Not asked.'}</td>`;
  return html`<tr><th scope="row"><a href="${url}"><bdi>${title}</bdi></a></th>${cells}</tr>`;
}

/** Only the settings that differ. */
export function settingsHtml(all: readonly ComparedExperiment[]): Html {
  const rows = differences(all.map(({ settings }) => settings));
  if (rows.length === 0) return html`<p class="nothing">All settings are the same.</p>`;
  return html`<section class="scroll" tabindex="0" aria-label="Table of settings that differ"><table class="numbers compare-settings">
<thead><tr><th scope="col">Setting</th>${all.map(({ title }) => html`<th scope="col"><bdi>${title}</bdi></th>`)}</tr></thead>
<tbody>${rows.map(
    ({ key, values }) =>
      html`<tr><th scope="row">${key}</th>${values.map((value) => html`<td><bdi>${value}</bdi></td>`)}</tr>`,
  )}</tbody></table></section>`;
}

/** In the order of the first experiment that has them; 'not set' where one has no such key. */
export function differences(all: readonly (readonly SettingRow[])[]): { key: string; values: string[] }[] {
  const maps = all.map((each) => new Map(each.map(({ key, value }) => [key, value])));
  const keys = new Set(all.flatMap((each) => each.map(({ key }) => key)));
  return [...keys]
    .map((key) => ({ key, values: maps.map((map) => map.get(key) ?? 'not set') }))
    .filter(({ values }) => new Set(values).size > 1);
}
