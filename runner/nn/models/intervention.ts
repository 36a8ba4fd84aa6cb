/**
 * Interventions: neurons of a component that are set to given values while the model runs, so that everything computed
 * from them, in the same step and after it, follows. In a program each intervened component has a state `keep` and an
 * input `set`, both [streams, units]: its value becomes value x keep + set. Pure; knows no engine.
 */
import { InputError } from '../../core/errors.ts';
import { componentName } from './cells/cell.ts';
import type { Operations } from './operations.ts';
import { type Values, valueNamed } from './program.ts';
import type { NetworkReader, Tap } from './readers/reader.ts';

export interface Intervention {
  /** From 1. */
  layer: number;
  component: string;
  /** From 0. */
  neuron: number;
  /** One value for all tokens, or one for each by its position in the text: the value after that token was read. */
  value: number | ((position: number) => number);
  /** The segment in which the neuron is set, by its place in the list of segments; absent: every segment. */
  segment?: number;
}

/** 1 where a neuron is as computed, 0 where it is set; [streams, units]. */
export const keepName = (name: string): string => `keep.${name}`;
/** The value of a neuron that is set, 0 elsewhere; [streams, units]. */
export const setName = (name: string): string => `set.${name}`;

/** The components that are intervened in, by name, each once. */
export const intervenedNames = (interventions: readonly Intervention[]): string[] => [
  ...new Set(interventions.map(({ component, layer }) => componentName(component, layer))),
];

/** The tap of a program that holds `keep` and `set` of these components. */
export const interveneIn =
  <T>(ops: Operations<T>, values: Values<T>, intervened: readonly string[]): Tap<T> =>
  (component, layer, value) => {
    const name = componentName(component, layer);
    if (!intervened.includes(name)) return value;
    return ops.add(ops.mul(value, valueNamed(values, keepName(name))), valueNamed(values, setName(name)));
  };

/** What is asked of a network before its neurons are set. */
export type NetworkOutline = Pick<NetworkReader, 'is' | 'layers' | 'arrays'>;

/** @throws InputError naming the first layer, component or neuron that the network does not have, or a value that is no number. */
export function checkInterventions(
  { is, layers, arrays }: NetworkOutline,
  interventions: readonly Intervention[],
): void {
  for (const { layer, component, neuron, value } of interventions) {
    const has = (why: string, fix: string) =>
      new InputError('no-neuron-to-change', {
        what: `There is no neuron ${neuron} of "${component}" in layer ${layer} to intervene in`,
        why,
        fix,
      });
    const held = arrays.filter(({ onlyShown }) => onlyShown !== true);
    const components = [...new Set(held.map((array) => array.component))];
    if (!components.includes(component)) throw has(is, `Choose one of ${components.join(', ')}`);
    if (!(Number.isInteger(layer) && layer >= 1 && layer <= layers))
      throw has(`the network's layers are numbered from 1 to ${layers}`, 'Choose one of them');
    const units = held.find((array) => array.component === component && array.layer === layer)?.width ?? 0;
    if (!(Number.isInteger(neuron) && neuron >= 0 && neuron < units))
      throw has(`the neurons are numbered from 0 to ${units - 1}`, 'Choose one of them');
    if (typeof value === 'number') checkValue(value, `neuron ${neuron} of ${componentName(component, layer)}`);
  }
}

/** @throws InputError when a neuron is to be set to what is no finite number. */
export function checkValue(value: unknown, whose: string): asserts value is number {
  if (typeof value === 'number' && Number.isFinite(value)) return;
  throw new InputError('no-value-to-hold', {
    what: `The value for ${whose} is ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`,
  });
}
