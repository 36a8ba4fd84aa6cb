/**
 * What a token adds to the first layer does not depend on the text: W e + b, for its vector e. For all tokens together that
 * is one product, W E^T, to whose columns the bias is added: the input weight of the same network with one-hot input and
 * without that bias. Worth it where a text has more tokens than the vocabulary: a third of the work of reading an LSTM of 672
 * units and 300 numbers a token is saved.
 */
import { float32At } from '../../core/at.ts';
import { type Architecture, embeddingWeight, matricesOf } from '../../nn/models/architecture.ts';
import { biasOf } from '../../nn/models/network.ts';
import { type Engine, type Program, sizeOf, type Tensor, valueNamed } from '../../nn/models/program.ts';
import { parametersOf, type Weights } from '../../nn/models/reading.ts';
import type { Network } from './programs.ts';

/** @returns the network that computes the same with one-hot input; the given one when its input is that already. */
export async function foldEmbedding(
  engine: Engine,
  { architecture, weights }: Network<Architecture>,
): Promise<Network<Architecture>> {
  if (architecture.embedding === 0) return { architecture, weights };
  const oneHot: Architecture = { ...architecture, embedding: 0 };
  const folded = matricesOf(architecture, 1, 'input');
  const executable = await engine.compile(foldingProgram(weights, folded), {
    operations: 2 * tableSize(architecture) * architecture.embedding,
  });
  try {
    const read = [embeddingWeight, ...folded];
    const results = await executable.run(
      Object.fromEntries(read.map((name) => [name, valueNamed(weights, name).data])),
    );
    const { [embeddingWeight]: _vectors, ...others } = weights;
    const shapes = parametersOf(oneHot);
    const own: Record<string, Tensor> = { ...others };
    for (const name of folded) {
      const data = Float32Array.from(valueNamed(results, tableOf(name)));
      const bias = own[biasOf(name)];
      if (bias !== undefined) {
        addToRows(data, bias.data);
        own[biasOf(name)] = { shape: bias.shape, data: new Float32Array(bias.data.length) };
      }
      own[name] = { shape: valueNamed(shapes, name), data };
    }
    return { architecture: oneHot, weights: own };
  } finally {
    await executable.release();
  }
}

/** To each row of a matrix its number, as the network would add it to what it looked up: in single precision. */
function addToRows(matrix: Float32Array, numbers: Float32Array): void {
  const columns = matrix.length / numbers.length;
  for (let row = 0; row < numbers.length; row++) {
    const own = matrix.subarray(row * columns, (row + 1) * columns);
    const more = float32At(numbers, row);
    for (let column = 0; column < columns; column++) own[column] = float32At(own, column) + more;
  }
}

const tableOf = (name: string): string => `table of ${name}`;

function foldingProgram(weights: Weights, folded: readonly string[]): Program {
  const spec = (name: string) => ({ shape: valueNamed(weights, name).shape, type: 'float32' }) as const;
  return {
    name: 'folding',
    inputs: Object.fromEntries([embeddingWeight, ...folded].map((name) => [name, spec(name)])),
    state: {},
    constants: {},
    build(ops, values) {
      const vectors = valueNamed(values, embeddingWeight);
      const table = (name: string) => ops.matmul(valueNamed(values, name), vectors, { transposeB: true });
      return Object.fromEntries(folded.map((name) => [tableOf(name), table(name)]));
    },
  };
}

function tableSize(architecture: Architecture): number {
  const shapes = parametersOf({ ...architecture, embedding: 0 });
  return matricesOf(architecture, 1, 'input').reduce((sum, name) => sum + sizeOf(valueNamed(shapes, name)), 0);
}

/** A larger table is not made: 256 MiB of single precision. */
const mostNumbers = 1 << 26;

export function worthFolding(architecture: Architecture, tokens: number): boolean {
  const { embedding, vocabulary } = architecture;
  return embedding > 0 && tokens > 2 * vocabulary && tableSize(architecture) <= mostNumbers;
}
