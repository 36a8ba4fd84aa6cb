/** Neurons that are compared with those that are held: those nearest in spread, memory and outgoing weights. */

import type { NeuronGroup } from '../../analysis/pairs/asking.ts';
import { deviationAndMemory } from '../../analysis/stats/deviation-and-memory.ts';
import { mean, populationDeviation } from '../../analysis/stats/summary.ts';
import { at, item } from '../../core/at.ts';
import { componentName } from '../../models/reading.ts';
import type { JudgedContext } from '../context.ts';
import { halvesOf } from '../evidence/halves.ts';
import { outgoingWeights } from '../evidence/ladder-input.ts';
import { drawnOf } from '../manifest/record.ts';

/** How many others are held beside each neuron or group. */
const draws = 20;

/** @returns [draws] each as many others as there are neurons, the most alike first. */
export type AlikeDraws = (neurons: readonly number[]) => NeuronGroup['alike'];

/** @param claimed neurons that are compared with none. */
export async function alikeNeurons(
  { manifest, checkpoint, observed, warmUp }: JudgedContext,
  claimed: readonly number[],
): Promise<AlikeDraws> {
  const { layer, component } = drawnOf(manifest);
  const { discovery } = halvesOf(observed, warmUp);
  const activations = await observed.recording.at(componentName(component, layer), discovery.scored);
  const measures = alikeMeasures(activations, discovery.length, outgoingWeights(checkpoint, layer));
  const nearest = new Map<number, number[]>();
  const nearestTo = (neuron: number): number[] => {
    const known = nearest.get(neuron) ?? nearestNeurons(measures, neuron, (other) => !claimed.includes(other));
    nearest.set(neuron, known);
    return known;
  };
  return (neurons) => {
    const lists = neurons.map((neuron) => nearestTo(neuron).filter((other) => !neurons.includes(other)));
    return Array.from({ length: draws }, (_, draw) => drawn(lists, draw)).filter(
      (each) => each.length === neurons.length,
    );
  };
}

/** One of each list, none twice: the next one where it is taken already. */
function drawn(lists: readonly (readonly number[])[], draw: number): number[] {
  const taken: number[] = [];
  for (const list of lists) {
    const free = list.slice(draw).find((neuron) => !taken.includes(neuron));
    if (free !== undefined) taken.push(free);
  }
  return taken;
}

/**
 * The other neurons of a layer, the one most alike first.
 * @param measures as `alikeMeasures` gives them.
 */
export function nearestNeurons(
  measures: readonly (readonly number[])[],
  neuron: number,
  may: (neuron: number) => boolean,
): number[] {
  const distances = Array.from(measures[0] ?? [], (_, other) =>
    measures.reduce((sum, values) => sum + (item(values, other) - item(values, neuron)) ** 2, 0),
  );
  return [...distances.keys()]
    .filter((other) => other !== neuron && may(other) && Number.isFinite(distances[other]))
    .sort((a, b) => at(distances, a) - at(distances, b) || a - b);
}

/**
 * What a layer shows of its neurons.
 * @param activations [neurons] each [segments x length].
 * @param outgoing [matrices] each [neurons]: the sizes of their outgoing weights.
 * @returns [measures] each [neurons], standardised.
 */
export function alikeMeasures(
  activations: readonly Float32Array[],
  length: number,
  outgoing: readonly Float32Array[],
): number[][] {
  const spread = activations.map((values) => deviationAndMemory(values, length));
  return [
    spread.map(({ deviation }) => Math.log(deviation)),
    spread.map(({ memory }) => memory),
    ...outgoing.map((norms) => Array.from(norms, Math.log)),
  ].map(standardised);
}

/** What is not finite (a neuron that never changes) stays so, and stands apart. */
function standardised(values: readonly number[]): number[] {
  const finite = values.filter(Number.isFinite);
  const [middle, deviation] = [mean(finite), populationDeviation(finite)];
  return values.map((value) => (deviation === 0 ? value - middle : (value - middle) / deviation));
}
