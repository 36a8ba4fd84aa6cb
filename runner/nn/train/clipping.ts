/**
 * Gradient clipping, by the global norm or by value, as PyTorch's clip_grad_norm_ and clip_grad_value_ do.
 * Source: Pascanu, Mikolov & Bengio 2013.
 */
import type { Operations } from '../models/operations.ts';

export interface Clipping {
  /** Gradients are scaled so that their joint norm is at most this; null: not. */
  clipNorm: number | null;
  /** Each element is cut to [-clipValue, clipValue]; null: not. */
  clipValue: number | null;
}

/** PyTorch's guard against division by zero. */
const guard = 1e-6;

/**
 * The gradients' joint norm before clipping, a scalar, and the function that clips a gradient or a piece of one; where that
 * multiplies, the factor.
 */
export function clipping<T>(
  ops: Operations<T>,
  gradients: Readonly<Record<string, T>>,
  { clipNorm, clipValue }: Clipping,
): { norm: T; factor: T | null; clipped: (ops: Operations<T>, gradient: T) => T } {
  const squares = Object.values(gradients).map((gradient) => ops.sumOfSquares(gradient));
  const norm = ops.sqrt(squares.reduce((sum, square) => ops.add(sum, square)));
  if (clipNorm !== null) {
    const factor = ops.minimum(ops.scalar(1), ops.div(ops.scalar(clipNorm), ops.add(norm, ops.scalar(guard))));
    return { norm, factor, clipped: ({ mul }, gradient) => mul(gradient, factor) };
  }
  if (clipValue !== null) {
    return {
      norm,
      factor: null,
      clipped: ({ minimum, maximum, scalar }, gradient) =>
        minimum(maximum(gradient, scalar(-clipValue)), scalar(clipValue)),
    };
  }
  return { norm, factor: null, clipped: (_ops, gradient) => gradient };
}
