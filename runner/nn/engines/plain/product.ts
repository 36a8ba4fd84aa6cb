/**
 * A row times the transpose of the model's weights, four numbers at a time: product.wat, assembled. Some five times as quick as loops
 * in JavaScript. Weights are copied where it can reach them when they are first used, and stay there until they are let go. Pure;
 * indexed plainly (tsconfig.numeric.json).
 */
/** @returns [n], the product of x [k] and each of the n rows of weights [n, k]. */
export type Product = (x: Float32Array, weights: Float32Array) => Float32Array;

export interface Products {
  product: Product;
  /** Gives back the memory of weights that are used no more; where they are used all the same, they are copied again. */
  letGo(weights: Float32Array): void;
  /** Of the memory that it holds. */
  bytes(): number;
}

const code =
  'AGFzbQEAAAABEQJgBX9/f39/AGAEe3t7ewF7AwMCAAEFAwEAAQcUAgZtZW1vcnkCAAdwcm9kdWN0AAAKugMCogIEA38BewN/BHsgASAEaiEGIAIgA0ECdGohBwNA/QwA' +
  'AAAAAAAAAAAAAAAAAAAAIQz9DAAAAAAAAAAAAAAAAAAAAAAhDf0MAAAAAAAAAAAAAAAAAAAAACEO/QwAAAAAAAAAAAAAAAAAAAAAIQ8gASEFIAAgBGohCSAJIARqIQog' +
  'CiAEaiELA0AgBf0ABAAhCCAMIAggAP0ABAD95gH95AEhDCANIAggCf0ABAD95gH95AEhDSAOIAggCv0ABAD95gH95AEhDiAPIAggC/0ABAD95gH95AEhDyAAQRBqIQAg' +
  'CUEQaiEJIApBEGohCiALQRBqIQsgBUEQaiIFIAZJDQALIAshACACIAwgDSAOIA8QAf0LBAAgAkEQaiICIAdJDQALC5MBACAAIAH9DQABAgMQERITBAUGBxQVFhcgACAB' +
  '/Q0ICQoLGBkaGwwNDg8cHR4f/eQBIQEgAiAD/Q0AAQIDEBESEwQFBgcUFRYXIAIgA/0NCAkKCxgZGhsMDQ4PHB0eH/3kASEDIAEgA/0NAAECAwQFBgcQERITFBUWFyAB' +
  'IAP9DQgJCgsMDQ4PGBkaGxwdHh/95AEL';

interface Exports {
  memory: WebAssembly.Memory;
  product(weights: number, x: number, y: number, rows: number, bytes: number): void;
}

const page = 65_536;
/** Rows that it reads at once, and columns of each: the rest are zeros. */
const wide = 4;
const upTo = (count: number): number => wide * Math.ceil(count / wide);

/** Loops where there is no WebAssembly with such numbers, or where the page may not run it. */
export function createProducts(): Products {
  try {
    const bytes = Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0));
    return productsOf(new WebAssembly.Module(bytes));
  } catch {
    return { product: dotProducts, letGo() {}, bytes: () => 0 };
  }
}

/** Such a memory grows and never shrinks: where most of it is of weights let go, it is left, and those still used go to a new one. */
function productsOf(module: WebAssembly.Module): Products {
  let memory = memoryOf(module);
  /** Bytes of weights that were let go. */
  let idle = 0;
  return {
    product: (x, weights) => memory.product(x, weights),
    letGo(weights) {
      idle += memory.letGo(weights);
      if (2 * idle <= memory.bytes()) return;
      memory = memoryOf(module);
      idle = 0;
    },
    bytes: () => memory.bytes(),
  };
}

function memoryOf(module: WebAssembly.Module) {
  const { memory, product } = new WebAssembly.Instance(module).exports as unknown as Exports;
  /** What was placed: of weights, and by its length of a row, so that what fills up a row stays zero. */
  const places = new WeakMap<Float32Array, { start: number; bytes: number }>();
  const rowPlaces = new Map<string, number>();
  let taken = 0;

  function room(numbers: number): number {
    const start = taken;
    taken += 4 * numbers;
    const missing = Math.ceil((taken - memory.buffer.byteLength) / page);
    if (missing > 0) memory.grow(missing);
    return start;
  }

  function placeOf(weights: Float32Array, rows: number, columns: number): number {
    const known = places.get(weights);
    if (known !== undefined) return known.start;
    const start = room(upTo(rows) * upTo(columns));
    const into = new Float32Array(memory.buffer, start);
    for (let row = 0; row < rows; row++)
      into.set(weights.subarray(row * columns, (row + 1) * columns), row * upTo(columns));
    places.set(weights, { start, bytes: taken - start });
    return start;
  }

  function rowOf(kind: 'x' | 'y', length: number): number {
    const start = rowPlaces.get(kind + length) ?? room(upTo(length));
    rowPlaces.set(kind + length, start);
    return start;
  }

  return {
    product(x: Float32Array, weights: Float32Array): Float32Array {
      const [rows, columns] = [weights.length / x.length, x.length];
      const [at, from, to] = [placeOf(weights, rows, columns), rowOf('x', columns), rowOf('y', rows)];
      new Float32Array(memory.buffer, from, columns).set(x);
      product(at, from, to, upTo(rows), 4 * upTo(columns));
      return new Float32Array(memory.buffer, to, rows).slice();
    },
    /** @returns the bytes that they took. */
    letGo(weights: Float32Array): number {
      const { bytes } = places.get(weights) ?? { bytes: 0 };
      places.delete(weights);
      return bytes;
    },
    bytes: () => memory.buffer.byteLength,
  };
}

/** A dot product of each of the n rows of weights [n, k], in four sums side by side. @returns [n] */
export function dotProducts(x: Float32Array, weights: Float32Array): Float32Array {
  const k = x.length;
  const result = new Float32Array(weights.length / k);
  const whole = k - (k % 4);
  for (let row = 0; row < result.length; row++) {
    const first = row * k;
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let p = 0; p < whole; p += 4) {
      s0 += x[p] * weights[first + p];
      s1 += x[p + 1] * weights[first + p + 1];
      s2 += x[p + 2] * weights[first + p + 2];
      s3 += x[p + 3] * weights[first + p + 3];
    }
    for (let p = whole; p < k; p++) s0 += x[p] * weights[first + p];
    result[row] = s0 + s1 + (s2 + s3);
  }
  return result;
}
