/**
 * Keras 2 (and Keras 1.2 or later, and Keras 3's legacy .h5): one HDF5 file whose attribute `model_config` describes the model;
 * `model_weights/<layer>` names its arrays in order in the attribute `weight_names`.
 * Source: keras/saving/legacy/hdf5_format.py.
 */
import type { Tensor } from '../../../core/tensor.ts';
import { modelRefusal } from '../refusals.ts';
import { type KerasFile, type KerasLayer, kerasLayers } from './config.ts';
import { type Hdf5Contents, readHdf5 } from './hdf5.ts';

/** @throws InputError when the file is damaged, or holds weights alone. */
export async function readKerasHdf5(bytes: Uint8Array, path: string): Promise<KerasFile> {
  const contents = await readHdf5(bytes, path);
  const root = contents.attributes['/'] ?? {};
  if (typeof root.model_config !== 'string') {
    throw modelRefusal(
      path,
      'layer_names' in root
        ? 'it holds weights alone, without the description of the model'
        : 'it has no "model_config"',
      "Save the whole model: model.save('model.h5')",
    );
  }
  const version = typeof root.keras_version === 'string' ? root.keras_version : '2';
  const keras = version.startsWith('3') ? 3 : 2;
  const { applied, notes } = kerasLayers(root.model_config, path);
  const format = `a Keras HDF5 model (Keras ${version})`;
  return { format, keras, layers: applied, notes, arraysOf: (layer) => arraysOf(layer, contents, path) };
}

function arraysOf({ name }: KerasLayer, { attributes, arrays, unread }: Hdf5Contents, path: string): Tensor[] {
  const group = `/model_weights/${name}`;
  const names = attributes[group]?.weight_names;
  if (names === undefined) throw modelRefusal(path, `it has no weights of layer "${name}"`);
  if (!Array.isArray(names)) return [];
  return names.map((weight) => {
    const place = `${group}/${weight}`;
    const array = Object.hasOwn(arrays, place) ? arrays[place] : undefined;
    if (array !== undefined) return array;
    const type = unread[place];
    throw modelRefusal(
      path,
      type === undefined ? `it has no "${place}"` : `"${place}" is of type ${type}, not floating point`,
    );
  });
}
