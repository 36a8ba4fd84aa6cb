/**
 * The published experiments as the pages read them: the collection's entries, and their side-cars from the disk.
 */

import { getCollection } from 'astro:content';
import { join } from 'node:path';
import type { QuantizedActivations } from '../../runner/results/activations.ts';
import { readActivations } from '../../runner/results/read.ts';
import type { TextName } from '../../runner/results/schema.ts';
import type { Experiment } from '../words/experiment.ts';
import { titleOf } from '../words/title.ts';
import { resultsDirectory } from './places.ts';

/** All experiments, by title and then by id. */
export async function experiments(): Promise<Experiment[]> {
  const entries = await getCollection('results');
  return entries
    .map(({ id, data }) => ({ id, result: data }))
    .sort((a, b) => titleOf(a.result).localeCompare(titleOf(b.result), 'en') || (a.id < b.id ? -1 : 1));
}

/** Activations of a component over a shown text; the recorded component unless another is named. */
export function activations(
  { id, result }: Experiment,
  text: TextName,
  component = result.record.component,
  layer = result.record.layer,
): Promise<QuantizedActivations> {
  return readActivations(join(resultsDirectory(), id), result, { text, component, layer });
}

/** An experiment with what its figures ask for. */
export const drawable = (experiment: Experiment) => ({
  result: experiment.result,
  activations: (text: TextName) => activations(experiment, text),
});
