/** The analysed component of both halves of the observed text, [neurons] each [scored tokens], in memory that threads share. */

import { sharedFloats } from '../../core/shared-memory.ts';
import type { Checkpoint } from '../../models/checkpoint.ts';
import { componentName, type Readable, widthOf } from '../../models/reading.ts';
import { observeNeurons } from '../../recording/observe-neurons.ts';
import type { Halves } from '../../stats/halves.ts';
import type { Activations } from '../../stats/tested-text.ts';
import type { EvidenceContext } from '../context.ts';
import { pauseOf } from '../reading.ts';
import { bothScored, type HalvedText, halved } from './halves.ts';

/** As the experiment's network was recorded. */
export async function recordedHalves(
  { manifest, checkpoint, observed }: EvidenceContext,
  text: HalvedText,
): Promise<Halves<Activations>> {
  const view = bothScored(text);
  const { layer, component } = manifest.record;
  const array = componentName(component, layer);
  const into = sharedFloats(widthOf(checkpoint.architecture, array) * view.positions.length);
  return halved(await observed.recording.neurons(array, view, into), text);
}

/**
 * As another network reads the text now.
 * @param onProgress hears how many of the text's tokens it has read.
 */
export async function halvesReadBy(
  { architecture, weights }: Pick<Checkpoint<Readable>, 'architecture' | 'weights'>,
  context: EvidenceContext,
  text: HalvedText,
  onProgress: (tokens: number) => void,
): Promise<Halves<Activations>> {
  const view = bothScored(text);
  const { layer, component } = context.manifest.record;
  const array = componentName(component, layer);
  const neurons = await observeNeurons({
    engine: context.engine,
    checkpoint: { architecture, weights },
    ids: context.observed.ids,
    segments: context.observed.segments,
    before: context.observed.before,
    array,
    view,
    into: sharedFloats(widthOf(architecture, array) * view.positions.length),
    onProgress,
    pause: pauseOf(context),
  });
  return halved(neurons, text);
}
