/** The inner loops of skip-gram in WebAssembly, three to four times as fast as in JavaScript: see skip-gram.wat. */
import { readFile } from 'node:fs/promises';

export interface Kernel {
  /** All rows, [rows, stride] float32, `stride` numbers apart. */
  numbers: Float32Array;
  stride: number;
  /** The scalar product of two rows, given by their first bytes. */
  product(a: number, b: number, bytes: number): number;
  /** e += g b, then b += g a. */
  step(a: number, b: number, e: number, bytes: number, g: number): void;
  /** a += e, then e = 0. */
  take(a: number, e: number, bytes: number): void;
}

const page = 65536;
/** WebAssembly's addresses end here. */
const maxBytes = 2 ** 32 - page;

/**
 * Memory for rows of zeros, each `size` numbers filled up to a multiple of four.
 * @throws RangeError when it is more than WebAssembly can address, or the machine has.
 */
export async function createKernel(rows: number, size: number): Promise<Kernel> {
  const stride = 4 * Math.ceil(size / 4);
  const bytes = 4 * rows * stride;
  if (bytes > maxBytes) throw new RangeError(`Array buffer allocation failed: ${bytes} bytes of vectors`);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / page) });
  const code = await readFile(new URL('./skip-gram.wasm', import.meta.url));
  const { instance } = await WebAssembly.instantiate(code, { rows: { memory } });
  const { product, step, take } = instance.exports as unknown as Pick<Kernel, 'product' | 'step' | 'take'>;
  return { numbers: new Float32Array(memory.buffer, 0, rows * stride), stride, product, step, take };
}
