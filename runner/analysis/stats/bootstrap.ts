/** The interval of a mean by drawing clusters again. Pure. Source: Efron 1979; Field & Welsh 2007 on clusters. */
import { random } from '../../core/random.ts';

export interface BootstrapCriteria {
  draws: number;
  seed: number;
}

/**
 * The 95% interval (percentiles) of the mean of values, whose clusters are drawn with replacement.
 * @param clusters [values] The number of each value's cluster.
 * @returns null of fewer than two clusters.
 */
export function bootstrapMean(
  values: ArrayLike<number>,
  clusters: ArrayLike<number>,
  { draws, seed }: BootstrapCriteria,
): [low: number, high: number] | null {
  const places = new Map<number, number>();
  for (let i = 0; i < values.length; i++) if (!places.has(clusters[i])) places.set(clusters[i], places.size);
  const { size } = places;
  if (size < 2) return null;
  const sums = new Float64Array(size);
  const counts = new Float64Array(size);
  for (let i = 0; i < values.length; i++) {
    const place = places.get(clusters[i]) ?? 0;
    sums[place] += values[i];
    counts[place]++;
  }
  const { below } = random(seed);
  const means = Float64Array.from({ length: draws }, () => {
    let sum = 0;
    let count = 0;
    for (let k = 0; k < size; k++) {
      const place = below(size);
      sum += sums[place];
      count += counts[place];
    }
    return sum / count;
  }).sort();
  return [quantile(means, 0.025), quantile(means, 0.975)];
}

/** Between the two nearest of sorted values, as NumPy's default has it. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
