/**
 * Keras 3's .keras: a zip archive with `config.json` (the model's description) and `model.weights.h5`, where a layer's arrays are
 * `layers/<its kind, numbered>/vars/<n>` (a recurrent one's under `cell/vars`). Source: keras/src/saving/saving_lib.py.
 */
import type { Tensor } from '../../../core/tensor.ts';
import { modelRefusal } from '../refusals.ts';
import type { Archive } from '../zip/in-memory.ts';
import { type KerasFile, type KerasLayer, kerasLayers } from './config.ts';
import { readHdf5 } from './hdf5.ts';

const configFile = 'config.json';
const weightsFile = 'model.weights.h5';

export const isKeras3 = ({ names }: Archive): boolean => names.includes(configFile) && names.includes(weightsFile);

/** @throws InputError when the archive is damaged or describes no chain of layers. */
export async function readKeras3(archive: Archive, path: string): Promise<KerasFile> {
  const config = Buffer.from(await archive.read(configFile)).toString('utf8');
  const { listed, applied, notes } = kerasLayers(config, path);
  const { arrays, unread } = await readHdf5(await archive.read(weightsFile), `${path}, ${weightsFile}`);
  const folders = layerFolders(listed, Object.keys({ ...arrays, ...unread }));
  const arraysOf = (layer: KerasLayer): Tensor[] => {
    const folder = folders.get(layer);
    const found: Tensor[] = [];
    for (let index = 0; ; index++) {
      const places = ['vars', 'cell/vars', 'layer/vars'].map((inner) => `/layers/${folder}/${inner}/${index}`);
      const place = places.find((each) => Object.hasOwn(arrays, each));
      const array = place === undefined ? undefined : arrays[place];
      if (array === undefined) {
        const other = places.find((each) => each in unread);
        if (other !== undefined) throw modelRefusal(path, `"${other}" is of type ${unread[other]}, not floating point`);
        return found;
      }
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
