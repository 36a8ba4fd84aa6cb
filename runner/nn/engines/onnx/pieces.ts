/**
 * Elementwise computations piece by piece, so that what lies between their operations stays in the processor's cache
 * instead of going through memory once per operation: an ONNX Scan, which copies neither its inputs nor its results.
 */

import type { Value } from '../../../io/formats/onnx/value.ts';
import type { Shape } from '../../models/operations.ts';
import { sizeOf } from '../../models/program.ts';
import type { Graph } from './graph.ts';

/** Elements of a piece, at most; a dozen such pieces nearly fit the second-level caches of two cores. */
const largestPiece = 262_144;
/** ONNX Runtime gives an operation on fewer than about 90,000 elements to one thread, however many there are. */
const smallestPiece = 32_768;

/** The shape [pieces, elements] into which a tensor is cut; null when it is too small, or has no fitting divisor. */
export function cutShape(shape: Shape): Shape | null {
  const size = sizeOf(shape);
  if (size <= largestPiece) return null;
  for (let length = largestPiece; length >= smallestPiece; length--) {
    if (size % length === 0) return [size / length, length];
  }
  return null;
}

/** The name of the same numbers as [pieces, elements]; free where they have not just been computed as a matrix. */
export const asPieces = (graph: Graph, value: Value, cut: Shape): string =>
  value.pieces ?? graph.node('Reshape', [value.name, graph.integers(cut).name]);

/** The value whose numbers stand in `pieces`, [pieces, elements]. */
export const fromPieces = (graph: Graph, pieces: string, shape: Shape): Value => ({
  name: graph.node('Reshape', [pieces, graph.integers(shape).name]),
  shape,
  pieces,
});

/** Runs `compute` for each piece of tensors of one shape, which is cut into `pieces`; it adds its nodes to the graph that it is given. */
export function pieceByPiece(
  graph: Graph,
  inputs: readonly Value[],
  { shape, pieces: cut }: { shape: Shape; pieces: Shape },
  compute: (body: Graph, each: readonly Value[]) => readonly Value[],
): Value[] {
  const body = graph.child('Pieces');
  const piece = cut.slice(1);
  const pieces = inputs.map((_, index) => ({
    name: body.input(`${body.prefix}from${index}`, 'float32', piece),
    shape: piece,
  }));
  const results = compute(body, pieces);
  results.forEach(({ name }, index) => {
    const result = `${body.prefix}to${index}`;
    body.alias(result, name);
    body.output(result, 'float32', piece);
  });
  const whole = inputs.map((input) => asPieces(graph, input, cut));
  return graph
    .nodes('Scan', whole, { body, num_scan_inputs: inputs.length }, results.length)
    .map((name) => fromPieces(graph, name, shape));
}
