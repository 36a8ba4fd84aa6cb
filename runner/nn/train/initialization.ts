/**
 * First weights. `glorot`: uniform within sqrt(6 / (in + out)) (Glorot & Bengio 2010); `he`: normal with deviation
 * sqrt(2 / in) (He et al. 2015), both for each gate's block by itself; `normal`: one deviation for all matrices.
 * Token vectors of `glorot` and `he` are uniform within 0.1. Biases are 0, but 1 for
 * the gate that the cell's table says (the LSTM's forget gate).
 */

import { random } from '../../core/random.ts';
import {
  type Architecture,
  decoderWeight,
  embeddingWeight,
  parameterName,
  projectionWeight,
  unitsOf,
} from '../models/architecture.ts';
import { cells } from '../models/cells/cells.ts';
import { sizeOf, type Tensor, valueNamed } from '../models/program.ts';
import { parametersOf } from '../models/reading.ts';

export type Initialization = 'glorot' | 'he' | { normal: number };

const embeddingLimit = 0.1;
/** Separates these random numbers from those of other uses of the same seed. */
const stream = 0x696e6974;

export function initialWeights(
  architecture: Architecture,
  initialization: Initialization,
  seed: number,
): Record<string, Tensor> {
  const weights: Record<string, Tensor> = {};
  Object.entries(parametersOf(architecture)).forEach(([name, shape], index) => {
    const source = random(seed, stream, index);
    const uniform = (limit: number) => () => (2 * source.uniform() - 1) * limit;
    const normal = (deviation: number) => () => source.normal() * deviation;
    const layer = 1 + Number(/_l(\d+)$/.exec(name)?.[1] ?? 0);
    const draw = (): (() => number) => {
      if (shape.length < 2) return () => 0;
      if (typeof initialization === 'object') return normal(initialization.normal);
      if (name === embeddingWeight) return uniform(embeddingLimit);
      const inputs = shape[1] ?? 1;
      const whole = name === decoderWeight || name === projectionWeight(layer);
      const outputs = whole ? (shape[0] ?? 1) : unitsOf(architecture, layer);
      return initialization === 'glorot' ? uniform(Math.sqrt(6 / (inputs + outputs))) : normal(Math.sqrt(2 / inputs));
    };
    const next = draw();
    const data = new Float32Array(sizeOf(shape));
    for (let i = 0; i < data.length; i++) data[i] = next();
    weights[name] = { shape, data };
  });
  openGate(architecture, weights);
  return weights;
}

function openGate(architecture: Architecture, weights: Record<string, Tensor>): void {
  const { cell, layers } = architecture;
  const block = cells[cell].openGate;
  if (block === undefined) return;
  for (let layer = 1; layer <= layers; layer++) {
    const units = unitsOf(architecture, layer);
    valueNamed(weights, parameterName('bias_ih', layer)).data.fill(1, block * units, (block + 1) * units);
  }
}
