/** The analysed arrays of both halves of the observed text, one behind the other, [neurons] each [scored tokens], in memory that threads share. */

import { cutBy, observeNeurons, unitsOfAll } from '../../analysis/reading/observe.ts';
import type { Halves } from '../../analysis/stats/halves.ts';
import type { Activations } from '../../analysis/stats/tested-text.ts';
import { sharedFloats } from '../../core/shared-memory.ts';
import type { Checkpoint } from '../../models/checkpoint.ts';
import type { Readable } from '../../models/reading.ts';
import type { EvidenceContext } from '../context.ts';
import { recordedNames } from '../manifest/record.ts';
import { pauseOf } from '../reading.ts';
import { bothScored, type HalvedText, halved } from './halves.ts';

/** As the experiment's network was recorded. */
export async function recordedHalves(
  { manifest, checkpoint: { architecture }, observed }: EvidenceContext,
  text: HalvedText,
): Promise<Halves<Activations>> {
  const view = bothScored(text);
  const arrays = recordedNames(manifest);
  const memory = sharedFloats(unitsOfAll(architecture, arrays) * view.positions.length);
  const neurons: Float32Array[] = [];
  for (const { array, own } of cutBy(architecture, arrays, memory)) {
    neurons.push(...(await observed.recording.neurons(array, view, own)));
  }
  return halved(neurons, text);
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
  const arrays = recordedNames(context.manifest);
  const neurons = await observeNeurons({
    engine: context.engine,
    checkpoint: { architecture, weights },
    ids: context.observed.ids,
    segments: context.observed.segments,
    before: context.observed.before,
    arrays,
    view,
    into: sharedFloats(unitsOfAll(architecture, arrays) * view.positions.length),
    onProgress,
    pause: pauseOf(context),
  });
  return halved(neurons, text);
}
