/** Reads what must be there. Imports nothing. */

/** The element at an index. @throws RangeError when there is none: a length is wrong, which no default should hide. */
export function at<Element>(list: ArrayLike<Element>, index: number): Element {
  const element = list[index];
  if (element === undefined) throw new RangeError(`there is no element ${index} of ${list.length}`);
  return element;
}
