/**
 * Interventions: neurons of a component whose values are changed while the model runs, so that everything computed from them, in the
 * same step and after it, follows. In a program each intervened component has the inputs `keep` and `set`, both [streams, units]: its
 * value becomes value x keep + set; or, of a subspace, which is a state [k, units], what of the value lies in it becomes so.
 * Pure; knows no engine.
 */
import { InputError } from '../../core/errors.ts';
import { componentName } from './cells/cell.ts';
import type { Operations } from './operations.ts';
import { type Tensor, type Values, valueNamed } from './program.ts';
import type { Activation, Hook, NetworkReader } from './readers/reader.ts';

export interface Intervention {
  /** From 1. */
  layer: number;
  component: string;
  /** From 0. */
  neuron: number;
  /** What it is multiplied by; absent: 0, so that it is set to `value`. As that, one number or one for each token. */
  keep?: number | ((position: number) => number);
  /** What is added to that: one number for all tokens, or one for each by its position in the text, after that token was read. */
  value: number | ((position: number) => number);
  /** Orthonormal rows [k, units]: what of the component's value lies in their span is changed, and no more. The same of all its neurons. */
  subspace?: Tensor;
  /** The segment in which the neuron is changed, by its place in the list of segments; absent: every segment. */
  segment?: number;
}

/** 1 where a neuron is as computed, 0 where it is set; [streams, units]. */
export const keepName = (name: string): string => `keep.${name}`;
/** What is added; [streams, units]. */
export const setName = (name: string): string => `set.${name}`;
/** [k, units] */
export const subspaceName = (name: string): string => `subspace.${name}`;

/** The subspaces of the components that are intervened in, by name; null: of each neuron by itself. */
export function intervenedIn(interventions: readonly Intervention[]): Map<string, Tensor | null> {
  const found = new Map<string, Tensor | null>();
  for (const { component, layer, subspace = null } of interventions) {
    const name = componentName(component, layer);
    const known = found.get(name);
    if (known !== undefined && known !== subspace) throw new RangeError(`${name} is changed in two subspaces at once`);
    found.set(name, subspace);
  }
  return found;
}

/** Rows of the subspace of each component that is intervened in; 0: there is none. */
export type Intervened = Readonly<Record<string, number>>;

export const intervened = (interventions: readonly Intervention[]): Intervened =>
  Object.fromEntries([...intervenedIn(interventions)].map(([name, subspace]) => [name, subspace?.shape[0] ?? 0]));

/** The hook of a program that has `keep`, `set` and the subspaces of these components. */
export const interveneIn =
  <T>(ops: Operations<T>, values: Values<T>, intervened: Intervened): Hook<T> =>
  (component, layer, value) => {
    const name = componentName(component, layer);
    const rows = intervened[name];
    return rows === undefined ? value : changed(ops, values, { name, rows }, value);
  };

/** A value of an array as its `keep`, `set` and subspace of so many rows make it. */
export function changed<T>(
  ops: Operations<T>,
  values: Values<T>,
  { name, rows }: { name: string; rows: number },
  value: T,
): T {
  const [keep, set] = [valueNamed(values, keepName(name)), valueNamed(values, setName(name))];
  if (rows === 0) return ops.add(ops.mul(value, keep), set);
  const basis = valueNamed(values, subspaceName(name));
  const part = ops.matmul(ops.matmul(value, basis, { transposeB: true }), basis);
  return ops.add(value, ops.add(ops.mul(part, ops.sub(keep, ops.scalar(1))), set));
}

/** What a neuron can be changed of. */
export const settable = ({ arrays, vectors }: Pick<NetworkReader, 'arrays' | 'vectors'>): Activation[] => [
  ...arrays.filter(({ about }) => about.onlyShown !== true),
  ...(vectors === null ? [] : [vectors]),
];

/** @throws InputError naming the first layer, component or neuron that the network does not have, or a value that is no number. */
export function checkInterventions(
  reader: Pick<NetworkReader, 'is' | 'layers' | 'arrays' | 'vectors'>,
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
    if (typeof value === 'number') checkFinite(value, `neuron ${neuron} of ${found.name}`);
  }
}

/** @throws InputError when a neuron is to be set to what is no finite number. */
export function checkFinite(value: unknown, whose: string): asserts value is number {
  if (typeof value === 'number' && Number.isFinite(value)) return;
  throw new InputError('no-value-to-clamp', {
    what: `The value for ${whose} is ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`,
  });
}
