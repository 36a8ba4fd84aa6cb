/** A feature as it is compared: where it is, in the place of a mask. Of few places, or of thousands of labels, it is less to look at. Pure. */
import { inSharedMemory } from '../../core/shared-memory.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';

/** The tokens that carry a feature, rising; or of numbers the number of each token. */
export type Carriers = Int32Array | Float32Array;

export const carriersOf = (values: FeatureValues): Carriers => (areNumbers(values) ? values : placesOf(values));

export function placesOf(mask: Uint8Array): Int32Array<ArrayBuffer> {
  let count = 0;
  for (let t = 0; t < mask.length; t++) count += mask[t] === 0 ? 0 : 1;
  const places = new Int32Array(count + 1);
  let next = 0;
  // Without a branch that no processor could foresee.
  for (let t = 0; t < mask.length; t++) {
    places[next] = t;
    next += mask[t] === 0 ? 0 : 1;
  }
  return places.subarray(0, count);
}

const known = new WeakMap<FeatureValues, Carriers>();

/** The same where every thread sees them, once for all jobs; what are carriers already stays as it is. */
export function carriersIn(values: FeatureValues | Carriers): Carriers {
  if (values instanceof Int32Array) return values;
  const carriers = known.get(values) ?? inSharedMemory(carriersOf(values));
  known.set(values, carriers);
  return carriers;
}
