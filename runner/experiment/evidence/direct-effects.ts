/** What each claimed neuron does to the next token through the decoder, where that has a direction. Reads the recording. */

import { item } from '../../core/at.ts';
import { directEffect, directionOf } from '../../ladder/direct-effect.ts';
import { decoderWeight } from '../../models/architecture.ts';
import { valueNamed } from '../../models/program.ts';
import { componentName } from '../../models/reading.ts';
import { readNeurons } from '../../recording/recording-file.ts';
import type { DirectEffect } from '../../results/shown-schema.ts';
import type { EvidenceContext } from '../context.ts';
import { recordingOf } from '../reading.ts';

/** So many tokens tell whether a hidden state keeps its sign. */
const looked = 16_384;

/**
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
