/** The arrays with which all neurons are shown at once. Pure. */

import { at } from '../../core/at.ts';
import type { TypedTensor } from '../../formats/safetensors/arrays.ts';
import { clusterOrder } from '../stats/average-linkage.ts';
import { none16 } from './atlas-schema.ts';
import { atlasExcerptsOf, excerptWidth, type Numbering } from './excerpts.ts';
import { planeOf } from './plane.ts';
import { firstOf, type NeuronProfile } from './profile.ts';
import { histogramBars } from './summary.ts';
import type { AtlasTask, FeatureEffects } from './task.ts';

/** What an area of 1 is among those of untrained neurons. */
const areaSteps = 65_534;

export function mapArrays(
  task: AtlasTask,
  profiles: readonly NeuronProfile[],
  numbering: Numbering,
  correlations: Float32Array,
): Record<string, TypedTensor> {
  const { effects } = task;
  const neurons = profiles.length;
  const features = effects.features.length;
  const each = (value: (profile: NeuronProfile) => number): TypedTensor => ({
    shape: [neurons],
    data: Float32Array.from(profiles, value),
  });
  const table = (data: Float32Array): TypedTensor => ({ shape: [neurons, features], data });
  const saturated = profiles.flatMap(({ summary: { saturated: ends } }) => [
    ends?.low ?? Number.NaN,
    ends?.high ?? Number.NaN,
  ]);
  return {
    'effect.discovery': table(effects.discovery),
    'effect.confirmation': table(effects.confirmation),
    z: table(effects.z),
    learned: { shape: [neurons, features], data: effects.learned },
    mean: each(({ summary }) => summary.mean),
    deviation: each(({ summary }) => summary.deviation),
    lowest: each(({ summary }) => summary.lowest),
    highest: each(({ summary }) => summary.highest),
    saturated: { shape: [neurons, 2], data: Float32Array.from(saturated) },
    dead: { shape: [neurons], data: Uint8Array.from(profiles, ({ summary }) => Number(summary.dead)) },
    frequency: each(({ rhythm }) => rhythm?.frequency ?? Number.NaN),
    amplitude: each(({ rhythm }) => rhythm?.amplitude ?? Number.NaN),
    plane: { shape: [neurons, 2], data: Float32Array.from(planeOf(correlations, neurons, task.seed).flat()) },
    ...ordersOf(effects, neurons),
    ...examplesOf(task, profiles, numbering),
  };
}

function ordersOf({ discovery, features }: FeatureEffects, neurons: number): Record<string, TypedTensor> {
  // What cannot be tested is as good as no effect where rows are only put in order.
  const effect = (neuron: number, feature: number): number => {
    const area = at(discovery, neuron * features.length + feature);
    return Number.isNaN(area) ? 0 : area - 0.5;
  };
  const rows = Array.from({ length: neurons }, (_, neuron) =>
    features.map((_each, feature) => effect(neuron, feature)),
  );
  const columns = features.map((_, feature) => rows.map((_row, neuron) => effect(neuron, feature)));
  return {
    order: { shape: [neurons], data: Uint16Array.from(clusterOrder(rows)) },
    'order.features': { shape: [features.length], data: Uint16Array.from(clusterOrder(columns)) },
  };
}

/** For a list of all neurons: the sketch of its histogram, and one excerpt, where its best feature would have it. */
function examplesOf(
  task: AtlasTask,
  profiles: readonly NeuronProfile[],
  numbering: Numbering,
): Record<string, TypedTensor> {
  const { effects } = task;
  const neurons = profiles.length;
  const examples = profiles.map((profile, neuron) => {
    const best = at(effects.lagFeature, neuron);
    const lower = best !== none16 && at(effects.confirmation, neuron * effects.features.length + best) < 0.5;
    return atlasExcerptsOf(task, numbering, neuron, Uint32Array.of(firstOf(lower ? 'lowest' : 'highest', profile)));
  });
  const sketches = profiles.flatMap(({ summary: { histogram } }) => {
    const most = Math.max(...histogram);
    return Array.from(histogram, (bar) => Math.round((255 * bar) / most));
  });
  const tokens = Uint16Array.from(examples.flatMap((each) => [...each.tokens]));
  const values = Int8Array.from(examples.flatMap((each) => [...each.values]));
  return {
    sketch: { shape: [neurons, histogramBars], data: Uint8Array.from(sketches) },
    'example.token': { shape: [neurons, excerptWidth(task)], data: tokens },
    'example.activation': { shape: [neurons, excerptWidth(task)], data: values },
    'example.scale': { shape: [neurons], data: Float32Array.from(examples, ({ scale }) => scale) },
    best: { shape: [neurons], data: effects.lagFeature },
  };
}

/** The effects of neurons that never learnt; null where no network was read. */
export function untrainedArrays(
  { untrained, features }: FeatureEffects,
  neurons: number,
): Record<string, TypedTensor> | null {
  if (untrained === null) return null;
  const networks = untrained.length / (neurons * features.length);
  const data = Uint16Array.from(untrained, (area) => (Number.isNaN(area) ? none16 : Math.round(area * areaSteps)));
  return { 'effect.confirmation': { shape: [networks, neurons, features.length], data } };
}
