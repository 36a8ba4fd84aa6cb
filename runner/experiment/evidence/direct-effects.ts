/** What each claimed neuron does to the next token through the decoder, where that has a direction. */
import { directEffect, directionOf } from '../../ladder/direct-effect.ts';
import { decoderWeight } from '../../models/architecture.ts';
import { valueNamed } from '../../models/program.ts';
import { componentName } from '../../models/reading.ts';
import { readNeurons } from '../../recording/recording-file.ts';
import type { Claim } from '../../results/evidence-schema-1.ts';
import { recordingOf, type Work } from '../reading.ts';

/** So many tokens tell whether a hidden state keeps its sign. */
const looked = 16_384;

/** Only the last layer reaches the decoder; of the others nothing is said. */
export async function withDirectEffects(
  { manifest, checkpoint, paths }: Work,
  claims: readonly Claim[],
): Promise<Claim[]> {
  const { layer, component } = manifest.record;
  const { architecture, weights, vocabulary } = checkpoint;
  if (layer !== architecture.layers) return [...claims];
  const hidden = await readNeurons(recordingOf(paths.run), componentName('hidden', layer), looked);
  const decoder = valueNamed(weights, decoderWeight).data;
  return claims.map((claim) => {
    const direction = directionOf(component, hidden[claim.neuron] ?? []);
    if (direction === null) return claim;
    return { ...claim, directEffect: directEffect(decoder, vocabulary, claim.neuron, direction) };
  });
}
