/**
 * A window of tokens, computed from the one step that a network is written as: what stands in no cycle through a state is one
 * operation for all tokens, and only what does goes token by token. So all of RWKV-4 but its three sums, and of Mamba its products
 * and gates, is a few large operations, and nobody writes the parallel form of the equations. Rows are time-major: row
 * t * streams + s is stream s at step t.
 */
import { item } from '../../../core/at.ts';
import { binary, type Operations, type Shaped, shapes, unary } from '../operations.ts';
import { mapValues, sizeOf, valueNamed } from '../program.ts';

/** A value of a step, before it is known of which tokens: what computes it, and of what. */
export interface Planned extends Shaped {
  readonly of: readonly Planned[];
  /** Whether it differs from token to token. */
  readonly varies: boolean;
  compute<T>(ops: Operations<T>, ...of: T[]): T;
}

const planned = ({ shape }: Shaped, of: readonly Planned[], compute: Planned['compute']): Planned => ({
  shape,
  of,
  compute,
  varies: of.some((each) => each.varies),
});

/** What a step is given, by who computes it. */
const given = (shape: Shaped['shape'], varies: boolean): Planned => ({
  shape,
  of: [],
  varies,
  compute() {
    throw new Error('window: a value was not given');
  },
});

/** The operations of a step, noted and not computed. Rows of tokens come first in every shape. */
export const planning: Operations<Planned> = {
  shapeOf: ({ shape }) => shape,
  scalar: (value) => planned(shapes.scalar(value), [], (ops) => ops.scalar(value)),
  zeros: (shape) => planned({ shape }, [], (ops) => ops.zeros(shape)),
  toFloat: (x) => planned(x, [x], (ops, a) => ops.toFloat(a)),
  ...mapValues(unary, (_row, name) => (x: Planned) => planned(x, [x], (ops, a) => ops[name](a))),
  ...mapValues(
    binary,
    (_row, name) => (x: Planned, y: Planned) => planned(shapes[name](x, y), [x, y], (ops, a, b) => ops[name](a, b)),
  ),
  matmul: (x, y, { add, ...options } = {}) =>
    planned(shapes.matmul(x, y, options), add === undefined ? [x, y] : [x, y, add], (ops, a, b, c) =>
      ops.matmul(a, b, { ...options, add: c }),
    ),
  transpose: (x) => planned(shapes.transpose(x), [x], (ops, a) => ops.transpose(a)),
  split(x, count, axis) {
    const length = (x.shape[axis] ?? 0) / count;
    return Array.from({ length: count }, (_, i) => planning.slice(x, axis, i * length, (i + 1) * length));
  },
  concat: (parts, axis) => planned(shapes.concat(parts, axis), parts, (ops, ...all) => ops.concat(all, axis)),
  slice: (x, axis, from, to) => planned(shapes.slice(x, axis, from, to), [x], (ops, a) => ops.slice(a, axis, from, to)),
  reshape: (x, shape) =>
    planned(shapes.reshape(x, shape), [x], (ops, a) => {
      const times = sizeOf(ops.shapeOf(a)) / sizeOf(x.shape);
      return ops.reshape(a, times === 1 ? shape : shape.with(0, times * (shape[0] ?? 1)));
    }),
  gather: (table, ids) => planned(shapes.gather(table, ids), [table, ids], (ops, a, b) => ops.gather(a, b)),
  reduceSum: (x, axis) => planned(shapes.reduceSum(x, axis), [x], (ops, a) => ops.reduceSum(a, axis)),
  softmax: (x) => planned(x, [x], (ops, a) => ops.softmax(a)),
  ...mapValues({ scatterAdd: 0, sumOfSquares: 0, softmaxCrossEntropy: 0, isMostLikely: 0 }, (_none, name) => () => {
    throw new Error(`window: ${name} is part of no step`);
  }),
};

/** As `Hook` asks of a value that is planned. @param name of the array: `hidden.1`, or `embedding`. */
export type UnrolledHook<T> = (name: string, value: Planned, window: Window<T>) => Planned;

/** A step that is planned, then computed for so many tokens of each stream. */
export class Window<T> {
  readonly #ops: Operations<T>;
  readonly #steps: number;
  readonly #states = new Map<Planned, { name: string; before: T }>();
  readonly #next: Record<string, Planned> = {};
  /** What is known of all tokens, and of each; a constant of all alone. */
  readonly #all = new Map<Planned, T>();
  readonly #cut = new Map<Planned, readonly T[]>();
  readonly #at: readonly Map<Planned, T>[];
  #recurrent: ReadonlySet<Planned> | null = null;

  constructor(ops: Operations<T>, steps: number) {
    this.#ops = ops;
    this.#steps = steps;
    this.#at = Array.from({ length: steps }, () => new Map());
  }

  constant(value: T): Planned {
    const leaf = given(this.#ops.shapeOf(value), false);
    this.#all.set(leaf, value);
    return leaf;
  }

  /** Numbers of each token, [steps x streams, ...]. */
  ofTokens(value: T): Planned {
    const [rows = 0, ...rest] = this.#ops.shapeOf(value);
    const leaf = given([rows / this.#steps, ...rest], true);
    this.#all.set(leaf, value);
    return leaf;
  }

  /** @param before its value before the window, [streams, ...]. */
  state(name: string, before: T): Planned {
    const leaf = given(this.#ops.shapeOf(before), true);
    this.#states.set(leaf, { name, before });
    return leaf;
  }

  next(name: string, value: Planned): void {
    this.#next[name] = value;
  }

  /** A value of all tokens, [steps x streams, ...], when the whole step is planned. */
  all(x: Planned): T {
    return remembered(this.#all, x, () => {
      const state = this.#states.get(x);
      if (this.#isRecurrent(x)) return this.#ops.concat(this.#pieces(x), 0);
      if (state === undefined) return this.#computed(x, x.varies ? this.#steps : 1, (each) => this.all(each));
      if (this.#steps === 1) return state.before;
      const next = valueNamed(this.#next, state.name);
      const rows = (this.#steps - 1) * (x.shape[0] ?? 0);
      const others = next.varies ? [this.#ops.slice(this.all(next), 0, 0, rows)] : this.#pieces(next).slice(1);
      return this.#ops.concat([state.before, ...others], 0);
    });
  }

  /** A state after the last token. */
  after(name: string): T {
    return item(this.#pieces(valueNamed(this.#next, name)), this.#steps - 1);
  }

  #computed(x: Planned, steps: number, given: (x: Planned) => T): T {
    const value = x.compute(this.#ops, ...x.of.map(given));
    const [rows] = this.#ops.shapeOf(value);
    if (x.varies && rows !== steps * (x.shape[0] ?? 0))
      throw new RangeError(`window: a step mixes its streams, [${x.shape}]`);
    return value;
  }

  /** A value at each token. */
  #pieces(x: Planned): readonly T[] {
    if (this.#isRecurrent(x)) return this.#at.map((_, step) => this.#valueAt(x, step));
    return remembered(this.#cut, x, () => {
      const value = this.all(x);
      if (!x.varies) return this.#at.map(() => value);
      const flat = this.#ops.reshape(value, [this.#steps * (x.shape[0] ?? 0), sizeOf(x.shape.slice(1))]);
      return this.#ops.split(flat, this.#steps, 0).map((piece) => this.#ops.reshape(piece, x.shape));
    });
  }

  #valueAt(x: Planned, step: number): T {
    if (!this.#isRecurrent(x)) return item(this.#pieces(x), step);
    return remembered(item(this.#at, step), x, () => {
      const state = this.#states.get(x);
      if (state === undefined) return this.#computed(x, 1, (each) => this.#valueAt(each, step));
      return step === 0 ? state.before : this.#valueAt(valueNamed(this.#next, state.name), step - 1);
    });
  }

  /** Whether a value depends on itself at an earlier token. */
  #isRecurrent(x: Planned): boolean {
    this.#recurrent ??= this.#findRecurrent();
    return this.#recurrent.has(x);
  }

  #findRecurrent(): Set<Planned> {
    const sources = (x: Planned): readonly Planned[] => {
      const state = this.#states.get(x);
      return state === undefined ? x.of : [valueNamed(this.#next, state.name)];
    };
    const users = new Map<Planned, Planned[]>();
    for (const x of reached(Object.values(this.#next), sources))
      for (const source of sources(x)) users.set(source, [...(users.get(source) ?? []), x]);
    const recurrent = new Set<Planned>();
    for (const state of this.#states.keys()) {
      const before = reached(sources(state), sources);
      if (!before.has(state)) continue;
      for (const x of reached(users.get(state) ?? [], (each) => users.get(each) ?? []))
        if (before.has(x)) recurrent.add(x);
    }
    return recurrent;
  }
}

function reached(from: readonly Planned[], edges: (x: Planned) => readonly Planned[]): Set<Planned> {
  const found = new Set(from);
  for (const x of found) for (const next of edges(x)) found.add(next);
  return found;
}

function remembered<V>(known: Map<Planned, V>, x: Planned, make: () => V): V {
  const value = known.get(x) ?? make();
  known.set(x, value);
  return value;
}
