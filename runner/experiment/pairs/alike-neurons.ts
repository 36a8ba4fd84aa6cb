/** Neurons that are compared with those that are held: those nearest in spread, memory and outgoing weights. */
import { alikeMeasures, nearestNeurons } from '../../ladder/alike.ts';
import { drawnOf } from '../../manifest/record.ts';
import { componentName } from '../../models/reading.ts';
import type { NeuronGroup } from '../../pairs/set-task.ts';
import type { JudgedContext } from '../context.ts';
import { halvesOf } from '../evidence/halves.ts';
import { outgoingWeights } from '../evidence/ladder-input.ts';

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
  const activations = await observed.recording.neurons(componentName(component, layer), discovery.scored);
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
