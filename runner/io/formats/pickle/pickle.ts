/**
 * Python's pickles, read without executing anything: a name in the file is only ever looked up in the caller's list of
 * things that are known to be data; any other name ends the reading. Protocols 0 to 5, without instances of protocol 0
 * ("i", "o") and extension codes. Source: Python's Lib/pickletools.py. Pure.
 *
 * Lists and tuples become arrays, dicts Maps, sets Sets, bytes Uint8Arrays, long integers bigints where needed.
 */
import { modelRefusal } from '../refusals.ts';
import { Budget, isCollection, weightOf, weights } from './budget.ts';
import { PickleReader, type PickleRefusal } from './pickle-reader.ts';
import { Global, PickledObject, type Reconstructor, shortened } from './values.ts';

export interface PickleOptions {
  /** What a name ('torch._utils _rebuild_tensor_v2') stands for; undefined refuses the file. */
  known(name: string): Reconstructor | undefined;
  /**
   * Whether an unknown name may be that of a class: its objects are kept closed, with their attributes; a call of it is
   * refused. Absent: none may.
   */
  isClass?(name: string): boolean;
  /** What an outside reference stands for; absent: such references are refused. */
  persistent?(id: unknown): unknown;
  /** What to do about a file that is refused. */
  fix?: string;
}

/**
 * The one object that a pickle holds.
 * @param path only for messages.
 * @throws InputError when the bytes are no whole pickle, or when it asks for anything that is not known to be data.
 */
export const readPickle = (bytes: Uint8Array, path: string, options: PickleOptions): unknown =>
  readPickleAt(bytes, 0, path, options).value;

/**
 * The same of a pickle that stands among other bytes.
 * @param start its first byte.
 * @returns also the byte behind its last.
 */
export function readPickleAt(
  bytes: Uint8Array,
  start: number,
  path: string,
  options: PickleOptions,
): { value: unknown; end: number } {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (why: string): never => {
    throw modelRefusal(path, `${why} (nothing in it was executed)`, options.fix);
  };
  const budget = new Budget(bytes.length, () => fail('its pickle describes more than a file of its size may'));
  const reader = new PickleReader(view, fail, start);
  const value = new Machine(reader, options, fail, budget).run();
  return { value, end: reader.at };
}

/** The stack on which a pickle's operations work. */
class Machine {
  readonly #reader: PickleReader;
  readonly #options: PickleOptions;
  readonly #fail: PickleRefusal;
  #stack: unknown[] = [];
  readonly #marked: unknown[][] = [];
  readonly #memo = new Map<number, unknown>();
  readonly #budget: Budget;

  constructor(reader: PickleReader, options: PickleOptions, fail: PickleRefusal, budget: Budget) {
    this.#reader = reader;
    this.#options = options;
    this.#fail = fail;
    this.#budget = budget;
  }

  run(): unknown {
    const operations: Operations = {
      ...this.#structure(),
      ...this.#numbers(),
      ...this.#texts(),
      ...this.#collections(),
    };
    // Each step reads a byte or more: they end.
    for (;;) {
      const code = String.fromCharCode(this.#reader.byte());
      if (code === '.') return this.#pop();
      const operation = Object.hasOwn(operations, code) ? operations[code] : undefined;
      if (operation === undefined) {
        return this.#fail(`byte ${this.#reader.at - 1} of its pickle is not an operation that is read`);
      }
      operation();
    }
  }

  #structure(): Operations {
    const reader = this.#reader;
    return {
      '\x80': () => (reader.byte() > 5 ? this.#fail('its pickle is of a later protocol than 5') : null),
      '\x95': () => reader.take(8),
      '(': () => {
        this.#budget.take(weights.mark);
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
      R: this.#onTop(2, (callee, args) => this.#call(callee, args)),
      '\x81': this.#onTop(2, (callee, args) => this.#object(callee, args)),
      '\x92': this.#onTop(3, (callee, args) => this.#object(callee, args)),
      b: this.#onTop(1, (state) => this.#build(state)),
      P: () => this.#reference(reader.line()),
      Q: this.#onTop(1, (id) => this.#reference(id)),
    };
  }

  #numbers(): Operations {
    const reader = this.#reader;
    return {
      N: () => this.#push(null),
      '\x88': () => this.#push(true),
      '\x89': () => this.#push(false),
      K: () => this.#push(reader.byte()),
      M: () => this.#push(reader.take(2).readUInt16LE()),
      J: () => this.#push(reader.take(4).readInt32LE()),
      '\x8a': () => this.#push(reader.integer(reader.counted(reader.byte))),
      '\x8b': () => this.#push(reader.integer(reader.counted(reader.word))),
      G: () => this.#push(reader.take(8).readDoubleBE()),
      I: () => this.#push(reader.numberOrTruth(reader.line())),
      L: () => this.#push(reader.decimal(reader.line())),
      F: () => this.#push(Number(reader.line())),
    };
  }

  #texts(): Operations {
    const reader = this.#reader;
    const bytes = (count: () => number) => () => this.#push(Uint8Array.from(reader.counted(count)));
    const text = (count: () => number, encoding: 'utf8' | 'latin1') => () =>
      this.#push(reader.counted(count).toString(encoding));
    return {
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
    };
  }

  #collections(): Operations {
    return {
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
  }

  /** A value that is new. */
  #push(value: unknown): void {
    this.#budget.take(weightOf(value));
    this.#share(value);
  }

  /** One that is there already. */
  #share(value: unknown): void {
    this.#budget.take(weights.slot);
    this.#stack.push(value);
  }

  #remember(key: number): void {
    this.#budget.take(weights.remembered);
    this.#memo.set(key, this.#top());
  }

  #pop(): unknown {
    return this.#stack.length === 0 ? this.#fail('its pickle is broken') : this.#stack.pop();
  }

  #top(): unknown {
    return this.#stack.length === 0 ? this.#fail('its pickle is broken') : this.#stack.at(-1);
  }

  /** What was pushed since the last mark. */
  #toMark(): unknown[] {
    const items = this.#stack;
    this.#stack = this.#marked.pop() ?? this.#fail('its pickle is broken');
    return items;
  }

  /** Runs on the topmost values, the lowest first. */
  #onTop(count: number, action: (...values: unknown[]) => void): () => void {
    return () => {
      const values = Array.from({ length: count }, () => this.#pop()).reverse();
      action(...values);
    };
  }

  /** Runs on the value below the last mark and those above it. */
  #onMarked(action: (target: unknown, items: unknown[]) => void): () => void {
    return () => {
      const items = this.#toMark();
      action(this.#top(), items);
    };
  }

  #recall(key: number): void {
    if (!this.#memo.has(key)) this.#fail('its pickle is broken');
    this.#share(this.#memo.get(key));
  }

  #global(module: unknown, attribute: unknown): void {
    if (typeof module !== 'string' || typeof attribute !== 'string') throw this.#fail('its pickle is broken');
    const name = `${module} ${attribute}`;
    const make = this.#options.known(name);
    if (make === undefined && !this.#options.isClass?.(name)) this.#refuse(name);
    this.#push(new Global(name, make ?? null));
  }

  #refuse(name: string): never {
    return this.#fail(`its pickle asks for ${shortened(name.replace(' ', '.'))}, which is more than data`);
  }

  #call(callee: unknown, args: unknown): void {
    if (!(callee instanceof Global) || !Array.isArray(args)) throw this.#fail('its pickle is broken');
    // Before it is made: a dict that is made of another takes as much again.
    for (const each of args) this.#budget.take(isCollection(each) ? weightOf(each) : 0);
    this.#push(callee.make === null ? this.#refuse(callee.name) : callee.make(args));
  }

  /** Of a class that is only named: nothing of it is called. */
  #object(callee: unknown, args: unknown): void {
    const isClosed = callee instanceof Global && callee.make === null && Array.isArray(args);
    if (isClosed) this.#push(new PickledObject(callee.name, args));
    else this.#call(callee, args);
  }

  #append(into: unknown, items: readonly unknown[]): void {
    // Of a class that is a list of its own kind.
    const target = into instanceof PickledObject ? into.asList() : into;
    if (!Array.isArray(target)) throw this.#fail('its pickle is broken');
    this.#budget.take(weights.slot * items.length);
    for (const item of items) target.push(item);
  }

  #setItems(into: unknown, items: readonly unknown[]): unknown {
    // Of a class that is a dict of its own kind.
    const target = into instanceof PickledObject ? into.asMap() : into;
    if (!(target instanceof Map) || items.length % 2 === 1) return this.#fail('its pickle is broken');
    this.#budget.take((weights.entry * items.length) / 2);
    for (let i = 0; i < items.length; i += 2) target.set(items[i], items[i + 1]);
    return target;
  }

  #addItems(target: unknown, items: readonly unknown[]): void {
    if (!(target instanceof Set)) throw this.#fail('its pickle is broken');
    this.#budget.take(weights.entry * items.length);
    for (const item of items) target.add(item);
  }

  #build(state: unknown): void {
    const target = this.#top();
    if (target instanceof PickledObject) target.state = state;
  }

  #reference(id: unknown): void {
    const { persistent } = this.#options;
    this.#push(persistent === undefined ? this.#fail('its pickle refers to something outside') : persistent(id));
  }
}

/** By their code, one byte. */
type Operations = Readonly<Record<string, () => unknown>>;
