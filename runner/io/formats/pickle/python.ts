/**
 * What pickles are made of: bytes, literals, and besides lists, Maps and numbers closed objects and names. What stands in several
 * places is one object, as in Python; 185 bytes can so describe a list of a billion items: what reads a pickle's value may not walk
 * it without a bound, and prints it by `described`. Pure.
 */
import { FormatError } from '../format-error.ts';

/** Makes the value that a known name stands for when Python would call it. */
export type Reconstructor = (args: readonly unknown[]) => unknown;

/** A Python object of a known class: its class, what it was made of, and its attributes. Nothing of it runs. */
export class PickledObject {
  readonly className: string;
  readonly args: readonly unknown[];
  state: unknown = null;
  /** What an object whose class is a kind of dict or list holds as such; null: nothing. */
  items: Map<unknown, unknown> | unknown[] | null = null;

  constructor(className: string, args: readonly unknown[]) {
    this.className = className;
    this.args = args;
  }
}

/** The name of a class or function ('module name') that stands in the data; nothing is behind it. */
export class Global {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** The attributes of a closed object, by name; of a dict its entries; null for any other value. */
export const attributesOf = (value: unknown): ReadonlyMap<unknown, unknown> | null => {
  const held = value instanceof PickledObject ? (value.state ?? value.items) : value;
  return held instanceof Map ? held : null;
};

/** A value in a message. */
export const described = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? shortened(String(value))
    : value === null
      ? 'None'
      : 'an object';

export const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** What stands behind a backslash in Python's literals, and what it stands for. */
const [signs, meant] = ['abfnrtv\\\'"', '\x07\b\f\n\r\t\v\\\'"'] as const;
const escapes = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/gsu;

/** What a literal ('it\'s \xe9') stands for, of bytes with a letter for a byte; null where it is none. It is never evaluated. */
export function pythonLiteral(literal: string, isBytes: boolean): string | null {
  const [, quote = '', inner = ''] = /^(['"])(.*)\1$/s.exec(literal) ?? [];
  // A quote of its own kind, or a backslash at the end, would end the literal elsewhere.
  if (quote === '' || !new RegExp(`^(?:[^\\\\${quote}]|\\\\.)*$`, 'su').test(inner)) return null;
  let isSound = true;
  const text = inner.replace(
    escapes,
    (all, octal?: string, byte?: string, short?: string, long?: string, sign = '') => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 255);
      const point = Number.parseInt(byte ?? (isBytes ? '' : (short ?? long ?? '')), 16);
      isSound &&= !(point > 0x10ffff) && !(isBytes ? /x/ : /[xuU]/).test(sign);
      if (Number.isNaN(point)) return sign === '' ? all : (meant[signs.indexOf(sign)] ?? all);
      return isSound ? String.fromCodePoint(point) : '';
    },
  );
  return isSound ? text : null;
}

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
}

/** A number where it is exact. */
const narrow = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;

/** Objects of a class of this name, which stay closed. */
export const closedObject =
  (name: string): Reconstructor =>
  (args) =>
    new PickledObject(name, args);

/** A dict, from nothing, from pairs or from another dict. */
function mapOf([content]: readonly unknown[]): Map<unknown, unknown> {
  if (content instanceof Map) return new Map(content);
  const map = new Map<unknown, unknown>();
  for (const pair of Array.isArray(content) ? content : []) if (Array.isArray(pair)) map.set(pair[0], pair[1]);
  return map;
}

const made = new Map<string, Reconstructor>([
  ['collections OrderedDict', mapOf],
  ['collections Counter', mapOf],
  // Its first argument makes missing values.
  ['collections defaultdict', ([, content]) => mapOf([content])],
  // Bytes as older protocols write them: latin-1 text.
  ['_codecs encode', ([text]) => (typeof text === 'string' ? Uint8Array.from(Buffer.from(text, 'latin1')) : null)],
]);

/** Arrays and numbers of NumPy, and what people keep beside their weights: calls whose values no reader needs. */
const closed =
  /^(numpy[\w.]* (dtype|ndarray|scalar|_reconstruct|_frombuffer|__\w+_ctor)|copy_?reg _reconstructor|(builtins|__builtin__) (set|frozenset|bytes|bytearray|object)|pathlib[\w.]* \w+Path|datetime (datetime|date|timedelta))$/;

/** What a call of this name gives, of Python's and NumPy's; undefined: it is more than data. */
export const pythonData = (name: string): Reconstructor | undefined =>
  made.get(name) ?? (closed.test(name) ? closedObject(name) : undefined);
