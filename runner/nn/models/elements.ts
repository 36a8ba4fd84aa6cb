/**
 * The operations on single elements, a row each: the number that it gives, ONNX's node, and of one number the slope by it, made of
 * the same operations. Of pairs the shapes broadcast (shapes.ts); their slopes stand with the others (differentiate.ts).
 */
import type { Operations } from './operations.ts';

interface UnaryRow {
  node: string;
  value(x: number): number;
  /** The slope by x, of that by the result y, `dy`. */
  slope<T>(ops: Operations<T>, dy: T, y: T, x: T): T;
  /** What that is to be multiplied by; absent: 1. */
  factor?: number;
}

const unaryRows = {
  sigmoid: {
    node: 'Sigmoid',
    value: (x) => 1 / (1 + Math.exp(-x)),
    slope: (ops, dy, y) => ops.mul(dy, ops.mul(y, ops.sub(ops.scalar(1), y))),
  },
  tanh: {
    node: 'Tanh',
    value: Math.tanh,
    slope: (ops, dy, y) => ops.mul(dy, ops.sub(ops.scalar(1), ops.mul(y, y))),
  },
  sqrt: { node: 'Sqrt', value: Math.sqrt, slope: (ops, dy, y) => ops.div(dy, y), factor: 1 / 2 },
  exp: { node: 'Exp', value: Math.exp, slope: (ops, dy, y) => ops.mul(dy, y) },
  softplus: {
    node: 'Softplus',
    value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    slope: (ops, dy, _y, x) => ops.mul(dy, ops.sigmoid(x)),
  },
  erf: {
    node: 'Erf',
    value: erf,
    slope(ops, dy, _y, x) {
      const power = ops.exp(ops.sub(ops.scalar(0), ops.mul(x, x)));
      return ops.mul(dy, ops.mul(ops.scalar(2 / Math.sqrt(Math.PI)), power));
    },
  },
} satisfies Readonly<Record<string, UnaryRow>>;
export const unary: Readonly<Record<keyof typeof unaryRows, UnaryRow>> = unaryRows;

interface BinaryRow {
  node: string;
  value(a: number, b: number): number;
}

export const binary = {
  add: { node: 'Add', value: (a, b) => a + b },
  sub: { node: 'Sub', value: (a, b) => a - b },
  mul: { node: 'Mul', value: (a, b) => a * b },
  div: { node: 'Div', value: (a, b) => a / b },
  minimum: { node: 'Min', value: Math.min },
  maximum: { node: 'Max', value: Math.max },
  greater: { node: 'Greater', value: (a, b) => Number(a > b) },
} satisfies Readonly<Record<string, BinaryRow>>;

/** One operation for each row of a table. */
export const ofRows = <Name extends string, Row, A>(
  rows: Readonly<Record<Name, Row>>,
  make: (row: Row, name: Name) => A,
): Record<Name, A> =>
  Object.fromEntries(Object.keys(rows).map((name) => [name, make(rows[name as Name], name as Name)])) as Record<
    Name,
    A
  >;

/** By its series; from 6 on it is 1 in double precision. Source: Abramowitz & Stegun 1964, 7.1.6. */
function erf(x: number): number {
  if (!(Math.abs(x) < 6)) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
