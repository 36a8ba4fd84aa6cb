/** The published experiments as the pages read them, their side-cars from the disk, and the published sweeps. */
import { getCollection } from 'astro:content';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { QuantizedActivations } from '../../runner/experiment/results/activations.ts';
import { readActivations, readResult, readSweep } from '../../runner/experiment/results/read.ts';
import type { TextName } from '../../runner/experiment/results/schema.ts';
import type { SweepResult } from '../../runner/experiment/results/sweep-schema.ts';
import { sweepFile } from '../../runner/experiment/results/sweep-schema.ts';
import type { Experiment } from '../words/experiment.ts';
import { titleOf } from '../words/experiment.ts';
import { remembered } from '../words/remembered.ts';
import { resultsDirectory } from './places.ts';
import { readAgain, shownResults } from './shown-results.ts';

/** The same object for all pages. A broken result stops the build with its file and key. */
const experimentOf = remembered(
  (id: string): Promise<Experiment> =>
    readAgain(async () => ({ id, result: await readResult(join(resultsDirectory(), id)) })),
);

/** All experiments, by title and then by id. */
export async function experiments(): Promise<Experiment[]> {
  const entries = await getCollection('results');
  const all = await Promise.all(
    entries.map(({ id, data: { result } }) => (result === null ? experimentOf(id) : { id, result })),
  );
  return all.sort((a, b) => titleOf(a.result).localeCompare(titleOf(b.result), 'en') || (a.id < b.id ? -1 : 1));
}

/** Activations of the recorded component over a shown text. */
export const activations = ({ id, result }: Experiment, text: TextName): Promise<QuantizedActivations> =>
  readActivations(join(resultsDirectory(), id), result, { text, ...result.record });

/** An experiment with what its figures ask for. */
export const drawable = (experiment: Experiment) => ({
  result: experiment.result,
  activations: (text: TextName) => activations(experiment, text),
});

/** By title. A broken file stops the build with its name and key. */
export async function sweeps(): Promise<SweepResult[]> {
  const directory = resultsDirectory();
  const own = (await shownResults(directory)).filter((name) => existsSync(join(directory, name, sweepFile)));
  // A folder that was copied or renamed has a page of its own.
  const all = await Promise.all(
    own.map(async (id) => ({
      ...(await readAgain(() => readSweep(join(directory, id)))),
      id,
    })),
  );
  return all.sort((a, b) => a.title.localeCompare(b.title, 'en') || (a.id < b.id ? -1 : 1));
}
