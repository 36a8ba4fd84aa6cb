/** The recorded component of both halves, as networks of the same shape that never learnt have it. */
import { componentName } from '../../models/reading.ts';
import type { Halves as HalvesOf } from '../../stats/halves.ts';
import { type Activations, tokensIn } from '../../stats/tested-text.ts';
import type { EvidenceContext } from '../context.ts';
import { pauseOf } from '../reading.ts';
import { type ReadHalf, scoredPositions } from './ladder-input.ts';
import { threadedNetworks } from './untrained-threads.ts';

/**
 * @yields [neurons] each [scored tokens of the half]; the next overwrites the one before.
 * @param onProgress hears the share that is done, 0 to 1; may throw to stop.
 */
export async function* untrainedHalves(
  context: EvidenceContext,
  text: HalvesOf<ReadHalf>,
  onProgress?: (share: number) => void,
): AsyncGenerator<HalvesOf<Activations>> {
  const { manifest, checkpoint, engine, observed, vectors } = context;
  const { architecture } = checkpoint;
  const positions = scoredPositions(text);
  const cut = tokensIn(text.discovery);
  const networks = threadedNetworks({
    engine,
    architecture,
    initialization: manifest.model.initialization,
    vectors: vectors ?? null,
    seed: manifest.seed,
    ids: observed.ids,
    segments: observed.segments,
    array: componentName(manifest.record.component, manifest.record.layer),
    positions,
    into: new Float32Array(architecture.units * positions.length),
    onProgress: (done, total) => onProgress?.(done / total),
    pause: pauseOf(context),
  });
  for await (const network of networks) {
    const halves = {
      discovery: network.map((row) => row.subarray(0, cut)),
      confirmation: network.map((row) => row.subarray(cut)),
    };
    context.onUntrained?.(halves);
    yield halves;
  }
}
