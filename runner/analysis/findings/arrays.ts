/**
 * The recorded arrays whose neurons are compared with one another, laid one behind the other: a number of the bench is a neuron
 * of one of them. With a single array, which is the usual case, it is the neuron's own number. Pure.
 */
import { item } from '../../core/at.ts';
import type { ComponentName } from './claim-schema.ts';

export interface LayerComponent {
  component: ComponentName;
  layer: number;
  units: number;
}

export interface TestedActivation extends LayerComponent {
  /** [vocabulary, neurons] of the decoder that reads this layer's hidden state; absent where another layer is between. */
  decoder?: Float32Array;
}

export interface NeuronPlace<Own extends LayerComponent = LayerComponent> {
  array: Own;
  neuron: number;
  /** The bench's number of the array's first neuron. */
  from: number;
}

/** @param neuron of the bench. @throws RangeError when the arrays have fewer. */
export function placeOf<Own extends LayerComponent>(arrays: readonly Own[], neuron: number): NeuronPlace<Own> {
  let from = 0;
  for (const array of arrays) {
    if (neuron < from + array.units) return { array, neuron: neuron - from, from };
    from += array.units;
  }
  throw new RangeError(`ladder: there is no neuron ${neuron}, the arrays have ${from}`);
}

/** The bench's number of a neuron of one of its arrays; none where that is not among them. */
export function numbersOf(
  arrays: readonly LayerComponent[],
  { component, layer, neuron }: Omit<LayerComponent, 'units'> & { neuron: number },
): number[] {
  const place = arrays.findIndex((own) => own.component === component && own.layer === layer);
  return place < 0 ? [] : [neuronsIn(arrays.slice(0, place)) + neuron];
}

export const neuronsIn = (arrays: readonly LayerComponent[]): number =>
  arrays.reduce((sum, { units }) => sum + units, 0);

/** How a neuron is told beside a claim: where there are several arrays, with the one that it is of. */
export function toldNeuron(
  arrays: readonly LayerComponent[],
  neuron: number,
): { neuron: number; component?: ComponentName; layer?: number } {
  const { array, neuron: own } = placeOf(arrays, neuron);
  const { component, layer } = array;
  return arrays.length === 1 ? { neuron: own } : { neuron: own, component, layer };
}

/** [neurons of the array] What stands at them in a list of all neurons. */
export const ofArray = <Value>(values: readonly Value[], { array, from }: NeuronPlace): Value[] =>
  Array.from({ length: array.units }, (_, neuron) => item(values, from + neuron));
