/**
 * Whole models of Keras. Keras 2 (and Keras 1.2 or later, and Keras 3's legacy .h5) keeps one HDF5 file whose attribute
 * `model_config` describes the model; `model_weights/<layer>` names its arrays in order in the attribute `weight_names`. Keras 3's
 * .keras is a zip archive with `config.json` (the description) and `model.weights.h5`, where a layer's arrays are
 * `layers/<its kind, numbered>/vars/<n>` (a recurrent one's under `cell/vars`).
 * Source: keras/saving/legacy/hdf5_format.py, keras/src/saving/saving_lib.py.
 */
import type { Tensor } from '../../../core/tensor.ts';
import { FormatError } from '../refusals.ts';
import type { NamedFiles } from '../zip/zip.ts';
import { type KerasLayer, kerasLayers } from './config.ts';
import { type Hdf5Contents, readHdf5 } from './hdf5.ts';

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
      'layer_names' in more
        ? 'it holds weights alone, without the description of the model'
        : 'it has no "model_config"',
      "Save the whole model: model.save('model.h5')",
    );
  const { applied, notes } = kerasLayers(config);
  const arraysOf = ({ name }: KerasLayer): Tensor[] => {
    const group = `/model_weights/${name}`;
    const names = contents.attributes[group]?.weight_names;
    if (names === undefined) throw new FormatError(`it has no weights of layer "${name}"`);
    return (Array.isArray(names) ? names : []).map((weight) => {
      const place = `${group}/${weight}`;
      const array = arrayAt(contents, place);
      if (array === undefined) throw new FormatError(`it has no "${place}"`);
      return array;
    });
  };
  const keras = `${version}`.startsWith('3') ? 3 : 2;
  return { format: `a Keras HDF5 model (Keras ${version})`, keras, layers: applied, notes, arraysOf };
}

/** Undefined where there is none. @throws FormatError when its numbers are no floating point. */
function arrayAt({ arrays, unread }: Hdf5Contents, place: string): Tensor | undefined {
  if (Object.hasOwn(unread, place)) throw new FormatError(`"${place}" is of type ${unread[place]}, not floating point`);
  return Object.hasOwn(arrays, place) ? arrays[place] : undefined;
}

const configFile = 'config.json';
const weightsFile = 'model.weights.h5';

export const isKeras3 = ({ names }: NamedFiles): boolean => names.includes(configFile) && names.includes(weightsFile);

/** @throws FormatError when the archive is damaged or describes no chain of layers. */
export async function readKeras3(files: NamedFiles): Promise<KerasFile> {
  const { listed, applied, notes } = kerasLayers(Buffer.from(await files.read(configFile)).toString('utf8'));
  const contents = await readHdf5(await files.read(weightsFile));
  const folders = layerFolders(listed, Object.keys({ ...contents.arrays, ...contents.unread }));
  const arraysOf = (layer: KerasLayer): Tensor[] => {
    const found: Tensor[] = [];
    for (;;) {
      const places = ['vars', 'cell/vars', 'layer/vars'].map(
        (inner) => `/layers/${folders.get(layer)}/${inner}/${found.length}`,
      );
      const [array] = places.flatMap((place) => arrayAt(contents, place) ?? []);
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
