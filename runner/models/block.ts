/**
 * Blocks: layers in a stream of vectors as long as the token vectors. A block adds to the stream what its convolution makes of
 * the last tokens (if it has one), what its cell makes of the normed stream (brought back to its width by a matrix, where the
 * cell is wider or narrower), and what a feed-forward part makes of it; the decoder reads the normed stream. Source:
 * lucidrains/minGRU-pytorch (minLM.py). Written over the operations; rows are [steps x batch, stream], time-major.
 */
import { item } from '../core/at.ts';
import { type Architecture, type Block, blockName, decoderNorm, unitsOf } from './architecture.ts';
import type { Operations } from './operations.ts';
import { type Values, valueNamed } from './program.ts';

export interface BlockInput<T> {
  ops: Operations<T>;
  architecture: Architecture & { block: Block };
  values: Values<T>;
  /** From 1. */
  layer: number;
}

/** x / sqrt(mean of x^2 + epsilon) by row, times the weight [stream]. */
export function normed<T>(ops: Operations<T>, x: T, weight: T, epsilon: number): T {
  const [, width = 1] = ops.shapeOf(x);
  const ones = ops.add(ops.zeros([width, 1]), ops.scalar(1));
  const meanSquare = ops.matmul(ops.mul(x, x), ones, { scale: 1 / width });
  return ops.mul(ops.div(x, ops.sqrt(ops.add(meanSquare, ops.scalar(epsilon)))), weight);
}

/**
 * The stream after the convolution, and what the cell reads of it.
 * @param past the stream one token before the window, two before, ..., each [batch, stream].
 * @returns `past` is that of the window's end.
 */
export function beforeCell<T>(
  { ops, architecture, values, layer }: BlockInput<T>,
  stream: T,
  { steps, past }: { steps: number; past: readonly T[] },
): { stream: T; read: T; past: readonly T[] } {
  const { block } = architecture;
  const value = (name: string) => valueNamed(values, blockName(name, layer));
  let mixed = stream;
  let kept = past;
  if (block.convolution > 0) {
    const taps = ops.split(value('convolution'), block.convolution, 0);
    const at = steps === 1 ? [stream] : ops.split(stream, steps, 0);
    const convolved = at.map((x) => {
      // The last tap is this token's.
      const read = [x, ...kept];
      const sum = read
        .map((each, back) => ops.mul(each, item(taps, block.convolution - 1 - back)))
        .reduce((a, b) => ops.add(a, b));
      kept = read.slice(0, -1);
      return ops.add(sum, value('convolution_bias'));
    });
    const [only] = convolved;
    const all = steps === 1 && only !== undefined ? only : ops.concat(convolved, 0);
    mixed = ops.add(stream, ops.matmul(all, value('mix'), { transposeB: true, add: value('mix_bias') }));
  }
  return { stream: mixed, read: normed(ops, mixed, value('norm'), block.epsilon), past: kept };
}

/** The stream after the cell and the feed-forward part. @param hidden [rows, units] */
export function afterCell<T>({ ops, architecture, values, layer }: BlockInput<T>, stream: T, hidden: T): T {
  const value = (name: string) => valueNamed(values, blockName(name, layer));
  const back =
    unitsOf(architecture, layer) === architecture.embedding
      ? hidden
      : ops.matmul(hidden, value('out'), { transposeB: true });
  const between = ops.add(stream, back);
  const read = normed(ops, between, value('feed_norm'), architecture.block.epsilon);
  const inner = ops.matmul(read, value('up'), { transposeB: true, add: value('up_bias') });
  const fed = ops.matmul(gelu(ops, inner), value('down'), { transposeB: true, add: value('down_bias') });
  return ops.add(between, fed);
}

/** What the decoder reads: the normed stream. */
export const readout = <T>({ ops, architecture, values }: Omit<BlockInput<T>, 'layer'>, stream: T): T =>
  normed(ops, stream, valueNamed(values, decoderNorm), architecture.block.epsilon);

/** x times the share of a standard normal distribution below it. */
const gelu = <T>(ops: Operations<T>, x: T): T =>
  ops.mul(ops.mul(x, ops.scalar(0.5)), ops.add(ops.erf(ops.mul(x, ops.scalar(Math.SQRT1_2))), ops.scalar(1)));
