/**
 * What a token adds to the first layer does not depend on the text: W e, for its vector e. For all tokens together that
 * is one product, W E^T, which is the input weight of the same network with one-hot input. Worth it where a text has more
 * tokens than the vocabulary: a third of the work of reading an LSTM of 672 units and 300 numbers a token is saved.
 */
import { type Architecture, embeddingWeight, layerParameters, parameterShapes } from '../models/architecture.ts';
import { cells } from '../models/cells/cells.ts';
import type { Checkpoint } from '../models/checkpoint.ts';
import { type Engine, type Program, sizeOf, valueNamed } from '../models/program.ts';
import type { Weights } from '../models/reading.ts';

type Network = Pick<Checkpoint, 'architecture' | 'weights'>;

/** @returns the network that computes the same with one-hot input; the given one when its input is that already. */
export async function foldEmbedding(engine: Engine, { architecture, weights }: Network): Promise<Network> {
  if (architecture.embedding === 0) return { architecture, weights };
  const oneHot: Architecture = { ...architecture, embedding: 0 };
  const { inputWeight } = layerParameters(1);
  const shape = valueNamed(parameterShapes(oneHot), inputWeight);
  const executable = await engine.compile(foldingProgram(weights), {
    operations: 2 * sizeOf(shape) * architecture.embedding,
  });
  try {
    const results = await executable.run({
      vectors: valueNamed(weights, embeddingWeight).data,
      weight: valueNamed(weights, inputWeight).data,
    });
    const { [embeddingWeight]: _vectors, ...others } = weights;
    return {
      architecture: oneHot,
      weights: { ...others, [inputWeight]: { shape, data: Float32Array.from(valueNamed(results, 'table')) } },
    };
  } finally {
    await executable.release();
  }
}

function foldingProgram(weights: Weights): Program {
  const spec = (name: string) => ({ shape: valueNamed(weights, name).shape, type: 'float32' }) as const;
  return {
    name: 'folding',
    inputs: { vectors: spec(embeddingWeight), weight: spec(layerParameters(1).inputWeight) },
    state: {},
    constants: {},
    build: (ops, values) => ({
      table: ops.matmul(valueNamed(values, 'weight'), valueNamed(values, 'vectors'), { transposeB: true }),
    }),
  };
}

/** A larger table is not made: 256 MiB of single precision. */
const mostNumbers = 1 << 26;

/** Whether folding takes less work than it saves, and little memory. */
export function worthFolding({ cell, units, embedding, vocabulary }: Architecture, tokens: number): boolean {
  return embedding > 0 && tokens > 2 * vocabulary && cells[cell].gates * units * vocabulary <= mostNumbers;
}
