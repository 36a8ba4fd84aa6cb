/**
 * First weights. `glorot`: uniform within sqrt(6 / (in + out)) (Glorot & Bengio 2010); `he`: normal with deviation
 * sqrt(2 / in) (He et al. 2015), both for each gate's block by itself; `normal`: one deviation for all matrices.
 * Token vectors of `glorot` and `he` are uniform within 0.1. Biases are 0, but 1 for
 * the gate that the cell's table says (the LSTM's forget gate).
 */

import { uint32At } from '../../core/at.ts';
import { type Random, random, uniformOf } from '../../core/random.ts';
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

/** @param isDrawn of which parameters numbers are drawn, each as if all were; absent: of all. The rest are 0. */
export function initialWeights(
  architecture: Architecture,
  initialization: Initialization,
  seed: number,
  isDrawn = (_name: string): boolean => true,
): Record<string, Tensor> {
  const weights: Record<string, Tensor> = {};
  Object.entries(parametersOf(architecture)).forEach(([name, shape], index) => {
    const source = random(seed, stream, index);
    const data = new Float32Array(sizeOf(shape));
    const layer = 1 + Number(/_l(\d+)$/.exec(name)?.[1] ?? 0);
    const inputs = shape[1] ?? 1;
    const whole = name === decoderWeight || name === projectionWeight(layer);
    const outputs = whole ? (shape[0] ?? 1) : unitsOf(architecture, layer);
    if (shape.length < 2 || !isDrawn(name)) data.fill(0);
    else if (typeof initialization === 'object') fillNormal(data, initialization.normal, source);
    else if (name === embeddingWeight) fillUniform(data, embeddingLimit, source);
    else if (initialization === 'glorot') fillUniform(data, Math.sqrt(6 / (inputs + outputs)), source);
    else fillNormal(data, Math.sqrt(2 / inputs), source);
    weights[name] = { shape, data };
  });
  openGate(architecture, weights);
  return weights;
}

function fillNormal(data: Float32Array, deviation: number, source: Random): void {
  for (let i = 0; i < data.length; i++) data[i] = source.normal() * deviation;
}

/** Numbers that are drawn in one go. */
const atOnce = 4096;

/** As one by one, in less than half the time: a network has millions. */
function fillUniform(data: Float32Array, limit: number, source: Random): void {
  const words = new Uint32Array(2 * atOnce);
  for (let start = 0; start < data.length; start += atOnce) {
    source.fill(words);
    const own = data.subarray(start, start + atOnce);
    for (let i = 0; i < own.length; i++) {
      own[i] = (2 * uniformOf(uint32At(words, 2 * i), uint32At(words, 2 * i + 1)) - 1) * limit;
    }
  }
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
