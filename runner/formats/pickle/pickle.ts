/**
 * Python's pickles, read without executing anything: a name in the file is only ever looked up in the caller's list of
 * things that are known to be data; any other name ends the reading. Protocols 0 to 5, without instances of protocol 0
 * ("i", "o") and extension codes. Source: Python's Lib/pickletools.py. Pure.
 *
 * Lists and tuples become arrays, dicts Maps, sets Sets, bytes Uint8Arrays, long integers bigints where needed.
 */
import { modelRefusal } from '../refusals.ts';

/** Makes the value that a known name stands for when Python would call it. */
export type Reconstructor = (args: readonly unknown[]) => unknown;

export interface PickleOptions {
  /** What a name ('torch._utils _rebuild_tensor_v2') stands for; undefined refuses the file. */
  known(name: string): Reconstructor | undefined;
  /** What an outside reference stands for; absent: such references are refused. */
  persistent?(id: unknown): unknown;
  /** What to do about a file that is refused. */
  fix?: string;
}

/** A Python object of a known class: its class, what it was made of, and its attributes. Nothing of it runs. */
export class PickledObject {
  readonly className: string;
  readonly args: readonly unknown[];
  state: unknown = null;

  constructor(className: string, args: readonly unknown[]) {
    this.className = className;
    this.args = args;
  }
}

class Global {
  readonly name: string;
  readonly make: Reconstructor;

  constructor(name: string, make: Reconstructor) {
    this.name = name;
    this.make = make;
  }
}

/** The name of a class or function that stands in the data as a value, not called; null for any other value. */
export const globalName = (value: unknown): string | null => (value instanceof Global ? value.name : null);

/** No vocabulary and no state dict needs more steps; each takes memory. */
const maxSteps = 2e7;
const longestInteger = 1024;

/**
 * The one object that a pickle holds.
 * @param path only for messages.
 * @throws InputError when the bytes are no whole pickle, or when it asks for anything that is not known to be data.
 */
export function readPickle(bytes: Uint8Array, path: string, options: PickleOptions): unknown {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (why: string): never => {
    throw modelRefusal(path, `${why} (nothing in it was executed)`, options.fix);
  };
  let at = 0;
  const take = (length: number): Buffer => {
    if (!(length >= 0) || at + length > view.length) fail('its pickle ends too early');
    at += length;
    return view.subarray(at - length, at);
  };
  const line = (): string => {
    const end = view.indexOf(10, at);
    if (end < 0) fail('its pickle ends too early');
    const text = view.toString('latin1', at, end);
    at = end + 1;
    return text;
  };
  const size8 = (): number => Number(take(8).readBigUInt64LE());
  const integer = (digits: Buffer): number | bigint => {
    if (digits.length > longestInteger) fail('its pickle holds an endless number');
    let value = 0n;
    for (let i = digits.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(digits[i] ?? 0);
    return narrow(BigInt.asIntN(8 * digits.length, value));
  };
  const numberOrTruth = (text: string) => (text === '00' ? false : text === '01' ? true : decimal(text));
  const decimal = (text: string): number | bigint => {
    if (text.length > longestInteger || !/^[+-]?\d+L?$/.test(text)) fail('its pickle holds a broken number');
    return narrow(BigInt(text.replace(/L$/, '')));
  };

  let stack: unknown[] = [];
  const marked: unknown[][] = [];
  const memo = new Map<number, unknown>();
  const pop = (): unknown => (stack.length === 0 ? fail('its pickle is broken') : stack.pop());
  const top = (): unknown => (stack.length === 0 ? fail('its pickle is broken') : stack.at(-1));
  /** What was pushed since the last mark. */
  const toMark = (): unknown[] => {
    const items = stack;
    stack = marked.pop() ?? fail('its pickle is broken');
    return items;
  };
  const recall = (key: number) => {
    if (!memo.has(key)) fail('its pickle is broken');
    stack.push(memo.get(key));
  };
  const global = (module: unknown, attribute: unknown) => {
    const name = `${module} ${attribute}`;
    const make = options.known(name);
    if (make === undefined)
      return fail(`its pickle asks for ${name.replace(' ', '.')}, which is more than data`) as unknown as undefined;
    return stack.push(new Global(name, make));
  };
  const call = (callee: unknown, args: unknown) => {
    if (!(callee instanceof Global) || !Array.isArray(args)) return fail('its pickle is broken');
    return stack.push(callee.make(args));
  };
  const append = (target: unknown, items: readonly unknown[]) => {
    if (!Array.isArray(target)) fail('its pickle is broken');
    for (const item of items) (target as unknown[]).push(item);
  };
  const setItems = (target: unknown, items: readonly unknown[]) => {
    if (!(target instanceof Map) || items.length % 2 === 1) fail('its pickle is broken');
    for (let i = 0; i < items.length; i += 2) (target as Map<unknown, unknown>).set(items[i], items[i + 1]);
    return target;
  };
  const addItems = (target: unknown, items: readonly unknown[]) => {
    if (!(target instanceof Set)) fail('its pickle is broken');
    for (const item of items) (target as Set<unknown>).add(item);
  };
  const push = (value: unknown) => stack.push(value);
  const byte = () => take(1).readUInt8();
  const word = () => take(4).readUInt32LE();
  /** Bytes whose number is read first. */
  const counted = (count: () => number) => take(count());
  const reference = (id: unknown) =>
    push(options.persistent === undefined ? fail('its pickle refers to something outside') : options.persistent(id));
  const build = (state: unknown) => {
    const target = top();
    if (target instanceof PickledObject) target.state = state;
  };
  /** Runs on the topmost values, the lowest first. */
  const onTop = (count: number, action: (...values: unknown[]) => unknown) => () => {
    const values = Array.from({ length: count }, pop).reverse();
    return action(...values);
  };
  /** Runs on the value below the last mark and those above it. */
  const onMarked = (action: (target: unknown, items: unknown[]) => unknown) => () => {
    const items = toMark();
    return action(top(), items);
  };

  const operations: Readonly<Record<string, () => unknown>> = {
    '\x80': () => (byte() > 5 ? fail('its pickle is of a later protocol than 5') : null),
    '\x95': () => take(8),
    '(': () => {
      marked.push(stack);
      stack = [];
    },
    '0': pop,
    '1': toMark,
    '2': () => push(top()),
    q: () => memo.set(byte(), top()),
    r: () => memo.set(word(), top()),
    p: () => memo.set(Number(line()), top()),
    '\x94': () => memo.set(memo.size, top()),
    h: () => recall(byte()),
    j: () => recall(word()),
    g: () => recall(Number(line())),
    N: () => push(null),
    '\x88': () => push(true),
    '\x89': () => push(false),
    K: () => push(byte()),
    M: () => push(take(2).readUInt16LE()),
    J: () => push(take(4).readInt32LE()),
    '\x8a': () => push(integer(counted(byte))),
    '\x8b': () => push(integer(counted(word))),
    G: () => push(take(8).readDoubleBE()),
    I: () => push(numberOrTruth(line())),
    L: () => push(decimal(line())),
    F: () => push(Number(line())),
    S: () => push(line().slice(1, -1)),
    V: () => push(unescaped(line())),
    X: () => push(counted(word).toString('utf8')),
    '\x8c': () => push(counted(byte).toString('utf8')),
    '\x8d': () => push(counted(size8).toString('utf8')),
    C: () => push(Uint8Array.from(counted(byte))),
    B: () => push(Uint8Array.from(counted(word))),
    '\x8e': () => push(Uint8Array.from(counted(size8))),
    '\x96': () => push(Uint8Array.from(counted(size8))),
    U: () => push(counted(byte).toString('latin1')),
    T: () => push(counted(word).toString('latin1')),
    ']': () => push([]),
    ')': () => push([]),
    '}': () => push(new Map()),
    '\x8f': () => push(new Set()),
    '\x85': onTop(1, (a) => push([a])),
    '\x86': onTop(2, (a, b) => push([a, b])),
    '\x87': onTop(3, (a, b, c) => push([a, b, c])),
    t: () => push(toMark()),
    l: () => push(toMark()),
    d: () => push(setItems(new Map(), toMark())),
    '\x91': () => push(new Set(toMark())),
    a: onTop(1, (item) => append(top(), [item])),
    e: onMarked(append),
    s: onTop(2, (key, value) => setItems(top(), [key, value])),
    u: onMarked(setItems),
    '\x90': onMarked(addItems),
    c: () => {
      const module = line();
      return global(module, line());
    },
    '\x93': onTop(2, global),
    R: onTop(2, call),
    '\x81': onTop(2, call),
    '\x92': onTop(3, (callee, args) => call(callee, args)),
    b: onTop(1, build),
    P: () => reference(line()),
    Q: onTop(1, reference),
  };
  for (let step = 0; step < maxSteps; step++) {
    const code = String.fromCharCode(byte());
    if (code === '.') return pop();
    const operation = Object.hasOwn(operations, code) ? operations[code] : undefined;
    if (operation === undefined) return fail(`byte ${at - 1} of its pickle is no operation that is read`);
    operation();
  }
  return fail(`its pickle takes more than ${maxSteps} steps`);
}

const narrow = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;

const unescaped = (text: string): string =>
  text.replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
