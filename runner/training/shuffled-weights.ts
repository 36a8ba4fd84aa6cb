/**
 * A network that has learned nothing, made of one that has: the entries of each weight matrix are shuffled within each gate's
 * block; vectors (biases) and the tokens' vectors stay. Its weights are as large and as unlike each other as the trained
 * ones, which networks drawn anew are not: a network that another program trained began from weights that we do not know.
 * Source: Adebayo et al. 2018 (randomised parameters as a control).
 */
import { type Random, random, shuffle } from '../core/random.ts';
import { type Architecture, matricesOf, unitsOf } from '../models/architecture.ts';
import { type Tensor, valueNamed } from '../models/program.ts';

/** Separates these random numbers from those of other uses of the same seed. */
const stream = 0x73687566;

/**
 * @param weights by PyTorch's names; they stay as they are.
 * @returns the same names and shapes. The decoder, which no state hangs on, is the given one.
 */
export function shuffledWeights(
  architecture: Pick<Architecture, 'cell' | 'layers' | 'units'>,
  weights: Readonly<Record<string, Tensor>>,
  seed: number,
): Record<string, Tensor> {
  const shuffled = { ...weights };
  for (let layer = 1; layer <= architecture.layers; layer++) {
    const names = [...matricesOf(architecture, layer, 'input'), ...matricesOf(architecture, layer, 'units')];
    for (const [index, name] of names.entries()) {
      const sourceOf = (block: number) => random(seed, stream, layer, index, block);
      shuffled[name] = shuffledBlocks(valueNamed(weights, name), unitsOf(architecture, layer), sourceOf);
    }
  }
  return shuffled;
}

/** @param units rows of each block. */
function shuffledBlocks({ shape, data }: Tensor, units: number, sourceOf: (block: number) => Random): Tensor {
  const size = units * (shape[1] ?? 1);
  const shuffled = data.slice();
  for (let start = 0; start < data.length; start += size) {
    shuffle(shuffled.subarray(start, start + size), sourceOf(start / size));
  }
  return { shape, data: shuffled };
}
