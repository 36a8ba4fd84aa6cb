/** The ways in which a neuron is altered for the causal rung, at values that it takes on the discovery half. Pure. */
import { type AblationMethod, ablationMethods } from '../../ladder/cause.ts';
import type { Activations } from '../../stats/tested-text.ts';
import type { Altered } from './altered-readings.ts';

export const clampQuantiles = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

export const ablationId = (neuron: number, method: AblationMethod): string => `${method} ${neuron}`;
export const clampId = (neuron: number, quantile: number): string => `held ${neuron} at ${quantile}`;

/** The readings without each of these neurons, each once. */
export function readingsOf(
  discovery: Activations,
  neurons: readonly number[],
  methods: readonly AblationMethod[] = ablationMethods,
): Altered[] {
  const value = (neuron: number) => ({
    mean: () => meanOf(activationOf(discovery, neuron)),
    resampled: () => 'of another document' as const,
  });
  return [...new Set(neurons)].flatMap((neuron) =>
    methods.map((method): Altered => {
      return { id: ablationId(neuron, method), neuron, value: value(neuron)[method](), wanted: 'loss' };
    }),
  );
}

/** The readings with a neuron held at its own quantiles, for what the feature's probability then is. */
export function clampsOf(discovery: Activations, neurons: readonly number[]): Altered[] {
  return [...new Set(neurons)].flatMap((neuron) =>
    clampQuantiles.map((quantile): Altered => {
      const value = quantileOf(activationOf(discovery, neuron), quantile);
      return { id: clampId(neuron, quantile), neuron, value, wanted: 'probability' };
    }),
  );
}

export const activationOf = (activations: Activations, neuron: number): Float32Array => {
  const found = activations[neuron];
  if (found === undefined) throw new RangeError(`causes: there is no neuron ${neuron}`);
  return found;
};

const meanOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** By linear interpolation between the sorted values, as NumPy's default. */
export function quantileOf(values: Float32Array, quantile: number): number {
  const sorted = values.slice().sort();
  const at = quantile * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (at - Math.floor(at)) * (above - below);
}
