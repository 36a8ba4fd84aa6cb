/**
 * Whole models of Keras. Keras 2 (and Keras 1.2 or later, and Keras 3's legacy .h5) keeps one HDF5 file whose attribute
 * `model_config` describes the model; `model_weights/<layer>` names its arrays in order in the attribute `weight_names`. Keras 3's
 * .keras is a zip archive with `config.json` (the description) and `model.weights.h5`, where a layer's arrays are
 * `layers/<its kind, numbered>/vars/<n>` (a recurrent one's under `cell/vars`).
 * A description lists layers, which are read where they are a chain. Source: keras/saving/legacy/hdf5_format.py, keras/src/saving/saving_lib.py.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Tensor } from '../../../core/tensor.ts';
import { FormatError } from '../format-error.ts';
import { isObject, type JsonObject, objectIn } from '../json.ts';
import { mostUnpacked } from '../most-unpacked.ts';
import type { NamedFiles } from '../zip/zip.ts';

/** A model's file, whatever its version. */
export interface KerasFile {
  /** For a person: 'a Keras 3 model (.keras)'. */
  format: string;
  /** The major version. */
  keras: 2 | 3;
  /** In the order of their application. */
  layers: KerasLayer[];
  /**
   * A layer's arrays in Keras' order: kernel, recurrent kernel, bias.
   * @throws FormatError when one is missing or is not of floating point.
   */
  arraysOf(layer: KerasLayer): readonly Tensor[];
  notes: string[];
}

/** @throws FormatError when the file is damaged, or holds weights alone. */
export async function readKerasHdf5(bytes: Uint8Array): Promise<KerasFile> {
  const contents = await readHdf5(bytes);
  const { model_config: config, keras_version: version = '2', ...more } = contents.attributes['/'] ?? {};
  if (typeof config !== 'string')
    throw new FormatError(
      `it has no "model_config"${'layer_names' in more ? ': weights alone, without the description of the model' : ''}`,
      "Save the whole model: model.save('model.h5')",
    );
  const { applied, notes } = kerasLayers(config);
  const arraysOf = ({ name }: KerasLayer): Tensor[] => {
    const group = `/model_weights/${name}`;
    const names = contents.attributes[group]?.weight_names;
    if (names === undefined) throw new FormatError(`it has no weights of layer "${name}"`);
    return (Array.isArray(names) ? names : []).map((weight) => {
      const place = `${group}/${weight}`;
      const array = contents.arrays.get(place);
      if (array === undefined) throw new FormatError(`it has no "${place}" of floating point`);
      return array;
    });
  };
  const keras = `${version}`.startsWith('3') ? 3 : 2;
  return { format: `a Keras HDF5 model (Keras ${version})`, keras, layers: applied, notes, arraysOf };
}

const configFile = 'config.json';
const weightsFile = 'model.weights.h5';

export const isKeras3 = ({ names }: NamedFiles): boolean => names.includes(configFile) && names.includes(weightsFile);

/** @throws FormatError when the archive is damaged or describes no chain of layers. */
export async function readKeras3(files: NamedFiles): Promise<KerasFile> {
  const { listed, applied, notes } = kerasLayers(Buffer.from(await files.read(configFile)).toString('utf8'));
  const contents = await readHdf5(await files.read(weightsFile));
  const folders = layerFolders(listed, [...contents.arrays.keys()]);
  const arraysOf = (layer: KerasLayer): Tensor[] => {
    const found: Tensor[] = [];
    for (;;) {
      const places = ['vars', 'cell/vars', 'layer/vars'].map(
        (inner) => `/layers/${folders.get(layer)}/${inner}/${found.length}`,
      );
      const [array] = places.flatMap((place) => contents.arrays.get(place) ?? []);
      if (array === undefined) return found;
      found.push(array);
    }
  };
  return { format: 'a Keras 3 model (.keras)', keras: 3, layers: applied, notes, arraysOf };
}

/** Each layer's folder: its own name where there is one, else its kind's name in lower case, numbered from the second on. */
function layerFolders(layers: readonly KerasLayer[], places: readonly string[]): Map<KerasLayer, string> {
  const present = new Set(places.map((place) => place.split('/')[2]));
  const seen = new Map<string, number>();
  return new Map(
    layers.map((layer) => {
      const kind = snakeCase(layer.wrapped ? 'TimeDistributed' : layer.kind);
      const count = seen.get(kind) ?? 0;
      seen.set(kind, count + 1);
      const numbered = count === 0 ? kind : `${kind}_${count}`;
      return [layer, present.has(numbered) || !present.has(layer.name) ? numbered : layer.name];
    }),
  );
}

/** LSTM -> lstm, SimpleRNN -> simple_rnn, InputLayer -> input_layer. */
const snakeCase = (name: string): string =>
  name
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

export interface KerasLayer {
  name: string;
  /** Keras' class. */
  kind: string;
  config: Readonly<Record<string, unknown>>;
  /** True where the layer's own arrays lie inside a TimeDistributed one of this name. */
  wrapped: boolean;
}

const readHere = 'Read are Sequential models, and functional ones that are a chain of layers';

function fail(why: string): never {
  throw new FormatError(why, readHere);
}

/**
 * @returns all layers as they are listed (Keras 3 numbers them in this order), and in the order of their application.
 * @throws FormatError when the text describes no chain of layers.
 */
export function kerasLayers(json: string) {
  const { class_name: kind, config } = objectIn(json, 'its description', readHere);
  if (kind !== 'Sequential' && kind !== 'Model' && kind !== 'Functional')
    return fail(`it is a ${JSON.stringify(kind)}`);
  // Keras before 2.2.3 lists the layers of a Sequential model at once.
  const list = Array.isArray(config) ? config : isObject(config) ? config.layers : undefined;
  if (!Array.isArray(list)) return fail('its description lists no layers');
  const listed = list.map(layerOf);
  const { applied, notes } = kind === 'Sequential' ? { applied: listed, notes: [] } : inOrder(listed, list);
  return { listed, applied, notes };
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

/** [name, node, tensor, ...], as all versions of Keras refer to a layer's tensor. */
const tensorOf = /\[("(?:[^"\\]|\\.)*"),\d+,\d+[\],]/g;

/** The names of the layers that a layer reads, one for each tensor. */
function inbound(entry: unknown): string[] {
  const nodes = JSON.stringify((isObject(entry) && entry.inbound_nodes) || []);
  return Array.from(nodes.matchAll(tensorOf), ([, name = '']) => JSON.parse(name));
}

/** What an HDF5 file holds: attributes of groups, and arrays of floating point. */
export interface Hdf5Contents {
  /** By the group's path ('/model_weights/lstm_1'), then by name. */
  attributes: Record<string, Record<string, string | string[] | number>>;
  /** By path. */
  arrays: Map<string, Tensor>;
}

/** Milliseconds: many times what reading takes on a busy machine. Some damage keeps the library busy for ever. */
const defaultPatience = ({ length }: Uint8Array): number => 10_000 + Math.ceil(length / 10_000);

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
export const isHdf5 = (bytes: Uint8Array): boolean => signature.every((value, index) => bytes[index] === value);

/**
 * Read in a thread of its own.
 * @param patience milliseconds after which a file counts as damaged.
 * @throws FormatError when the bytes are no sound HDF5 file.
 */
export async function readHdf5(bytes: Uint8Array, patience = defaultPatience(bytes)): Promise<Hdf5Contents> {
  const worker = new Worker(new URL('./hdf5-worker.ts', import.meta.url), {
    workerData: { bytes, maxBytes: mostUnpacked(bytes.length) },
    // What the library itself says goes nowhere: its reason comes back as an error.
    stdout: true,
    stderr: true,
  });
  const signal = AbortSignal.timeout(patience);
  try {
    const answer = once(worker, 'message', { signal });
    const end = once(worker, 'exit', { signal }).then(() => [{ error: 'the HDF5 library gave up' }]);
    const [message]: (Hdf5Contents | { error: string })[] = await Promise.race([answer, end]);
    if (message !== undefined && !('error' in message)) return message;
    throw new Error(message?.error);
  } catch (error) {
    const late = `reading it took more than ${Math.round(patience / 1000)} s`;
    throw new FormatError(`the HDF5 file is damaged: ${signal.aborted ? late : (error as Error).message}`);
  } finally {
    await worker.terminate();
  }
}
