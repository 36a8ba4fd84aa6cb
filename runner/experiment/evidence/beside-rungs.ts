/**
 * What is told beside the rungs: the claims' effect at each epoch that was kept, what their neurons do through the decoder,
 * and which neurons keep a rhythm of their own. Reads recordings and models.
 */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { item } from '../../core/at.ts';
import { type Bench, benchOf, effectSeen } from '../../ladder/bench.ts';
import type { FrozenClaim } from '../../ladder/choice.ts';
import { directEffect, directionOf } from '../../ladder/direct-effect.ts';
import { classesOf, rhythms } from '../../ladder/rhythm.ts';
import { decoderWeight } from '../../models/architecture.ts';
import { loadCheckpoint } from '../../models/checkpoint.ts';
import { valueNamed } from '../../models/program.ts';
import { componentName } from '../../models/reading.ts';
import { observeNeurons } from '../../recording/observe-neurons.ts';
import { readNeurons } from '../../recording/recording-file.ts';
import type { Rhythm } from '../../results/evidence-schema.ts';
import type { DirectEffect, Emergence } from '../../results/shown-schema.ts';
import type { Halves as HalvesOf } from '../../stats/halves.ts';
import type { EvidenceContext } from '../context.ts';
import { epochsOf } from '../kept-models.ts';
import { pauseOf, recordingOf } from '../reading.ts';
import { detectedNeurons, type ReadHalf, scoredPositions } from './ladder-input.ts';

/**
 * The claims' effect at each epoch that `train.keep: all` kept.
 * @returns [claims]; null where no epochs were kept, or the model was loaded rather than trained.
 */
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

/** So many tokens tell whether a hidden state keeps its sign. */
const looked = 16_384;

/**
 * What each claimed neuron does to the next token through the decoder, where that has a direction.
 * Only the last layer reaches the decoder; of the others nothing is said.
 * @returns [neurons] as asked.
 */
export async function directEffects(
  { manifest, checkpoint, paths }: EvidenceContext,
  neurons: readonly number[],
): Promise<(DirectEffect | null)[]> {
  const { layer, component } = manifest.record;
  const { architecture, weights, vocabulary } = checkpoint;
  if (layer !== architecture.layers) return neurons.map(() => null);
  const hidden = await readNeurons(recordingOf(paths.run), componentName('hidden', layer), looked);
  const decoder = valueNamed(weights, decoderWeight).data;
  return neurons.map((neuron) => {
    const direction = directionOf(component, item(hidden, neuron));
    return direction === null ? null : directEffect(decoder, vocabulary, neuron, direction);
  });
}

/** Tokens of the first segment that a rhythm is looked for in, at most. */
const longest = 1024;

/** S of every neuron, so that the strongest of many pays for having been chosen; only detected ones are kept. */
export async function rhythmsOf({ manifest, paths, observed, features, warmUp }: EvidenceContext): Promise<Rhythm[]> {
  const [start, length] = observed.segments[0] ?? [0, 0];
  const name = componentName(manifest.record.component, manifest.record.layer);
  const neurons = await readNeurons(recordingOf(paths.run), name, Math.min(start + length, longest));
  const classes = classesOf(observed.tokens.slice(warmUp, Math.min(length, longest)));
  const all = rhythms(
    neurons.map((values, neuron) => ({ neuron, signal: values.subarray(warmUp) })),
    classes,
  );
  const kept = new Set(features.flatMap(({ found }) => detectedNeurons(found)));
  return all.filter(({ neuron }) => kept.has(neuron));
}
