/** Directions at right angles to each other. Pure. */
import { float64At } from '../../runner/core/at.ts';
import type { Random } from '../../runner/core/random.ts';

/** As many as there are dimensions, each of length 1, drawn at random (Gram and Schmidt). @returns [size] each [size]. */
export function orthogonalAxes(size: number, { normal }: Random): Float64Array[] {
  const axes: Float64Array[] = [];
  while (axes.length < size) {
    const axis = Float64Array.from({ length: size }, normal);
    for (const other of axes) {
      const along = other.reduce((sum, value, i) => sum + value * float64At(axis, i), 0);
      other.forEach((value, i) => {
        axis[i] = float64At(axis, i) - along * value;
      });
    }
    const length = Math.sqrt(axis.reduce((sum, value) => sum + value ** 2, 0));
    axes.push(axis.map((value) => value / length));
  }
  return axes;
}
