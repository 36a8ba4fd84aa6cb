/**
 * Networks of the same manifest trained from further seeds, each of which reads the same text. Trainings are kept in
 * `runs/<experiment>/seeds/<seed>` and go on where they stopped.
 */

import { join } from 'node:path';
import type { Listener, OtherSeed } from '../../analysis/findings/readings.ts';
import type { Reason } from '../../analysis/findings/reasons-schema.ts';
import { replicated } from '../../analysis/findings/rungs/replicated.ts';
import type { EvidenceContext } from '../context.ts';
import { trainedModel } from '../train-model.ts';
import type { HalvedText } from './halves.ts';
import { halvesReadBy } from './read-halves.ts';

/** @returns why there are none, where the manifest asks for one seed alone. */
export function otherSeeds(
  context: EvidenceContext,
  text: HalvedText,
  onProgress?: Listener,
): AsyncIterable<OtherSeed> | Reason {
  const { manifest, checkpoint } = context;
  if (manifest.seeds > 1) return trainedSeeds(context, text, onProgress);
  const trained = manifest.model.checkpoint === null;
  // Networks trained here would be others: another corpus, another training.
  if (!trained && checkpoint.training === undefined) return { code: 'trained elsewhere' };
  return { code: 'one seed', seeds: 1 + replicated.criteria.otherSeeds, trained };
}

async function* trainedSeeds(
  context: EvidenceContext,
  text: HalvedText,
  onProgress: Listener = () => {},
): AsyncGenerator<OtherSeed> {
  const { manifest, reporter } = context;
  for (let further = 1; further < manifest.seeds; further++) {
    const seed = (manifest.seed + further) % 2 ** 32;
    reporter.line(`Seed ${seed}, ${further + 1} of ${manifest.seeds}`);
    yield await networkOf(context, text, seed);
    onProgress(further / (manifest.seeds - 1));
  }
}

/** Trains the network of a seed, or finds it trained, and reads the text with it. */
async function networkOf(context: EvidenceContext, text: HalvedText, seed: number): Promise<OtherSeed> {
  const { manifest, corpus, engines, paths, reporter, interrupted, observed, fileVectors } = context;
  // Of the further seeds only the end is looked at.
  const settings = { ...manifest, seed, train: { ...manifest.train, keep: 'best' as const } };
  const own = { ...paths, run: join(paths.run, 'seeds', String(seed)) };
  const { checkpoint } = await trainedModel({
    manifest: settings,
    corpus,
    start: null,
    fileVectors,
    engine: engines.training,
    paths: own,
    reporter,
    interrupted,
  });
  const activations = await halvesReadBy(checkpoint, context, text, (done) =>
    reporter.progress({ done, total: observed.ids.length, text: `reading with seed ${seed}` }),
  );
  return { seed, activations };
}
