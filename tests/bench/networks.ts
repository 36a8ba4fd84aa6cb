/** Whole networks of the sizes that people have, with random weights. */
import { random } from '../../runner/core/random.ts';
import { sizeOf, type Tensor } from '../../runner/nn/models/program.ts';
import type { FamilyArchitecture } from '../../runner/nn/models/readers/families.ts';
import { parametersOf, readerOf } from '../../runner/nn/models/reading.ts';

const rwkv4: FamilyArchitecture & { hidden: number } = {
  ...{ family: 'rwkv4', layers: 12, vocabulary: 50277, width: 768, hidden: 3072 },
};
const mamba: FamilyArchitecture & Record<'inner' | 'memory' | 'rank' | 'kernel' | 'epsilon', number> = {
  ...{ family: 'mamba', layers: 24, vocabulary: 50280, width: 768 },
  ...{ inner: 1536, memory: 16, rank: 48, kernel: 4, epsilon: 1e-5 },
};

/** By name. */
export const networks: Readonly<Record<string, FamilyArchitecture>> = { 'rwkv4-169m': rwkv4, 'mamba-130m': mamba };

/** Uniform within 0.04: numbers stay in the range of those of a trained network, and none is denormal. */
export function randomWeights(network: FamilyArchitecture): Record<string, Tensor> {
  const source = random(7);
  // Drawing each would take longer than what is measured: one list of a prime length is repeated.
  const drawn = Float32Array.from({ length: 65537 }, () => (2 * source.uniform() - 1) * 0.04);
  return Object.fromEntries(
    Object.entries(parametersOf(network)).map(([name, shape]) => {
      const data = new Float32Array(sizeOf(shape));
      for (let at = 0; at < data.length; at += drawn.length) data.set(drawn.subarray(0, data.length - at), at);
      return [name, { shape, data }];
    }),
  );
}

/** Bytes of weights that the reading of one token goes through: all but the table of token vectors, of which it takes one row. */
export function bytesPerToken(network: FamilyArchitecture): number {
  const { step, decoder } = readerOf(network).parameters;
  const tables = Object.entries(step).filter(
    ([name]) => /(^|\.)emb(edding)?\.weight$/.test(name) && !(name in decoder),
  );
  const all = Object.values(parametersOf(network)).reduce((sum, shape) => sum + sizeOf(shape), 0);
  return 4 * (all - tables.reduce((sum, [, shape]) => sum + sizeOf(shape), 0));
}
