/**
 * What the step of a whole network is written with, and what many of them are made of. A step declares parameters, states and
 * components where it uses them; what a network has of them is found by one step on shapes alone (family.ts). Batches are
 * rows: [streams, width].
 */
import type { Operations, Shape } from '../operations.ts';
import type { CarriedState, Tap } from './reader.ts';

/** Where numbers come from and go to; on shapes alone, where declarations are kept. */
export interface Store<T> {
  streams: number;
  parameter(name: string, shape: Shape): T;
  state(name: string, carried: CarriedState): T;
  next(name: string, value: T): void;
  tap: Tap<T>;
}

type Tuple<Names extends readonly string[], A> = { [Place in keyof Names]: A };

export interface StepScope<T> {
  ops: Operations<T>;
  streams: number;
  weight(name: string, ...shape: number[]): T;
  /** Vectors of one length. */
  vectors<const Names extends readonly string[]>(width: number, ...names: Names): Tuple<Names, T>;
  /** W x of `<name>.weight`, [rows, columns]. */
  linear(name: string, rows: number, columns: number): (x: T) => T;
  /** Several of one shape. */
  linears<const Names extends readonly string[]>(
    rows: number,
    columns: number,
    ...names: Names
  ): Tuple<Names, (x: T) => T>;
  /** W x + b, with `<name>.bias`, [rows]. */
  affine(name: string, rows: number, columns: number): (x: T) => T;
  /** Layer normalization with weight and bias. Source: Ba et al. 2016. */
  layerNorm(name: string, width: number, epsilon: number): (x: T) => T;
  /** As `rmsNormed`, with a weight. */
  rmsNorm(name: string, width: number, epsilon: number): (x: T) => T;
  /** What `next` was given at the token before, [streams, ...shape]; before the first token `first` everywhere. */
  state(name: string, shape: Shape, first?: number): T;
  next(states: Readonly<Record<string, T>>): void;
  /** Names a value: it is recorded, and all that follows is computed from what this gives in its place. */
  tap(component: string, value: T): T;
  /** Parameters whose names begin with this and a dot. */
  part(name: string): StepScope<T>;
  /** One layer after the other, with parameters `<name>.0.*` and states and components `*.1`. @returns what the last one gives. */
  layers(count: number, name: string, x: T, layer: (s: StepScope<T>, x: T) => T): T;
}

export function scopeOf<T>(ops: Operations<T>, store: Store<T>, prefix = '', layer = 0): StepScope<T> {
  const weight = (name: string, ...shape: number[]): T => store.parameter(prefix + name, shape);
  const product = (matrix: T, add?: T) => (x: T) => ops.matmul(x, matrix, { transposeB: true, add });
  const s: StepScope<T> = {
    ops,
    streams: store.streams,
    weight,
    vectors: <const Names extends readonly string[]>(width: number, ...names: Names) =>
      names.map((name) => weight(name, width)) as Tuple<Names, T>,
    linear: (name, rows, columns) => product(weight(`${name}.weight`, rows, columns)),
    linears: <const Names extends readonly string[]>(rows: number, columns: number, ...names: Names) =>
      names.map((name) => s.linear(name, rows, columns)) as Tuple<Names, (x: T) => T>,
    affine: (name, rows, columns) => product(weight(`${name}.weight`, rows, columns), weight(`${name}.bias`, rows)),
    layerNorm(name, width, epsilon) {
      const [scale, bias] = s.vectors(width, `${name}.weight`, `${name}.bias`);
      return (x) => ops.add(ops.mul(centred(ops, x, epsilon), scale), bias);
    },
    rmsNorm(name, width, epsilon) {
      const scale = weight(`${name}.weight`, width);
      return (x) => ops.mul(rmsNormed(ops, x, epsilon), scale);
    },
    state: (name, shape, first = 0) => store.state(`${name}.${layer}`, { shape, first }),
    next(states) {
      for (const [name, value] of Object.entries(states)) store.next(`${name}.${layer}`, value);
    },
    tap: (component, value) => store.tap(component, layer, value),
    part: (name) => scopeOf(ops, store, `${prefix}${name}.`, layer),
    layers(count, name, x, step) {
      let value = x;
      for (let own = 0; own < count; own++)
        value = step(scopeOf(ops, store, `${prefix}${name}.${own}.`, own + 1), value);
      return value;
    },
  };
  return s;
}

/** [streams, width] to the mean of each row, [streams, 1]. */
function rowMeans<T>(ops: Operations<T>, x: T): T {
  const [rows = 0, width = 0] = ops.shapeOf(x);
  return ops.mul(ops.reshape(ops.reduceSum(x, 1), [rows, 1]), ops.scalar(1 / width));
}

/** (x - mean) / sqrt(variance + epsilon), row by row; [streams, width]. */
export function centred<T>(ops: Operations<T>, x: T, epsilon: number): T {
  const apart = ops.sub(x, rowMeans(ops, x));
  return ops.div(apart, ops.sqrt(ops.add(rowMeans(ops, ops.mul(apart, apart)), ops.scalar(epsilon))));
}

/** x / sqrt(mean of squares + epsilon), row by row. Source: Zhang & Sennrich 2019. */
export const rmsNormed = <T>(ops: Operations<T>, x: T, epsilon: number): T =>
  ops.div(x, ops.sqrt(ops.add(rowMeans(ops, ops.mul(x, x)), ops.scalar(epsilon))));

export const silu = <T>(ops: Operations<T>, x: T): T => ops.mul(x, ops.sigmoid(x));

export const squaredRelu = <T>(ops: Operations<T>, x: T): T => {
  const positive = ops.maximum(x, ops.scalar(0));
  return ops.mul(positive, positive);
};

/** Pieces of each row, one after the other, of these lengths. */
export function piecesOf<T, const Lengths extends readonly number[]>(ops: Operations<T>, x: T, ...lengths: Lengths) {
  let from = 0;
  const pieces = lengths.map((length) => {
    from += length;
    return ops.slice(x, 1, from - length, from);
  });
  return pieces as { [Place in keyof Lengths]: T };
}

/**
 * Causal depthwise convolution: each channel's last values, this one last, weighted.
 * @param window name of the state that the values before are carried in.
 * @param weight [width, kernel]
 * @returns the sum, [streams, width], without a bias.
 */
export function convolution<T>({ ops, streams, state, next }: StepScope<T>, window: string, weight: T, x: T): T {
  const [width = 0, kernel = 0] = ops.shapeOf(weight);
  const before = state(window, [kernel - 1, width]);
  const seen = ops.concat([before, ops.reshape(x, [streams, 1, width])], 1);
  const sum = ops.reduceSum(ops.mul(seen, ops.transpose(weight)), 1);
  next({ [window]: ops.slice(seen, 1, 1, kernel) });
  return sum;
}

/** Each head's rows by themselves, [streams, heads x width] to [streams x heads, width], so that norms are of a head. */
export function byHead<T>(ops: Operations<T>, x: T, heads: number): T {
  const [streams = 0, width = 0] = ops.shapeOf(x);
  return ops.reshape(x, [streams * heads, width / heads]);
}

/** W x of each head, [streams, heads x columns] to [streams, heads x rows]; its matrices stand in one, [heads, rows, columns]. */
export function headProducts<T>(ops: Operations<T>, weight: T, x: T, { transposeB = true } = {}): T {
  const [heads = 0, rows = 0, columns = 0] = ops.shapeOf(weight);
  const products = ops.split(x, heads, 1).map((own, head) => {
    const matrix = ops.reshape(ops.slice(weight, 0, head, head + 1), [rows, columns]);
    return ops.matmul(own, matrix, { transposeB });
  });
  return ops.concat(products, 1);
}

/** The length of each head's memory: [streams, heads, ...] to [streams, heads]. */
export function memoryLengths<T>(ops: Operations<T>, memory: T): T {
  const [streams = 0, heads = 0, ...rest] = ops.shapeOf(memory);
  const flat = ops.reshape(memory, [streams, heads, rest.reduce((product, length) => product * length, 1)]);
  return ops.sqrt(ops.reduceSum(ops.mul(flat, flat), 2));
}

/** x Φ(x), Φ the distribution function of the normal distribution. Source: Hendrycks & Gimpel 2016. */
export function gelu<T>(ops: Operations<T>, x: T): T {
  const twice = ops.add(ops.erf(ops.mul(x, ops.scalar(Math.SQRT1_2))), ops.scalar(1));
  return ops.mul(ops.mul(x, ops.scalar(0.5)), twice);
}

/** The same by its approximation with tanh. */
export function geluTanh<T>(ops: Operations<T>, x: T): T {
  const cube = ops.mul(ops.mul(x, x), ops.mul(x, ops.scalar(0.044715)));
  const inner = ops.mul(ops.add(x, cube), ops.scalar(Math.sqrt(2 / Math.PI)));
  return ops.mul(ops.mul(x, ops.scalar(0.5)), ops.add(ops.tanh(inner), ops.scalar(1)));
}
