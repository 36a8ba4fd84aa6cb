/** Numbers where every thread can read and write them. */

/** So many single-precision numbers, all 0. */
export const sharedFloats = (count: number): Float32Array<SharedArrayBuffer> =>
  new Float32Array(new SharedArrayBuffer(count * Float32Array.BYTES_PER_ELEMENT));

/** The same numbers; those that already are there are not copied. */
export function inSharedMemory<A extends ArrayBufferView>(view: A): A {
  if (view.buffer instanceof SharedArrayBuffer) return view;
  const memory = new SharedArrayBuffer(view.byteLength);
  new Uint8Array(memory).set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  const kind = view.constructor as new (buffer: SharedArrayBuffer) => A;
  return new kind(memory);
}

/** The same of many, one behind the other: thousands of pieces of memory would take longer to hand on than what is in them. */
export function togetherInSharedMemory<A extends Int32Array | Float32Array>(views: readonly A[]): A[] {
  const memory = new SharedArrayBuffer(views.reduce((bytes, { byteLength }) => bytes + byteLength, 0));
  let begin = 0;
  return views.map((view) => {
    const kind = view.constructor as new (buffer: SharedArrayBuffer, begin: number, length: number) => A;
    const own = new kind(memory, begin, view.length);
    own.set(view);
    begin += view.byteLength;
    return own;
  });
}

/** Bytes; what is smaller is copied for each thread. */
const smallest = 4096;

/** The same, with all large arrays in it where every thread can read them. */
export function shared<T>(value: T): T {
  if (ArrayBuffer.isView(value)) return value.byteLength < smallest ? value : inSharedMemory(value);
  if (Array.isArray(value)) return value.map(shared) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shared(each)])) as T;
}
