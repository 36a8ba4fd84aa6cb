/** Matched neurons of experiments that show the same text, as HTML. Pure; runs in the browser. */

import { counted, decimal } from '../../../runner/core/words.ts';
import type { ComparedExperiment } from '../../words/compare/compared.ts';
import { type Html, html } from '../../words/html.ts';
import { type NeuronMatch, shiftCount } from './match.ts';
import { letter } from './view.ts';

/** A neuron of the first experiment that is looked for in the others. */
export interface QueryNeuron {
  neuron: number;
  /** The features that it is claimed to react to, or was chosen for where nothing was tested. */
  features: string[];
  claimed: boolean;
}

/** More than these would be a long list of numbers. */
const mostAsked = 8;

/**
 * The neurons of the claims that speak for the features, each once, in the order of the features; of an experiment
 * without claims the first neuron that was chosen for each feature's figures.
 */
export function askedNeurons({ features, recorded }: ComparedExperiment): QueryNeuron[] {
  const claimed = features.some(({ claims }) => claims.length > 0);
  const asked = new Map<number, string[]>();
  for (const { name, claims, chosen } of features) {
    const lead = claims[0]?.component === recorded?.component ? claims[0]?.neuron : undefined;
    const neuron = claimed ? lead : chosen[0];
    if (neuron !== undefined) asked.set(neuron, [...(asked.get(neuron) ?? []), name]);
  }
  return [...asked].slice(0, mostAsked).map(([neuron, names]) => ({ neuron, features: names, claimed }));
}

/** An experiment that publishes its activations over the shown text. */
export type RecordedExperiment = ComparedExperiment & { recorded: NonNullable<ComparedExperiment['recorded']> };

export const isRecorded = (experiment: ComparedExperiment | undefined): experiment is RecordedExperiment =>
  experiment !== undefined && experiment.recorded !== null;

/** The experiments after the first that show its text and publish their activations over it. */
export const comparable = ([first, ...others]: readonly ComparedExperiment[]): {
  experiment: RecordedExperiment;
  index: number;
}[] =>
  others.flatMap((experiment, i) =>
    isRecorded(first) && isRecorded(experiment) && experiment.text.digest === first.text.digest
      ? [{ experiment, index: i + 1 }]
      : [],
  );

/** The letters of those that are the same network as the first; null for none. */
export function sameNetwork([first, ...others]: readonly ComparedExperiment[]): string | null {
  const same = others.flatMap(({ network }, i) =>
    network !== null && network === first?.network ? [letter(i + 1)] : [],
  );
  return same.length === 0 ? null : same.join(', ');
}

export interface MatchRow {
  asked: QueryNeuron;
  /** Where in the comparison the other experiment stands, from 0. */
  index: number;
  component: string;
  /** Null: the neuron never changes. */
  match: NeuronMatch | null;
}

export function matchTable(rows: readonly MatchRow[], first: RecordedExperiment): Html {
  return html`<section class="scroll" tabindex="0" aria-label="Table of matched neurons"><table class="numbers compare-matches">
<thead><tr><th scope="col">Neuron of A</th><th scope="col">${rows[0]?.asked.claimed ? 'Claimed at' : 'Chosen at'}</th><th scope="col">Most like it</th><th scope="col">r</th><th scope="col">Largest |r| of shifted readings</th></tr></thead>
<tbody>${rows.map(
    ({ asked, index, component, match }) =>
      html`<tr><th scope="row">${asked.neuron}</th><td>${asked.features.map((name, i) => html`${i > 0 && ', '}<bdi>${name}</bdi>`)}</td>${
        match
          ? html`<td>neuron ${match.neuron} of ${letter(index)}, ${component}</td><td>${decimal(match.correlation)}</td><td>${decimal(match.shifted)}${Math.abs(match.correlation) <= match.shifted && ': no more than chance'}</td>`
          : html`<td colspan="3">Neuron ${asked.neuron} does not change over this text.</td>`
      }</tr>`,
  )}</tbody></table></section>
<p class="note">Pearson’s r over the ${counted(first.text.tokens, 'token')} shown on the pages only, of the ${first.recorded.component} of A. The best of many neurons correlates by chance too: the last column is the best of all when the readings are shifted against each other, in ${shiftCount} ways. This suggests where to look; it is no test.</p>`;
}
