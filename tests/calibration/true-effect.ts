/** What the interval of an effect must hold. Pure. */
import { random } from '../../runner/core/random.ts';
import type { PlantedEffect, Scenario } from './scenario.ts';
import { memoryOf, simulate } from './simulate.ts';

/** Documents: a hundred times those of a half, so that the error is a tenth of the interval's. */
const documents = 4000;
const seed = 1;

/**
 * The size that the effect would have on endless text, from a long text and plain sums: what its interval must hold.
 * Local AUC of a planted effect; the documents of the scenario must be alike but for chance.
 * Source: the limit of the estimate in stats/local-auc.ts, by ranks that are counted, not sorted.
 */
export function trueEffect(scenario: Scenario, { neuron, feature, size, spread }: PlantedEffect): number {
  const shape = scenario.features[feature];
  if (shape === undefined) throw new RangeError(`trueEffect: the scenario has no feature ${feature}`);
  const alone: Scenario = {
    ...scenario,
    documents,
    neurons: 1,
    memories: [memoryOf(scenario, neuron)],
    features: [shape],
    effects: [{ neuron: 0, feature: 0, size, spread }],
    untrained: 0,
  };
  const { activations, masks } = simulate(alone, random(seed)).discovery;
  const [activation = new Float32Array()] = activations;
  const [mask = new Uint8Array()] = masks;
  // Pairs are those of a document.
  const length = scenario.segments * scenario.length;
  let above = 0;
  let pairs = 0;
  for (let start = 0; start < mask.length; start += length) {
    const carriers: number[] = [];
    const rest: number[] = [];
    for (let t = start; t < start + length; t++) (mask[t] === 1 ? carriers : rest).push(activation[t] ?? Number.NaN);
    for (const high of carriers) for (const low of rest) if (high > low) above += 1 / length;
    pairs += (carriers.length * rest.length) / length;
  }
  return above / pairs;
}
