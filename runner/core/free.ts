/**
 * Lets the memory of numbers go at once that nobody reads any more: the garbage collector sees only how small its handle is. Memory that
 * threads share stays.
 */
export function free({ buffer }: Float32Array | Uint8Array): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}
