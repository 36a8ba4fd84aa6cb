/** The model that a published page lets its reader try, where it is small enough. Pure. */
import { parameterCount } from '../models/architecture.ts';
import { type Checkpoint, checkpointFiles } from '../models/checkpoint.ts';
import { largestLive, shippedModel } from '../results/shipped.ts';
import type { LiveFiles } from '../results/write.ts';

/**
 * The files of a checkpoint in half precision; null when it is too large, or ships with the project anyway. A model in
 * models/ without a record of its training was imported: pages could not tell it from another of that name.
 */
export function liveFiles(checkpoint: Checkpoint, origin: string): LiveFiles | null {
  const { training, ...model } = checkpoint;
  const ships = shippedModel(origin) !== null && training !== undefined;
  if (ships || 2 * parameterCount(checkpoint.architecture) > largestLive) return null;
  return checkpointFiles(model, 'F16');
}
