/** The claims' effect at each epoch that `train.keep: all` kept. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { item } from '../../core/at.ts';
import { type Bench, benchOf, effectSeen } from '../../ladder/bench.ts';
import type { FrozenClaim } from '../../ladder/choice.ts';
import { loadCheckpoint } from '../../models/checkpoint.ts';
import { componentName } from '../../models/reading.ts';
import { observeNeurons } from '../../recording/observe-neurons.ts';
import type { Emergence } from '../../results/shown-schema.ts';
import type { Halves as HalvesOf } from '../../stats/halves.ts';
import type { EvidenceContext } from '../context.ts';
import { epochsOf } from '../kept-models.ts';
import { pauseOf } from '../reading.ts';
import { type ReadHalf, scoredPositions } from './ladder-input.ts';

/** @returns [claims]; null where no epochs were kept, or the model was loaded rather than trained. */
export async function emergenceOf(
  { manifest, checkpoint, engine, paths, reporter, observed, ...context }: EvidenceContext,
  text: HalvesOf<ReadHalf>,
  bench: Bench,
  claims: readonly FrozenClaim[],
): Promise<(Emergence | null)[]> {
  const hash = checkpoint.training?.trainingHash;
  if (manifest.train.keep !== 'all' || hash === undefined || claims.length === 0) return claims.map(() => null);
  const epochs = await keptEpochs(epochsOf(paths.run));
  if (epochs.length > 0) reporter.step('reading with the models of all epochs');
  const points = claims.map((): Emergence => []);
  const { layer, component } = manifest.record;
  const positions = scoredPositions(text);
  const cut = text.discovery.positions.length;
  const total = observed.ids.length * epochs.length;
  for (const [index, epoch] of epochs.entries()) {
    const model = await loadCheckpoint(join(epochsOf(paths.run), String(epoch)));
    if (model.training?.trainingHash !== hash) continue;
    const neurons = await observeNeurons({
      engine,
      checkpoint: model,
      ids: observed.ids,
      segments: observed.segments,
      array: componentName(component, layer),
      positions,
      onProgress: (done) =>
        reporter.progress({
          done: observed.ids.length * index + done,
          total,
          text: `reading with the weights of epoch ${epoch}`,
        }),
      pause: pauseOf({ manifest, checkpoint, engine, paths, reporter, ...context }),
    });
    const then = benchOf({
      ...bench.input,
      activations: {
        discovery: neurons.map((row) => row.subarray(0, cut)),
        confirmation: neurons.map((row) => row.subarray(cut)),
      },
    });
    claims.forEach(({ feature, neuron }, place) => {
      const effect = effectSeen(then, item(then.features, feature), 'confirmation', neuron);
      if (typeof effect === 'string') return;
      item(points, place).push({ epoch, localAuc: effect.localAuc, interval: effect.interval });
    });
  }
  return points.map((found) => (found.length === 0 ? null : found));
}

/** In the order of the training. */
async function keptEpochs(directory: string): Promise<number[]> {
  const names = await readdir(directory).catch(() => []);
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}
