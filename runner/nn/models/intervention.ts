/**
 * Interventions: neurons of a component that are set to given values while the model runs, so that everything computed
 * from them, in the same step and after it, follows; and neurons held at values, as a person writes them. In a program each
 * intervened component has a state `keep` and an input `set`, both [streams, units]: its value becomes value x keep + set.
 * Pure; knows no engine.
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

/** What a neuron can be set of. */
const settable = ({ arrays }: Pick<NetworkReader, 'arrays'>) => arrays.filter(({ about }) => about.onlyShown !== true);

/** @throws InputError naming the first layer, component or neuron that the network does not have, or a value that is no number. */
export function checkInterventions(
  reader: Pick<NetworkReader, 'is' | 'layers' | 'arrays'>,
  interventions: readonly Intervention[],
): void {
  const { is, layers } = reader;
  const held = settable(reader);
  const components = [...new Set(held.map((array) => array.component))];
  for (const { layer, component, neuron, value } of interventions) {
    const what = `There is no neuron ${neuron} of "${component}" in layer ${layer} to intervene in`;
    const has = (why: string, fix = 'Choose one of them') => new InputError('no-neuron-to-change', { what, why, fix });
    if (!components.includes(component)) throw has(is, `Choose one of ${components.join(', ')}`);
    const found = held.find((array) => array.component === component && array.layer === layer);
    if (found === undefined) throw has(`the network's layers are numbered from 1 to ${layers}`);
    if (!(Number.isInteger(neuron) && neuron >= 0 && neuron < found.width))
      throw has(`the neurons are numbered from 0 to ${found.width - 1}`);
    if (typeof value === 'number') checkValue(value, `neuron ${neuron} of ${componentName(component, layer)}`);
  }
}

/** @throws InputError when a neuron is to be set to what is no finite number. */
function checkValue(value: unknown, whose: string): asserts value is number {
  if (typeof value === 'number' && Number.isFinite(value)) return;
  throw new InputError('no-value-to-hold', {
    what: `The value for ${whose} is ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`,
  });
}

/**
 * Neurons that are held while a model reads or writes, by the array that is recorded of them (layers from 1), then by their
 * number (from 0): `{ 'hidden.1': { 408: 0 } }`. What follows in the same step and after it is computed from the value.
 *
 * A value is in the component's own unit, after its nonlinearity: a hidden state lies between -1 and 1, a gate between 0
 * and 1, a cell state or preactivation has no limits. One number holds for all tokens; a list [tokens] gives each token its
 * own, the value after that token was read. Beyond what a component can reach by itself is allowed.
 */
export type Hold = Readonly<Record<string, Readonly<Record<number, number | ArrayLike<number>>>>>;

/**
 * @param tokens how many are read, or read and written.
 * @throws InputError naming the array or neuron that the network does not have, the value that is no finite number, or the
 * list that is not as long as the text.
 */
export function interventionsOf(hold: Hold, reader: NetworkReader, tokens: number): Intervention[] {
  const known = settable(reader);
  const interventions = entriesOf(hold, 'Hold').flatMap(([name, neurons]) => {
    const found = known.find((array) => array.name === name);
    if (found === undefined) {
      throw new InputError('no-neuron-to-change', {
        what: `There is no "${name}" to hold neurons of`,
        fix: `Choose one of ${known.map((array) => array.name).join(', ')}`,
      });
    }
    return entriesOf(neurons, name).map(([key, value]): Intervention => {
      const { component, layer } = found;
      return {
        component,
        layer,
        neuron: neuronOf(key, name),
        value: heldAt(value, tokens, `neuron ${key} of ${name}`),
      };
    });
  });
  checkInterventions(reader, interventions);
  return interventions;
}

function entriesOf(given: unknown, whose: string): [string, unknown][] {
  const isPlain = typeof given === 'object' && given !== null && !Array.isArray(given) && !ArrayBuffer.isView(given);
  if (isPlain && !(given instanceof Map)) return Object.entries(given);
  throw new InputError('no-value-to-hold', { what: `${whose} is not a group of neurons with their values` });
}

/** A key of an object is text, whatever it was written as. */
function neuronOf(key: string, name: string): number {
  if (/^\d+$/.test(key)) return Number(key);
  throw new InputError('no-neuron-to-change', {
    what: `There is no neuron ${JSON.stringify(key)} of ${name} to hold`,
    fix: 'Neurons are whole numbers from 0',
  });
}

function heldAt(value: unknown, tokens: number, whose: string): Intervention['value'] {
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) {
    checkValue(value, whose);
    return value;
  }
  const values: unknown[] = Array.from(value as unknown as ArrayLike<unknown>);
  if (values.length !== tokens) {
    throw new InputError('no-value-to-hold', {
      what: `There are ${values.length} values for ${whose} and ${tokens} tokens`,
      fix: 'Give one number, or as many as there are tokens',
    });
  }
  const numbers = values.map((each, position) => {
    checkValue(each, `${whose} at token ${position}`);
    return each;
  });
  return (position) => numbers[position] ?? Number.NaN;
}
