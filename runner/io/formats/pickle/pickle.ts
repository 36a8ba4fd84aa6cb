/**
 * Python's pickles, read without executing anything: a name in the file is only ever looked up in lists of what is known to be
 * data. A call of any other ends the reading; objects of any other class are kept closed, with their attributes. Protocols 0 to 5, without instances of protocol 0
 * ("i", "o") and extension codes. Source: Python's Lib/pickletools.py. Pure.
 *
 * Lists and tuples become arrays, dicts Maps, sets Sets, bytes Uint8Arrays, long integers bigints where needed.
 */
import { FormatError } from '../format-error.ts';
import {
  broken,
  closedObject,
  Global,
  PickledObject,
  PickleReader,
  pythonData,
  type Reconstructor,
  shortened,
} from './python.ts';

export interface PickleOptions {
  /** What a call of a name ('torch._utils _rebuild_tensor_v2') gives besides those of Python's and NumPy's data. */
  known?: ReadonlyMap<string, Reconstructor>;
  /** What an outside reference stands for; absent: such references are refused. */
  persistent?(id: unknown): unknown;
  /** What to do about a file that is refused. */
  fix?: string;
}

/**
 * The one object that a pickle holds.
 * @throws FormatError when the bytes are no whole pickle, or when it asks for anything that is not known to be data.
 */
export const readPickle = (bytes: Uint8Array, options: PickleOptions = {}): unknown =>
  readPickleAt(bytes, 0, options).value;

/** One that begins at byte `start` of others, and the byte behind its last. */
export function readPickleAt(
  bytes: Uint8Array,
  start: number,
  options: PickleOptions = {},
): { value: unknown; end: number } {
  const reader = new PickleReader(bytes, start);
  try {
    return { value: new Machine(reader, options, bytes.length).run(), end: reader.at };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(`${error.message} (nothing in it was executed)`, error.fix ?? options.fix);
  }
}

/** What a pickle may take in memory, for a short file can describe a long value: so many bytes, and so many times its own size. */
const allowed = { always: 150e6, perByte: 4 };
/** What one more place takes: on the stack or in a list, and in a dict, a set or what is remembered. */
const [slot, entry] = [8, 48];

/** What a value takes by itself in V8, without what it holds: bytes, roughly. */
function weightOf(value: unknown): number {
  if (value instanceof Map || value instanceof Set) return 270 + entry * value.size;
  if (value instanceof Uint8Array) return 200 + value.length;
  if (typeof value === 'string') return 24 + value.length;
  if (Array.isArray(value)) return 32 + slot * value.length;
  return value instanceof PickledObject ? 64 : slot;
}

/** Of an object whose class is a list or dict of its own kind what it holds as such. */
function held(into: unknown, nothing: PickledObject['items']): unknown {
  if (!(into instanceof PickledObject)) return into;
  into.items ??= nothing;
  return into.items;
}

/** The stack on which a pickle's operations work. */
class Machine {
  readonly #reader: PickleReader;
  readonly #options: PickleOptions;
  /** Bytes that its values may still take. */
  #left: number;
  #stack: unknown[] = [];
  readonly #marked: unknown[][] = [];
  readonly #memo = new Map<number, unknown>();

  constructor(reader: PickleReader, options: PickleOptions, length: number) {
    this.#reader = reader;
    this.#options = options;
    this.#left = allowed.always + allowed.perByte * length;
  }

  run(): unknown {
    const operations = this.#operations();
    // Each step reads a byte or more: they end.
    for (;;) {
      const code = String.fromCharCode(this.#reader.byte());
      if (code === '.') return this.#pop();
      const operation = operations.get(code);
      if (operation === undefined) broken(`byte ${this.#reader.at - 1} of its pickle is not an operation that is read`);
      operation();
    }
  }

  /** By their code, one byte. */
  #operations(): ReadonlyMap<string, () => unknown> {
    const reader = this.#reader;
    const bytes = (count: () => number) => () => this.#push(Uint8Array.from(reader.take(count())));
    const text = (count: () => number, encoding: 'utf8' | 'latin1') => () =>
      this.#push(reader.take(count()).toString(encoding));
    const operations: Record<string, () => unknown> = {
      '\x80': () => (reader.byte() > 5 ? broken('its pickle is of a later protocol than 5') : null),
      '\x95': () => reader.take(8),
      '(': () => {
        this.#take(100);
        this.#marked.push(this.#stack);
        this.#stack = [];
      },
      '0': () => this.#pop(),
      '1': () => this.#toMark(),
      '2': () => this.#share(this.#top()),
      q: () => this.#remember(reader.byte()),
      r: () => this.#remember(reader.word()),
      p: () => this.#remember(Number(reader.line())),
      '\x94': () => this.#remember(this.#memo.size),
      h: () => this.#recall(reader.byte()),
      j: () => this.#recall(reader.word()),
      g: () => this.#recall(Number(reader.line())),
      c: () => {
        const module = reader.line();
        this.#global(module, reader.line());
      },
      '\x93': this.#onTop(2, (module, attribute) => this.#global(module, attribute)),
      R: this.#onTop(2, (callee, args) => this.#call(callee, args, false)),
      '\x81': this.#onTop(2, (callee, args) => this.#call(callee, args, true)),
      '\x92': this.#onTop(3, (callee, args) => this.#call(callee, args, true)),
      b: this.#onTop(1, (state) => this.#build(state)),
      P: () => this.#reference(reader.line()),
      Q: this.#onTop(1, (id) => this.#reference(id)),

      N: () => this.#push(null),
      '\x88': () => this.#push(true),
      '\x89': () => this.#push(false),
      K: () => this.#push(reader.byte()),
      M: () => this.#push(reader.take(2).readUInt16LE()),
      J: () => this.#push(reader.take(4).readInt32LE()),
      '\x8a': () => this.#push(reader.integer(reader.byte())),
      '\x8b': () => this.#push(reader.integer(reader.word())),
      G: () => this.#push(reader.take(8).readDoubleBE()),
      I: () => {
        const text = reader.line();
        this.#push(text === '00' ? false : text === '01' ? true : reader.decimal(text));
      },
      L: () => this.#push(reader.decimal(reader.line())),
      F: () => this.#push(Number(reader.line())),

      S: () => this.#push(reader.literal()),
      V: () => this.#push(reader.escaped()),
      X: text(reader.word, 'utf8'),
      '\x8c': text(reader.byte, 'utf8'),
      '\x8d': text(reader.size8, 'utf8'),
      C: bytes(reader.byte),
      B: bytes(reader.word),
      '\x8e': bytes(reader.size8),
      '\x96': bytes(reader.size8),
      U: text(reader.byte, 'latin1'),
      T: text(reader.word, 'latin1'),

      ']': () => this.#push([]),
      ')': () => this.#push([]),
      '}': () => this.#push(new Map()),
      '\x8f': () => this.#push(new Set()),
      '\x85': this.#onTop(1, (a) => this.#push([a])),
      '\x86': this.#onTop(2, (a, b) => this.#push([a, b])),
      '\x87': this.#onTop(3, (a, b, c) => this.#push([a, b, c])),
      t: () => this.#push(this.#toMark()),
      l: () => this.#push(this.#toMark()),
      d: () => this.#push(this.#setItems(new Map(), this.#toMark())),
      '\x91': () => this.#push(new Set(this.#toMark())),
      a: this.#onTop(1, (item) => this.#append(this.#top(), [item])),
      e: this.#onMarked((target, items) => this.#append(target, items)),
      s: this.#onTop(2, (key, value) => this.#setItems(this.#top(), [key, value])),
      u: this.#onMarked((target, items) => this.#setItems(target, items)),
      '\x90': this.#onMarked((target, items) => this.#addItems(target, items)),
    };
    return new Map(Object.entries(operations));
  }

  #take(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) broken('its pickle describes more than a file of its size may');
  }

  /** A value that is new. */
  #push(value: unknown): void {
    this.#take(weightOf(value));
    this.#share(value);
  }

  /** One that is there already. */
  #share(value: unknown): void {
    this.#take(slot);
    this.#stack.push(value);
  }

  #remember(key: number): void {
    this.#take(entry);
    this.#memo.set(key, this.#top());
  }

  #pop(): unknown {
    return this.#stack.length === 0 ? broken() : this.#stack.pop();
  }

  #top(): unknown {
    return this.#stack.length === 0 ? broken() : this.#stack.at(-1);
  }

  /** What was pushed since the last mark. */
  #toMark(): unknown[] {
    const items = this.#stack;
    this.#stack = this.#marked.pop() ?? broken();
    return items;
  }

  /** Runs on the topmost values, the lowest first. */
  #onTop(count: number, action: (...values: unknown[]) => void): () => void {
    return () => action(...Array.from({ length: count }, () => this.#pop()).reverse());
  }

  /** Runs on the value below the last mark and those above it. */
  #onMarked(action: (target: unknown, items: unknown[]) => void): () => void {
    return () => {
      const items = this.#toMark();
      action(this.#top(), items);
    };
  }

  #recall(key: number): void {
    if (!this.#memo.has(key)) broken();
    this.#share(this.#memo.get(key));
  }

  #global(module: unknown, attribute: unknown): void {
    if (typeof module !== 'string' || typeof attribute !== 'string') broken();
    this.#push(new Global(`${module} ${attribute}`));
  }

  /** @param isMade of a class that is only named, and made without a call: its objects stay closed, and nothing of it runs. */
  #call(callee: unknown, args: unknown, isMade: boolean): void {
    if (!(callee instanceof Global) || !Array.isArray(args)) broken();
    const { name } = callee;
    const make = this.#options.known?.get(name) ?? pythonData(name) ?? (isMade ? closedObject(name) : undefined);
    if (make === undefined) broken(`its pickle asks for ${shortened(name.replace(' ', '.'))}, which is more than data`);
    this.#push(make(args));
  }

  #append(into: unknown, items: readonly unknown[]): void {
    const target = held(into, []);
    if (!Array.isArray(target)) broken();
    this.#take(slot * items.length);
    for (const item of items) target.push(item);
  }

  #setItems(into: unknown, items: readonly unknown[]): unknown {
    const target = held(into, new Map());
    if (!(target instanceof Map) || items.length % 2 === 1) return broken();
    this.#take((entry * items.length) / 2);
    for (let i = 0; i < items.length; i += 2) target.set(items[i], items[i + 1]);
    return target;
  }

  #addItems(target: unknown, items: readonly unknown[]): void {
    if (!(target instanceof Set)) broken();
    this.#take(entry * items.length);
    for (const item of items) target.add(item);
  }

  #build(state: unknown): void {
    const target = this.#top();
    if (target instanceof PickledObject) target.state = state;
  }

  #reference(id: unknown): void {
    const { persistent } = this.#options;
    this.#push(persistent === undefined ? broken('its pickle refers to something outside') : persistent(id));
  }
}
