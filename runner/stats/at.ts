/** The one way in which the ladder reads a number out of an array: a place that is not there is a mistake, never a 0. */

/** @throws RangeError when the array has no such place. */
export function at(values: ArrayLike<number>, index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`at: there is no place ${index} among ${values.length}`);
  return value;
}

/** Of any list. @throws RangeError when the list has no such place. */
export function item<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`item: there is no place ${index} among ${list.length}`);
  return found;
}
