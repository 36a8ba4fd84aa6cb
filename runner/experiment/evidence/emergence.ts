/** The claims' effect at each epoch that `train.keep: all` kept. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { emergencePoint } from '../../ladder/emergence.ts';
import type { LadderFeature } from '../../ladder/ladder-input.ts';
import { loadCheckpoint } from '../../models/checkpoint.ts';
import { componentName } from '../../models/reading.ts';
import { observeNeurons } from '../../recording/observe-neurons.ts';
import type { Claim } from '../../results/evidence-schema-1.ts';
import { swapUnits } from '../../stats/swap-units.ts';
import { epochsOf } from '../kept-models.ts';
import { pauseOf } from '../reading.ts';
import type { EvidenceTask } from './evidence.ts';
import type { Halves } from './halves.ts';

/** The claims as they are when no epochs were kept, or the model was loaded rather than trained. */
export async function withEmergence(
  { work, observed }: EvidenceTask,
  { confirmation, swapped }: Halves,
  features: readonly LadderFeature[],
  claims: readonly Claim[],
): Promise<Claim[]> {
  const { manifest, checkpoint, engine, paths, reporter } = work;
  const hash = checkpoint.training?.trainingHash;
  if (manifest.train.keep !== 'all' || hash === undefined || claims.length === 0) return [...claims];
  const epochs = await keptEpochs(epochsOf(paths.run));
  if (epochs.length > 0) reporter.step('Reading with the models of all epochs');
  const units = swapUnits(confirmation, swapped);
  const points = claims.map((): NonNullable<Claim['emergence']> => []);
  const { layer, component } = manifest.record;
  const scored = new Set(confirmation.positions);
  const segments = observed.segments.filter(([start, length]) => scored.has(start + length - 1));
  const total = segments.reduce((sum, [, length]) => sum + length, 0) * epochs.length;
  for (const [index, epoch] of epochs.entries()) {
    const model = await loadCheckpoint(join(epochsOf(paths.run), String(epoch)));
    if (model.training?.trainingHash !== hash) continue;
    const before = (total / epochs.length) * index;
    const activations = await observeNeurons({
      engine,
      checkpoint: model,
      ids: observed.ids,
      segments,
      array: componentName(component, layer),
      positions: confirmation.positions,
      onProgress: (done) =>
        reporter.progress({ done: before + done, total, text: `reading with the weights of epoch ${epoch}` }),
      pause: pauseOf(work),
    });
    for (const [place, { feature, neuron }] of claims.entries()) {
      const mask = features.find(({ name }) => name === feature)?.masks.confirmation;
      const activation = activations[neuron];
      if (mask === undefined || activation === undefined) continue;
      const point = emergencePoint(epoch, confirmation, activation, mask, units);
      if (point !== null) points[place]?.push(point);
    }
  }
  return claims.map((claim, place) => {
    const emergence = points[place] ?? [];
    return emergence.length === 0 ? claim : { ...claim, emergence };
  });
}

/** In the order of the training. */
async function keptEpochs(directory: string): Promise<number[]> {
  const names = await readdir(directory).catch(() => []);
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}
