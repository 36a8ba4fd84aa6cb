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

/** Returns the clipped gradients and their joint norm before clipping, a scalar. */
export function clip<T>(
  ops: Operations<T>,
  gradients: Readonly<Record<string, T>>,
  { clipNorm, clipValue }: Clipping,
): { gradients: Record<string, T>; norm: T } {
  const squares = Object.values(gradients).map((gradient) => ops.sumOfSquares(gradient));
  const norm = ops.sqrt(squares.reduce((sum, square) => ops.add(sum, square)));
  const each = (change: (gradient: T) => T) =>
    Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, change(gradient)]));
  if (clipNorm !== null) {
    const factor = ops.minimum(ops.scalar(1), ops.div(ops.scalar(clipNorm), ops.add(norm, ops.scalar(guard))));
    return { gradients: each((gradient) => ops.mul(gradient, factor)), norm };
  }
  if (clipValue !== null) {
    const [low, high] = [ops.scalar(-clipValue), ops.scalar(clipValue)];
    return { gradients: each((gradient) => ops.minimum(ops.maximum(gradient, low), high)), norm };
  }
  return { gradients: { ...gradients }, norm };
}
