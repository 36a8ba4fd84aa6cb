/**
 * A model as a page loads it, from the two files of a checkpoint. They were checked when they were published; here it is
 * only made sure that they belong together. Pure; runs in a worker and in Node.
 */
import type { TokenizedText, Unit } from '../../../runner/core/cut.ts';
import { decodeSafetensors } from '../../../runner/io/formats/safetensors/read.ts';
import type { Architecture } from '../../../runner/nn/models/architecture.ts';
import { parametersOf, type Weights } from '../../../runner/nn/models/reading.ts';
import { unpackWeights } from './packed.ts';

export interface BrowserModel {
  architecture: Architecture;
  unit: Unit;
  /** Absent: words, spaces and marks. */
  tokens?: TokenizedText | undefined;
  /** Tokens by id. */
  vocabulary: readonly string[];
  weights: Weights;
}

type ModelFile = Omit<Architecture, 'vocabulary'> & Pick<BrowserModel, 'unit' | 'tokens' | 'vocabulary'>;

/**
 * @param packed whether the weights are those of packed.ts; else they are safetensors.
 * @throws Error when an array of the weights is missing or has another shape than model.json asks for.
 */
export function decodeModel(json: string, file: Uint8Array<ArrayBuffer>, packed = false): BrowserModel {
  const { cell, layers, units, embedding, recurrentActivation, projection, residual, unit, tokens, vocabulary } =
    JSON.parse(json) as ModelFile;
  const size = { vocabulary: vocabulary.length };
  const architecture = { cell, layers, units, embedding, ...size, recurrentActivation, projection, residual };
  const weights = packed ? unpackWeights(architecture, file) : decodeSafetensors(file, 'The model');
  for (const [name, shape] of Object.entries(parametersOf(architecture))) {
    const found = weights[name]?.shape;
    if (found?.join() !== shape.join())
      throw new Error(`its array "${name}" is ${found ? `[${found}]` : 'missing'}, not [${shape}]`);
  }
  return { architecture, unit, tokens, vocabulary, weights };
}
