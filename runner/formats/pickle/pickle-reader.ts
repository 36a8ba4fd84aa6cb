/** The bytes of a pickle, read from the first to the last: lines, counted bytes, and Python's numbers. Pure. */

/** Of a number, bytes or digits. Python's own read more; no vocabulary and no shape does. */
const longestInteger = 1024;

/** Ends the reading of a file that is refused. */
export type PickleRefusal = (why: string) => never;

/** What operations take from the bytes behind them. */
export class PickleReader {
  readonly #view: Buffer;
  readonly #fail: PickleRefusal;
  /** The byte that is read next. */
  at: number;

  constructor(view: Buffer, fail: PickleRefusal, start = 0) {
    this.#view = view;
    this.#fail = fail;
    this.at = start;
  }

  take(length: number): Buffer {
    if (!(length >= 0) || this.at + length > this.#view.length) this.#fail('its pickle ends too early');
    this.at += length;
    return this.#view.subarray(this.at - length, this.at);
  }

  line(): string {
    const end = this.#view.indexOf(10, this.at);
    if (end < 0) this.#fail('its pickle ends too early');
    const text = this.#view.toString('latin1', this.at, end);
    this.at = end + 1;
    return text;
  }

  byte = (): number => this.take(1).readUInt8();
  word = (): number => this.take(4).readUInt32LE();
  size8 = (): number => Number(this.take(8).readBigUInt64LE());

  /** Bytes whose number is read first. */
  counted(count: () => number): Buffer {
    return this.take(count());
  }

  integer(digits: Buffer): number | bigint {
    if (digits.length > longestInteger) this.#fail('its pickle holds an endless number');
    const value = BigInt(`0x0${Buffer.from(digits.toReversed()).toString('hex')}`);
    return narrow(BigInt.asIntN(8 * digits.length, value));
  }

  decimal(text: string): number | bigint {
    if (text.length > longestInteger || !/^[+-]?\d+L?$/.test(text)) this.#fail('its pickle holds a broken number');
    return narrow(BigInt(text.replace(/L$/, '')));
  }

  numberOrTruth(text: string): number | bigint | boolean {
    return text === '00' ? false : text === '01' ? true : this.decimal(text);
  }
}

/** A number where it is exact. */
const narrow = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
