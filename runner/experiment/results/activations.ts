/**
 * The side-car format of activations: float32 scale[neurons], then int8 value[neurons][tokens], little-endian.
 * Pure; runs in Node and in the browser.
 */
import { at, float32At } from '../../core/at.ts';

/** Activations of one component over one text: value[n * tokens + t] / 127 * scale[n]. */
export interface QuantizedActivations {
  neurons: number;
  tokens: number;
  scale: Float32Array;
  value: Int8Array;
}

/** Steps on either side of 0. */
export const levels = 127;

/**
 * Quantizes activations [neurons][tokens] to Int8 with one scale per neuron; the error is at most scale / 254.
 * @throws RangeError when a neuron has fewer activations than the first.
 */
export function quantize(activations: readonly ArrayLike<number>[]): QuantizedActivations {
  const neurons = activations.length;
  const [first = []] = activations;
  const tokens = first.length;
  const scale = new Float32Array(neurons);
  const value = new Int8Array(neurons * tokens);
  activations.forEach((row, neuron) => {
    let largest = 0;
    for (let t = 0; t < tokens; t++) largest = Math.max(largest, Math.abs(at(row, t)));
    scale[neuron] = largest;
    if (largest === 0) return;
    for (let t = 0; t < tokens; t++) value[neuron * tokens + t] = Math.round((at(row, t) / largest) * levels);
  });
  return { neurons, tokens, scale, value };
}

export function encodeActivations({ neurons, scale, value }: QuantizedActivations): Uint8Array {
  const bytes = new Uint8Array(4 * neurons + value.length);
  const view = new DataView(bytes.buffer);
  scale.forEach((s, neuron) => {
    view.setFloat32(4 * neuron, s, true);
  });
  bytes.set(new Uint8Array(value.buffer, value.byteOffset, value.length), 4 * neurons);
  return bytes;
}

/** How many neurons a side-car of so many bytes has. @throws RangeError when that is no whole number. */
export function neuronsIn(bytes: number, tokens: number): number {
  const neurons = bytes / (4 + tokens);
  if (Number.isInteger(neurons)) return neurons;
  throw new RangeError(`activations: ${bytes} bytes are no whole number of neurons x ${tokens} tokens`);
}

/** Reads a side-car back; throws a RangeError when its length is not 4 * neurons + neurons * tokens bytes. */
export function decodeActivations(bytes: Uint8Array, neurons: number, tokens: number): QuantizedActivations {
  const expected = 4 * neurons + neurons * tokens;
  if (bytes.length !== expected) {
    throw new RangeError(
      `activations: expected ${expected} bytes for ${neurons} neurons x ${tokens} tokens, got ${bytes.length}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const scale = Float32Array.from({ length: neurons }, (_, neuron) => view.getFloat32(4 * neuron, true));
  // Copied: the bytes may lie in memory that is shared, as those of a Buffer.
  const value = new Int8Array(neurons * tokens);
  value.set(new Int8Array(bytes.buffer, bytes.byteOffset + 4 * neurons, value.length));
  return { neurons, tokens, scale, value };
}

/** One neuron's activations over the text, [tokens]. @throws RangeError when there is no such neuron. */
export function activationsOf({ tokens, scale, value }: QuantizedActivations, neuron: number): Float32Array {
  const factor = float32At(scale, neuron) / levels;
  return Float32Array.from(value.subarray(neuron * tokens, (neuron + 1) * tokens), (level) => level * factor);
}
