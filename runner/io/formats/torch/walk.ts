/**
 * The arrays of what a PyTorch file holds: a dict of tensors, a whole module, a checkpoint with one of these beside other
 * entries, or a list that begins with one. A module is a closed object: only its `_parameters`, `_buffers` and `_modules` are
 * walked, and its other attributes kept as they are. Pure.
 */
import { attributesOf, described, PickledObject } from '../pickle/values.ts';
import { FormatError } from '../refusals.ts';
import { StoredTensor } from './tensors.ts';

export interface WalkedModule {
  /** By dotted name, as a state dict has them. */
  stored: ReadonlyMap<string, StoredTensor>;
  /** All else, by where it stands: attributes of modules ('rnn.mode'), entries of a checkpoint ('args'), values of the pickle. */
  settings: ReadonlyMap<string, unknown>;
  /** The class of a whole module, 'model.RNNModel'; null: only arrays are there. */
  className: string | null;
}

export const saveStateDict = 'Save its state dict alone: torch.save(model.state_dict(), path)';

/** Where training programs keep the state dict or the module. */
const commonKeys = ['state_dict', 'model_state_dict', 'model', 'net', 'model_state', 'weights', 'network'];
/** Of modules in each other. */
const deepest = 64;
/** Names in all: modules that share modules can describe more than there are. */
const mostNames = 200_000;

/** @throws FormatError when there is no state dict and no module, or modules lie in themselves. */
export function walk(value: unknown): WalkedModule {
  const [first] = Array.isArray(value) ? value : [];
  if (isModule(first)) {
    const rest = (value as readonly unknown[]).slice(1).map((each, index) => [`${index + 1}`, each] as const);
    return walkModule(first, rest);
  }
  if (isModule(value)) return walkModule(value, []);
  if (value instanceof Map) {
    const own = tensorsOf(value);
    if (own.size > 0) return { stored: own, settings: othersOf(value), className: null };
    const [key, ...more] = commonKeys.filter((each) => holdsArrays(value.get(each)));
    if (key !== undefined && more.length === 0) {
      const inner: unknown = value.get(key);
      const beside = [...othersOf(value)].filter(([name]) => name !== key);
      if (isModule(inner)) return walkModule(inner, beside);
      return { stored: tensorsOf(inner), settings: new Map(beside), className: null };
    }
  }
  const keys = value instanceof Map ? [...value.keys()].slice(0, 8).map(described).join(', ') : '';
  throw new FormatError(`it holds no state dict and no module${keys === '' ? '' : ` but ${keys}`}`, saveStateDict);
}

const isModule = (value: unknown): value is PickledObject =>
  value instanceof PickledObject && value.state instanceof Map && value.state.get('_modules') instanceof Map;

const holdsArrays = (value: unknown): boolean => isModule(value) || tensorsOf(value).size > 0;

function tensorsOf(value: unknown): Map<string, StoredTensor> {
  const found = new Map<string, StoredTensor>();
  for (const [name, each] of value instanceof Map ? value : [])
    if (typeof name === 'string' && each instanceof StoredTensor) found.set(name, each);
  return found;
}

function othersOf(value: ReadonlyMap<unknown, unknown>): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [name, each] of value)
    if (typeof name === 'string' && !(each instanceof StoredTensor)) found.set(name, each);
  return found;
}

const inside = new Set(['_parameters', '_buffers', '_modules']);

function walkModule(module: PickledObject, beside: Iterable<readonly [string, unknown]>): WalkedModule {
  const stored = new Map<string, StoredTensor>();
  const settings = new Map<string, unknown>(beside);
  const above = new Set<PickledObject>();
  let names = 0;
  const visit = (each: PickledObject, prefix: string): void => {
    if (above.has(each) || above.size >= deepest)
      throw new FormatError('its modules lie in each other without end', saveStateDict);
    above.add(each);
    const attributes = attributesOf(each) ?? new Map();
    for (const part of ['_parameters', '_buffers'])
      for (const [name, tensor] of tensorsOf(attributes.get(part))) stored.set(prefix + name, tensor);
    for (const [name, value] of othersOf(attributes)) if (!inside.has(name)) settings.set(prefix + name, value);
    names += attributes.size;
    const children = attributes.get('_modules');
    for (const [name, child] of children instanceof Map ? children : []) {
      if (names++ > mostNames) throw new FormatError(`it describes more than ${mostNames} parts`, saveStateDict);
      if (isModule(child)) visit(child, `${prefix}${described(name)}.`);
    }
    above.delete(each);
  };
  visit(module, '');
  return { stored, settings, className: module.className.replace(' ', '.') };
}
