/** The median around each value of a list. Pure. */

/**
 * The median of the `half` values on each side of each value and of itself; the list is mirrored at its ends, its first
 * and last value not repeated. One pass: the window stays sorted while one value leaves it and one enters.
 * @param values more than `half` of them, none NaN.
 * @throws RangeError when there are fewer.
 */
export function runningMedian(values: Float64Array, half: number): Float64Array {
  const last = values.length - 1;
  if (last < half) throw new RangeError(`runningMedian: needs more than ${half} values, got ${values.length}`);
  const mirrored = (index: number): number => {
    const place = Math.abs(index);
    return values[place > last ? 2 * last - place : place];
  };
  const sorted = Float64Array.from({ length: 2 * half + 1 }, (_, j) => mirrored(j - half)).sort();
  const medians = new Float64Array(values.length);
  for (let i = 0; i <= last; i++) {
    medians[i] = sorted[half];
    if (i < last) replace(sorted, mirrored(i - half), mirrored(i + 1 + half));
  }
  return medians;
}

/** Takes one value out of a sorted list and puts another in, in its place. */
function replace(sorted: Float64Array, leaving: number, entering: number): void {
  let place = sorted.indexOf(leaving);
  while (place + 1 < sorted.length && sorted[place + 1] < entering) {
    sorted[place] = sorted[place + 1];
    place++;
  }
  while (place > 0 && sorted[place - 1] > entering) {
    sorted[place] = sorted[place - 1];
    place--;
  }
  sorted[place] = entering;
}
