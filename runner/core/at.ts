/**
 * The one way in which a place of an array is read by its number: one that is not there is a mistake, never a 0. Pure;
 * imports nothing.
 *
 * `at` reads any array; a loop that reads millions of numbers takes the function of its kind of array, which is several
 * times as fast. The numeric rooms (tsconfig.numeric.json: `stats`, `nn/engines/reference`) check lengths where they are
 * entered and index plainly, as their formulas do: an inner loop that needs none of this belongs there.
 */

/** @throws RangeError when the array has no such place. */
export function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? outside(values, index);
}

/** Of any list. @throws RangeError when the list has no such place. */
export function item<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`item: there is no place ${index} among ${list.length}`);
  return found;
}

/** As `at`, and so are those below. */
export const float32At = (values: Float32Array, index: number): number => values[index] ?? outside(values, index);
export const float64At = (values: Float64Array, index: number): number => values[index] ?? outside(values, index);
export const int8At = (values: Int8Array, index: number): number => values[index] ?? outside(values, index);
export const int32At = (values: Int32Array, index: number): number => values[index] ?? outside(values, index);
export const uint32At = (values: Uint32Array, index: number): number => values[index] ?? outside(values, index);
export const uint16At = (values: Uint16Array, index: number): number => values[index] ?? outside(values, index);

/** Of a list of places that are held in as few bits as they need. */
export const placeAt = (values: Uint16Array | Uint32Array, index: number): number =>
  values[index] ?? outside(values, index);
export const uint8At = (values: Uint8Array, index: number): number => values[index] ?? outside(values, index);

/** Adds to what stands at a place. @throws RangeError when the array has no such place. */
export function addAt(values: Float64Array, index: number, amount: number): void {
  values[index] = float64At(values, index) + amount;
}

function outside(values: ArrayLike<number>, index: number): never {
  throw new RangeError(`at: there is no place ${index} among ${values.length}`);
}
