/** What a pickle may take in memory: a short file can describe a long value. Pure. */
/** Bytes: so much, and so many times its own size. */
const allowed = { always: 150e6, perByte: 4 };
/** What the parts of its values take in V8, bytes, roughly. */
export const weights = {
  slot: 8,
  remembered: 48,
  mark: 100,
  text: 24,
  bytes: 200,
  list: 32,
  object: 64,
  hash: 270,
  entry: 48,
};

/** Bytes that may still be taken. */
export class Budget {
  #left: number;
  readonly #spent: () => never;

  /** @param spent ends the reading of a pickle, here of so many bytes, that takes more. */
  constructor(bytes: number, spent: () => never) {
    this.#left = allowed.always + allowed.perByte * bytes;
    this.#spent = spent;
  }

  take(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) this.#spent();
  }
}

/** What a value takes by itself, without what it holds. */
export function weightOf(value: unknown): number {
  if (typeof value === 'string') return weights.text + value.length;
  if (typeof value !== 'object' || value === null) return weights.slot;
  if (value instanceof Uint8Array) return weights.bytes + value.length;
  if (value instanceof Map || value instanceof Set) return weights.hash + weights.entry * value.size;
  return Array.isArray(value) ? weights.list + weights.slot * value.length : weights.object;
}

export const isCollection = (value: unknown): boolean =>
  Array.isArray(value) || value instanceof Map || value instanceof Set;
