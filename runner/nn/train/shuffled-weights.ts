/**
 * A network that has learned nothing, made of one that has: the entries of each weight matrix are shuffled within each gate's
 * block; vectors (biases) and the tokens' vectors stay. Its weights are as large and as unlike each other as the trained
 * ones, which networks drawn anew are not: a network that another program trained began from weights that we do not know.
 * Source: Adebayo et al. 2018 (randomised parameters as a control).
 */
import { type Random, random, shuffle } from '../../core/random.ts';
import { type Architecture, matricesOf, projectionWeight, unitsOf } from '../models/architecture.ts';
import type { Shape } from '../models/operations.ts';
import { type Tensor, valueNamed } from '../models/program.ts';
import { isOfCells, type Readable, readerOf } from '../models/reading.ts';

/** Separates these random numbers from those of other uses of the same seed. */
const stream = 0x73687566;

/**
 * @param weights by PyTorch's names; they stay as they are.
 * @returns the same names and shapes. The decoder, which no state hangs on, is the given one.
 */
export function shuffledWeights(
  network: Readable,
  weights: Readonly<Record<string, Tensor>>,
  seed: number,
): Record<string, Tensor> {
  return isOfCells(network) ? ofCells(network, weights, seed) : ofWholeNetwork(network, weights, seed);
}

/** Each matrix of its layers, and of several that stand in one each by itself; the table of token vectors stays. */
function ofWholeNetwork(
  network: Readable,
  weights: Readonly<Record<string, Tensor>>,
  seed: number,
): Record<string, Tensor> {
  const { parameters, vocabulary, embedding } = readerOf(network);
  const shuffled = { ...weights };
  const isTable = ([rows, columns]: Shape) => rows === vocabulary && columns === embedding;
  const table = Object.keys(parameters.step).find((name) => isTable(parameters.step[name] ?? []));
  for (const [index, [name, shape]] of Object.entries(parameters.step).entries()) {
    const axes = shape.filter((length) => length > 1);
    if (axes.length < 2 || name === table) continue;
    const [rows = 1, columns = 1] = axes.slice(-2);
    const { data } = valueNamed(weights, name);
    const copy = data.slice();
    for (let start = 0; start < data.length; start += rows * columns) {
      const own = copy.subarray(start, start + rows * columns);
      shuffle(own, random(seed, stream, 0, index, start / (rows * columns)));
    }
    shuffled[name] = { shape, data: copy };
  }
  return shuffled;
}

function ofCells(
  architecture: Architecture,
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
    if (architecture.projection === undefined) continue;
    const name = projectionWeight(layer);
    const sourceOf = () => random(seed, stream, layer, names.length);
    shuffled[name] = shuffledBlocks(valueNamed(weights, name), architecture.projection, sourceOf);
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
