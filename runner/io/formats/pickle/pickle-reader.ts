/** The bytes of a pickle, read from the first to the last: lines, counted bytes, and Python's numbers. Pure. */
import { FormatError } from '../format-error.ts';
import { pythonLiteral } from './python.ts';

/** Of a number, bytes or digits. Python's own read more; no vocabulary and no shape does. */
const longestInteger = 1024;

export function broken(why = 'its pickle is broken'): never {
  throw new FormatError(why);
}

/** What operations take from the bytes behind them. */
export class PickleReader {
  readonly #view: Buffer;
  /** The byte that is read next. */
  at: number;

  constructor({ buffer, byteOffset, length }: Uint8Array, start: number) {
    this.#view = Buffer.from(buffer, byteOffset, length);
    this.at = start;
  }

  take(length: number): Buffer {
    if (!(length >= 0) || this.at + length > this.#view.length) broken('its pickle ends too early');
    this.at += length;
    return this.#view.subarray(this.at - length, this.at);
  }

  line(): string {
    const end = this.#view.indexOf(10, this.at);
    if (end < 0) broken('its pickle ends too early');
    const text = this.#view.toString('latin1', this.at, end);
    this.at = end + 1;
    return text;
  }

  /** A line with a literal of Python's bytes, as Python 2 writes its texts. */
  literal = (): string => pythonLiteral(this.line(), true) ?? broken();

  /** A line of text in which \u0041 and \U00000041 are escaped, and nothing else is. */
  escaped(): string {
    return this.line().replace(/\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|.)/gs, (all, short?: string, long?: string) => {
      const point = Number.parseInt(short ?? long ?? '', 16);
      if (point > 0x10ffff || (Number.isNaN(point) && /u/i.test(all))) broken();
      return Number.isNaN(point) ? all : String.fromCodePoint(point);
    });
  }

  byte = (): number => this.take(1).readUInt8();
  word = (): number => this.take(4).readUInt32LE();
  size8 = (): number => Number(this.take(8).readBigUInt64LE());

  integer(length: number): number | bigint {
    const digits = this.take(length);
    if (length > longestInteger) broken('its pickle holds an endless number');
    const value = BigInt(`0x0${Buffer.from(digits.toReversed()).toString('hex')}`);
    return narrow(BigInt.asIntN(8 * length, value));
  }

  decimal(text: string): number | bigint {
    if (text.length > longestInteger || !/^[+-]?\d+L?$/.test(text)) broken('its pickle holds a broken number');
    return narrow(BigInt(text.replace(/L$/, '')));
  }

  numberOrTruth(text: string): number | bigint | boolean {
    return text === '00' ? false : text === '01' ? true : this.decimal(text);
  }
}

/** A number where it is exact. */
const narrow = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
