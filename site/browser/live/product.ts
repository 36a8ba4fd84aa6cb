/**
 * A row times the transpose of the model's weights, four numbers at a time: product.wat, assembled. Some five times as quick as loops
 * in JavaScript. Weights are copied, as the halves that they were published as, where it can reach them when they are first used, and
 * stay there; what are no halves goes by loops. Pure.
 */
import { dotProducts, packed, scaled, tall, wide } from './rows.ts';

/** @returns [n], the product of x [k] and each of the n rows of weights [n, k]. */
export type Product = (x: Float32Array, weights: Float32Array) => Float32Array;

const code =
  'AGFzbQEAAAABEQJgBX9/f39/AGAEe3t7ewF7AwMCAAEFAwEAAQcUAgZtZW1vcnkCAAdwcm9kdWN0AAAKlQcC/QUCA38Me/0MAOD/jwDg/48A4P+PAOD/jyELIAEgBG' +
  'ohBiACIANBAnRqIQcDQP0MAAAAAAAAAAAAAAAAAAAAACEM/QwAAAAAAAAAAAAAAAAAAAAAIQ39DAAAAAAAAAAAAAAAAAAAAAAhDv0MAAAAAAAAAAAAAAAAAAAAACEP' +
  '/QwAAAAAAAAAAAAAAAAAAAAAIRD9DAAAAAAAAAAAAAAAAAAAAAAhEf0MAAAAAAAAAAAAAAAAAAAAACES/QwAAAAAAAAAAAAAAAAAAAAAIRMgASEFA0AgBf0ABAAhCC' +
  'AF/QAEECEJIAD9AAQAIQogDCAIIAsgCkED/awB/U795gH95AEhDCAMIAkgCyAKQRD9qwFBA/2sAf1O/eYB/eQBIQwgAP0ABBAhCiANIAggCyAKQQP9rAH9Tv3mAf3k' +
  'ASENIA0gCSALIApBEP2rAUED/awB/U795gH95AEhDSAA/QAEICEKIA4gCCALIApBA/2sAf1O/eYB/eQBIQ4gDiAJIAsgCkEQ/asBQQP9rAH9Tv3mAf3kASEOIAD9AA' +
  'QwIQogDyAIIAsgCkED/awB/U795gH95AEhDyAPIAkgCyAKQRD9qwFBA/2sAf1O/eYB/eQBIQ8gAP0ABEAhCiAQIAggCyAKQQP9rAH9Tv3mAf3kASEQIBAgCSALIApB' +
  'EP2rAUED/awB/U795gH95AEhECAA/QAEUCEKIBEgCCALIApBA/2sAf1O/eYB/eQBIREgESAJIAsgCkEQ/asBQQP9rAH9Tv3mAf3kASERIAD9AARgIQogEiAIIAsgCk' +
  'ED/awB/U795gH95AEhEiASIAkgCyAKQRD9qwFBA/2sAf1O/eYB/eQBIRIgAP0ABHAhCiATIAggCyAKQQP9rAH9Tv3mAf3kASETIBMgCSALIApBEP2rAUED/awB/U79' +
  '5gH95AEhEyAAQYABaiEAIAVBIGoiBSAGSQ0ACyACIAwgDSAOIA8QAf0LBAAgAiAQIBEgEiATEAH9CwQQIAJBIGoiAiAHSQ0ACwuTAQAgACAB/Q0AAQIDEBESEwQFBg' +
  'cUFRYXIAAgAf0NCAkKCxgZGhsMDQ4PHB0eH/3kASEBIAIgA/0NAAECAxAREhMEBQYHFBUWFyACIAP9DQgJCgsYGRobDA0ODxwdHh/95AEhAyABIAP9DQABAgMEBQYH' +
  'EBESExQVFhcgASAD/Q0ICQoLDA0ODxgZGhscHR4f/eQBCw==';

interface Exports {
  memory: WebAssembly.Memory;
  product(weights: number, x: number, y: number, rows: number, bytes: number): void;
}

interface Place {
  /** First byte. */
  at: number;
  /** Rows and columns up to a multiple of eight: the rest are zeros. */
  rows: number;
  columns: number;
}

const page = 65_536;
const upTo = (step: number, count: number): number => step * Math.ceil(count / step);

/** @returns null where there is no WebAssembly with such numbers, or where the page may not run it. */
export function createProduct(): Product | null {
  let exports: Exports;
  try {
    const bytes = Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0));
    exports = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Exports;
  } catch {
    return null;
  }
  const { memory, product } = exports;
  /** Null: its numbers are no halves. */
  const places = new WeakMap<Float32Array, Place | null>();
  let taken = 0;

  /** The first of so many bytes. */
  function room(bytes: number): number {
    const start = taken;
    taken += bytes;
    const missing = Math.ceil((taken - memory.buffer.byteLength) / page);
    if (missing > 0) memory.grow(missing);
    return start;
  }

  function placeOf(weights: Float32Array, columns: number): Place | null {
    const known = places.get(weights);
    if (known !== undefined) return known;
    const [rows, padded] = [upTo(tall, weights.length / columns), upTo(wide, columns)];
    const halves = new Uint16Array(rows * padded);
    const place = packed(weights, columns, halves) ? { at: room(2 * halves.length), rows, columns: padded } : null;
    if (place !== null) new Uint16Array(memory.buffer, place.at, halves.length).set(halves);
    places.set(weights, place);
    return place;
  }

  /** Where a row and what comes of it stand; by their lengths, so that what fills up a row stays zero. */
  const rowsOf = new Map<number, number>();
  function rowOf(length: number, kind: 0 | 1): number {
    const known = rowsOf.get(2 * length + kind);
    if (known !== undefined) return known;
    const start = room(4 * upTo(wide, length));
    rowsOf.set(2 * length + kind, start);
    return start;
  }

  return (x, weights) => {
    const place = placeOf(weights, x.length);
    if (place === null) return dotProducts(x, weights);
    const { at, rows, columns } = place;
    const [from, to] = [rowOf(x.length, 0), rowOf(rows, 1)];
    if (!scaled(x, new Float32Array(memory.buffer, from, x.length))) return dotProducts(x, weights);
    product(at, from, to, rows, 4 * columns);
    return new Float32Array(memory.buffer, to, weights.length / x.length).slice();
  };
}
