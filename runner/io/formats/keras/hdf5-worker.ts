/**
 * Reads one HDF5 file in a thread of its own, because a damaged file can make the HDF5 library hang or end its thread:
 * gets { bytes, maxBytes }, posts an Hdf5Contents or { error }. The library sees a file system in memory only, so that links
 * to other files lead nowhere.
 */
import { parentPort, workerData } from 'node:worker_threads';
import h5wasm, { type Attribute, Dataset, FS, Group } from 'h5wasm';
import type { Hdf5Contents } from './keras.ts';

const { bytes, maxBytes } = workerData as { bytes: Uint8Array; maxBytes: number };
const maxDepth = 16;
const maxNodes = 20_000;

function attributesOf(attributes: Record<string, Attribute>): Record<string, string | string[] | number> {
  const result: Record<string, string | string[] | number> = {};
  for (const [name, { value }] of Object.entries(attributes)) {
    if (typeof value === 'string' || typeof value === 'number') result[name] = value;
    else if (Array.isArray(value)) result[name] = value.filter((each) => typeof each === 'string');
  }
  return result;
}

function read(): Hdf5Contents {
  FS?.writeFile('model.h5', bytes);
  const file = new h5wasm.File('model.h5', 'r');
  const contents: Hdf5Contents = { attributes: {}, arrays: new Map() };
  let nodes = 0;
  let total = 0;
  const visit = (group: Group, path: string, depth: number): void => {
    contents.attributes[path || '/'] = attributesOf(group.attrs);
    for (const key of group.keys()) {
      const place = `${path}/${key}`;
      if (++nodes > maxNodes) throw new Error(`it holds more than ${maxNodes} objects`);
      const entity = group.get(key);
      if (entity instanceof Group) {
        if (depth >= maxDepth) throw new Error('its groups lie too deep in one another');
        visit(entity, place, depth + 1);
      } else if (entity instanceof Dataset) {
        const { shape, dtype, metadata } = entity;
        if (shape === null || (dtype !== '<f' && dtype !== '<d')) continue;
        total += shape.reduce((product, length) => product * length, metadata.size);
        if (total > maxBytes) throw new Error(`its ${bytes.length} bytes claim arrays of ${total} or more`);
        const { value } = entity;
        if (value instanceof Float32Array) contents.arrays.set(place, { shape, data: value.slice() });
        else if (value instanceof Float64Array) contents.arrays.set(place, { shape, data: Float32Array.from(value) });
      }
    }
  };
  visit(file, '', 0);
  return contents;
}

try {
  await h5wasm.ready;
  parentPort?.postMessage(read());
} catch (error) {
  parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
}
