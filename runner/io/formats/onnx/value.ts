/** What a call of an operation gives: a name in the graph, and what is known of the numbers that will stand under it. */
import type { Shape } from '../../../core/tensor.ts';

export interface Value {
  name: string;
  shape: Shape;
  /** Known to be all zeros, so that products with it need no node. */
  zero?: boolean;
  /** What this is the transpose of: a product can read that instead, and no node is needed. */
  transposeOf?: Value;
  /** Of a large constant: makes it, or its transpose, an input of the graph, whose rows can be looked up where they lie. */
  asTable?: (transposed: boolean) => string;
  /** A product that has no node yet, so that what is added to it, or cut from it, can become part of it. */
  readonly product?: Factors | undefined;
}

/** op(a) op(b) scale + add, as ONNX's Gemm computes it. */
export interface Factors {
  a: Value;
  b: Value;
  transposeA: boolean;
  transposeB: boolean;
  scale: number | undefined;
  /** [rows, columns], or [columns] for every row. */
  add: Value | undefined;
}
