/** The model that a published page lets its reader try, where it is small enough. Pure. */
import { parameterCount } from '../models/architecture.ts';
import { type Checkpoint, checkpointFiles } from '../models/checkpoint.ts';
import { shippedModel } from '../results/shipped.ts';
import type { LiveFiles } from '../results/write.ts';

/** Half-precision weights up to so many bytes are published with a result: a few seconds of a mobile connection. */
const largest = 8e6;

/** The files of a checkpoint in half precision; null when it is too large, or ships with the project anyway. */
export function liveFiles(checkpoint: Checkpoint, origin: string): LiveFiles | null {
  if (shippedModel(origin) !== null || 2 * parameterCount(checkpoint.architecture) > largest) return null;
  const { training: _facts, ...model } = checkpoint;
  return checkpointFiles(model, 'F16');
}
