/** Whole networks of the sizes that people have, and what reading them goes through. */
import { sizeOf } from '../../runner/nn/models/program.ts';
import type { FamilyArchitecture } from '../../runner/nn/models/readers/families.ts';
import { parametersOf, readerOf } from '../../runner/nn/models/reading.ts';

const rwkv4: FamilyArchitecture & { hidden: number } = {
  family: 'rwkv4',
  layers: 12,
  vocabulary: 50277,
  width: 768,
  hidden: 3072,
};
const mamba: FamilyArchitecture & Record<'inner' | 'memory' | 'rank' | 'kernel' | 'epsilon', number> = {
  family: 'mamba',
  layers: 24,
  vocabulary: 50280,
  width: 768,
  inner: 1536,
  memory: 16,
  rank: 48,
  kernel: 4,
  epsilon: 1e-5,
};

/** By name. */
export const networks: Readonly<Record<string, FamilyArchitecture>> = { 'rwkv4-169m': rwkv4, 'mamba-130m': mamba };

/** Bytes of weights that the reading of one token goes through: all but the table of token vectors, of which it takes one row. */
export function bytesPerToken(network: FamilyArchitecture): number {
  const { step, decoder } = readerOf(network).parameters;
  const tables = Object.entries(step).filter(
    ([name]) => /(^|\.)emb(edding)?\.weight$/.test(name) && !(name in decoder),
  );
  const all = Object.values(parametersOf(network)).reduce((sum, shape) => sum + sizeOf(shape), 0);
  return 4 * (all - tables.reduce((sum, [, shape]) => sum + sizeOf(shape), 0));
}
