/**
 * A Keras model's description: its layers in the order in which they are applied. Sequential models and functional ones
 * that are a chain are read. Pure.
 */
import { isObject, type JsonObject, objectIn } from '../json.ts';
import { FormatError } from '../refusals.ts';

export interface KerasLayer {
  name: string;
  /** Keras' class. */
  kind: string;
  config: Readonly<Record<string, unknown>>;
  /** True where the layer's own arrays lie inside a TimeDistributed one of this name. */
  wrapped: boolean;
}

export interface KerasChain {
  /** All layers as they are listed: Keras 3 numbers them in this order. */
  listed: KerasLayer[];
  /** In the order of their application. */
  applied: KerasLayer[];
  notes: string[];
}

const readHere = 'Read are Sequential models, and functional ones that are a chain of layers';

function fail(why: string): never {
  throw new FormatError(why, readHere);
}

/** @throws FormatError when the text describes no chain of layers. */
export function kerasLayers(json: string): KerasChain {
  const { class_name: kind, config } = objectIn(json, 'its description', readHere);
  if (kind !== 'Sequential' && kind !== 'Model' && kind !== 'Functional')
    return fail(`it is a ${JSON.stringify(kind)}`);
  // Keras before 2.2.3 lists the layers of a Sequential model at once.
  const list = Array.isArray(config) ? config : isObject(config) ? config.layers : undefined;
  if (!Array.isArray(list)) return fail('its description lists no layers');
  const listed = list.map(layerOf);
  return { listed, ...(kind === 'Sequential' ? { applied: listed, notes: [] } : inOrder(listed, list)) };
}

function layerOf(entry: unknown): KerasLayer {
  const { class_name: kind, config, name: outer } = isObject(entry) ? entry : {};
  if (typeof kind !== 'string' || !isObject(config)) return fail('its description holds a layer without a class');
  const name = typeof config.name === 'string' ? config.name : outer;
  if (typeof name !== 'string') return fail(`its description holds a ${kind} without a name`);
  if (kind === 'TimeDistributed') return { ...layerOf(config.layer), name, wrapped: true };
  return { name, kind, config: plain(config), wrapped: false };
}

/** Keras 3 writes a function as { class_name, config }: its name says all. */
function plain(config: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const isFunction = key.endsWith('activation') && isObject(value) && value.class_name === 'function';
      return [key, isFunction ? value.config : value];
    }),
  );
}

/** The layers of a functional model, from the input on. */
function inOrder(listed: readonly KerasLayer[], entries: readonly unknown[]) {
  const sources = new Map(listed.map(({ name }, index) => [name, inbound(entries[index])]));
  const applied: KerasLayer[] = [];
  const notes: string[] = [];
  let [current] = listed.filter(({ name }) => sources.get(name)?.length === 0);
  while (current !== undefined && applied.length < listed.length) {
    applied.push(current);
    const before = current.name;
    const [next, ...more] = listed.filter(({ name }) => sources.get(name)?.includes(before));
    if (more.length > 0) return fail(`"${before}" feeds several layers`);
    const from = next === undefined ? [] : (sources.get(next.name) ?? []);
    if (from.some((name) => name !== before)) return fail(`"${next?.name}" has several inputs: ${from.join(', ')}`);
    if (from.length > 1)
      notes.push(`Layer "${next?.name}" begins with the last state of "${before}"; here it begins at zero.`);
    current = next;
  }
  if (applied.length < listed.length) return fail('its layers are no chain');
  return { applied, notes };
}

/** The names of the layers that a layer reads, one for each tensor. */
function inbound(entry: unknown): string[] {
  const found: string[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth > 12) return;
    if (Array.isArray(value)) {
      // Keras 2: [name, node, tensor, {}]. A list of such is visited one by one.
      if (typeof value[0] === 'string' && typeof value[1] === 'number') found.push(value[0]);
      else for (const each of value) visit(each, depth + 1);
    } else if (isObject(value)) {
      // Keras 3: { class_name: '__keras_tensor__', config: { keras_history: [name, node, tensor] } }.
      const history = isObject(value.config) ? value.config.keras_history : undefined;
      if (Array.isArray(history) && typeof history[0] === 'string') found.push(history[0]);
      else for (const each of Object.values(value)) visit(each, depth + 1);
    }
  };
  visit(isObject(entry) ? entry.inbound_nodes : [], 0);
  return found;
}
