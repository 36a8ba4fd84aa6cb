/** How many cores this process may use: all that the system gives it, or its share where several work side by side. */
import { availableParallelism } from 'node:os';

/** A whole number from 1; set by a sweep for each of its processes. */
export const coresVariable = 'RNN_ATLAS_CORES';

export function cores(environment: NodeJS.ProcessEnv = process.env): number {
  const share = Number(environment[coresVariable]);
  const all = availableParallelism();
  return Number.isInteger(share) && share >= 1 ? Math.min(share, all) : all;
}
