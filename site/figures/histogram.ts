/** How a neuron's activations lie, with the feature (blue) and without it (orange), as two small hills. Pure. */
import { at } from '../../runner/core/at.ts';

const bins = 40;
export const histogramSize = { width: 160, height: 22 };

/** `values` [tokens]; `carriers` are positions. Both hills have the same area. */
export function histogramSvg(
  values: ArrayLike<number>,
  carriers: readonly number[],
  limits: readonly [number, number],
): string {
  const carries = new Set(carriers);
  const all = Array.from(values, (value, position) => ({ value, inside: carries.has(position) }));
  const hills = [false, true].map((inside) =>
    density(
      all.filter((each) => each.inside === inside).map(({ value }) => value),
      limits,
    ),
  );
  const top = Math.max(...hills.flat()) || 1;
  const { width, height } = histogramSize;
  const paths = hills.map(
    (hill, index) => `<path class="${index === 0 ? 'hill-without' : 'hill-with'}" d="${area(hill, top)}"/>`,
  );
  return `<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">${paths.join('')}</svg>`;
}

/** Shares by bin, each value spread over its neighbours, so that few values make a hill and no fence. */
function density(values: readonly number[], [low, high]: readonly [number, number]): number[] {
  return values.reduce<number[]>(
    (shares, value) => {
      const place = ((value - low) / (high - low)) * (bins - 1);
      const weights = shares.map((_, bin) => Math.exp(-((bin - place) ** 2) / 2));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return shares.map((share, bin) => share + at(weights, bin) / sum / values.length);
    },
    Array.from({ length: bins }, () => 0),
  );
}

/** The square root lets small parts be seen. */
function area(hill: readonly number[], top: number): string {
  const { width, height } = histogramSize;
  const points = hill.map(
    (share, bin) =>
      `${((bin * width) / (bins - 1)).toFixed(0)} ${(height - (height - 1) * Math.sqrt(share / top)).toFixed(1)}`,
  );
  return `M0 ${height}L${points.join('L')}L${width} ${height}Z`;
}
