/** The nodes that the operations are made of: one for each call, with the shape of what it gives. */

import type { Value } from '../../../io/formats/onnx/value.ts';
import type { Shape } from '../../models/operations.ts';
import type { Attribute, Graph } from './graph.ts';

export function broadcast(a: Value, b: Value): Shape {
  const length = Math.max(a.shape.length, b.shape.length);
  const dimension = ({ shape }: Value, axis: number) => shape[axis - (length - shape.length)] ?? 1;
  return Array.from({ length }, (_, axis) => {
    const [m, n] = [dimension(a, axis), dimension(b, axis)];
    if (m !== n && m !== 1 && n !== 1) throw new RangeError(`onnx: shapes [${a.shape}] and [${b.shape}] do not fit`);
    return Math.max(m, n);
  });
}

export function dimensions({ shape }: Value): [number, number] {
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined) throw new RangeError(`onnx: expected a matrix, got [${shape}]`);
  return [rows, columns];
}

/** The axis's length. @throws RangeError when there is no such axis. */
export function lengthOf({ shape }: Value, axis: number): number {
  const length = shape[axis];
  if (length === undefined) throw new RangeError(`onnx: [${shape}] has no axis ${axis}`);
  return length;
}

/** Adds nodes to one graph. */
export class Nodes {
  readonly graph: Graph;

  constructor(graph: Graph) {
    this.graph = graph;
  }

  /** A node with one result of this shape. */
  one(type: string, inputs: readonly Value[], shape: Shape, attributes: Record<string, Attribute> = {}): Value {
    const names = inputs.map(({ name }) => name);
    return { name: this.graph.node(type, names, attributes), shape };
  }

  readonly binary = (type: string) => (a: Value, b: Value) => this.one(type, [a, b], broadcast(a, b));
  readonly unary = (type: string) => (x: Value) => this.one(type, [x], x.shape);

  integers(values: readonly number[]): Value {
    return { name: this.graph.integers(values), shape: [values.length] };
  }

  readonly scalar = (value: number): Value => ({ name: this.graph.scalar(value), shape: [] });

  readonly zeros = (shape: Shape): Value => ({
    name: this.graph.node('ConstantOfShape', [this.graph.integers(shape)]),
    shape,
    zero: true,
  });

  /** [m] as [m, 1]. */
  column(ids: Value): Value {
    return this.one('Unsqueeze', [ids, this.integers([1])], [...ids.shape, 1]);
  }
}
