/**
 * The weights of a large model in a quarter of the bytes of their halves: every row of a matrix in whole steps of its own, so few
 * that compressed they take some four bits each. Pure.
 */
import { float32At } from '../../core/at.ts';
import { mostUnpacked } from '../../io/formats/most-unpacked.ts';
import type { Architecture } from './architecture.ts';
import { mismatch } from './model-file.ts';
import { valueNamed } from './program.ts';
import { parametersOf, type Weights } from './reading.ts';

/** A step, in root mean squares of its row: with a finer one the largest model is more than 4 MB. */
const stepSize = 0.22;
const furthest = 127;

/** The file: in single precision each vector and for each row of a matrix its step, in the order of the arrays; then the steps of all matrices. */
function layout(architecture: Architecture) {
  let [numbers, steps] = [0, 0];
  const arrays = Object.entries(parametersOf(architecture)).map(([name, shape]) => {
    const [rows = 0, columns = 0] = shape;
    const own = { name, shape, rows, columns, numbers, steps };
    numbers += rows;
    steps += rows * columns;
    return own;
  });
  return { arrays, numbers, bytes: 4 * numbers + steps };
}

export function packWeights(architecture: Architecture, weights: Weights): Uint8Array<ArrayBuffer> {
  const { arrays, numbers, bytes } = layout(architecture);
  const file = new ArrayBuffer(bytes);
  for (const { name, rows, columns, ...at } of arrays) {
    const { data } = valueNamed(weights, name);
    const own = new Float32Array(file, 4 * at.numbers, rows);
    const into = new Int8Array(file, 4 * numbers + at.steps, rows * columns);
    if (columns === 0) own.set(data);
    else
      for (let row = 0; row < rows; row++) {
        const values = data.subarray(row * columns, (row + 1) * columns);
        const squares = values.reduce((sum, value) => sum + value * value, 0);
        const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        const step = Math.max(stepSize * Math.sqrt(squares / columns), largest / furthest) || 1;
        own[row] = step;
        into.set(
          values.map((value) => Math.round(value / step)),
          row * columns,
        );
      }
  }
  return new Uint8Array(file);
}

/**
 * The bytes of that file, of a gzip file: no more of it is unpacked than the file of such a model has.
 * @throws InputError where it is damaged or unpacks to more.
 */
export async function gunzippedWeights(
  architecture: Architecture,
  packed: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { bytes } = layout(architecture);
  const refuse = (why: string) => mismatch('that was given', why);
  if (bytes > mostUnpacked(packed.length))
    throw refuse(`its weights take ${bytes} bytes, and the ${packed.length} packed ones hold no such model`);
  const unpacked = new Uint8Array(bytes);
  let length = 0;
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.getReader();
  const next = () =>
    reader.read().catch((error: Error) => {
      throw refuse(`its packed weights cannot be unpacked: ${error.message}`);
    });
  for (let part = await next(); !part.done; part = await next()) {
    if (length + part.value.length > bytes) {
      await reader.cancel();
      throw refuse(`its weights take ${bytes} bytes, and the packed ones give more`);
    }
    unpacked.set(part.value, length);
    length += part.value.length;
  }
  return unpacked.slice(0, length);
}

/** @throws InputError when the file is not as long as that of such a model. */
export function unpackWeights(architecture: Architecture, { buffer, byteLength }: Uint8Array<ArrayBuffer>): Weights {
  const { arrays, numbers, bytes } = layout(architecture);
  if (byteLength !== bytes) throw mismatch('that was given', `its weights take ${byteLength} bytes, not ${bytes}`);
  return Object.fromEntries(
    arrays.map(({ name, shape, rows, columns, ...at }) => {
      const own = new Float32Array(buffer, 4 * at.numbers, rows);
      if (columns === 0) return [name, { shape, data: own }] as const;
      const data = Float32Array.from(new Int8Array(buffer, 4 * numbers + at.steps, rows * columns));
      for (let row = 0; row < rows; row++) {
        const step = float32At(own, row);
        for (let place = row * columns; place < (row + 1) * columns; place++)
          data[place] = float32At(data, place) * step;
      }
      return [name, { shape, data }] as const;
    }),
  );
}
