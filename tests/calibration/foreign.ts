/** Networks that were never trained, begun as ours are and in other ways, as another program might have drawn them. Pure. */
import type { Random } from '../../runner/core/random.ts';
import { type Architecture, matricesOf } from '../../runner/nn/models/architecture.ts';
import { type Tensor, valueNamed } from '../../runner/nn/models/program.ts';
import { initialWeights } from '../../runner/nn/train/initialization.ts';
import { type KnownWorld, quotationWorld } from './known-worlds.ts';
import { insideQuotes, vocabulary } from './quotation-language.ts';
import { orthogonalAxes } from './rotated.ts';

type Draw = (random: Random) => Record<string, Tensor>;

const units = 24;
const architecture: Architecture = { cell: 'lstm', layers: 1, units, embedding: 0, vocabulary: vocabulary.length };

const glorot: Draw = (random) => initialWeights(architecture, 'glorot', random.bits());

/** Ours, with each number of the tensors of at least so many dimensions changed. */
const changed =
  (dimensions: number, change: (value: number, random: Random) => number): Draw =>
  (random) => {
    const weights = glorot(random);
    for (const { shape, data } of Object.values(weights)) {
      if (shape.length < dimensions) continue;
      data.forEach((value, index) => {
        data[index] = change(value, random);
      });
    }
    return weights;
  };

const orthogonal: Draw = (random) => {
  const weights = glorot(random);
  for (const name of matricesOf(architecture, 1, 'units')) {
    const { data } = valueNamed(weights, name);
    for (let block = 0; block < data.length; block += units ** 2)
      for (const [row, axis] of orthogonalAxes(units, random).entries()) data.set(axis, block + row * units);
  }
  return weights;
};

interface Beginning {
  about: string;
  weights: Draw;
  /** Not as ours begin. */
  foreign: boolean;
}

export const beginnings: Readonly<Record<string, Beginning>> = {
  'our initialisation': { about: 'as ours are', weights: glorot, foreign: false },
  'foreign initialisation: PyTorch': {
    about: "as PyTorch's recurrent layers are by default",
    // All weights and biases uniform within 1 / sqrt(units) (the reset_parameters of PyTorch's recurrent layers).
    weights: changed(0, (_, { uniform }) => (2 * uniform() - 1) / Math.sqrt(units)),
    foreign: true,
  },
  'foreign initialisation: orthogonal': {
    about: 'with orthogonal recurrent matrices',
    // Each gate's (Saxe, McClelland & Ganguli 2014).
    weights: orthogonal,
    foreign: true,
  },
  'foreign initialisation: three times Glorot': {
    about: 'as ours are, but three times as large',
    weights: changed(2, (value) => 3 * value),
    foreign: true,
  },
};

/** Tokens after a closing mark. */
const justEnded = 10;

/** Two states that a network could keep, of which this one knows nothing. */
export function unlearntWorld({ weights, foreign }: Beginning, random: Random): KnownWorld {
  const network = { architecture, unit: 'word' as const, vocabulary: [...vocabulary], weights: weights(random) };
  const { world, truths } = quotationWorld(network, random, { foreign });
  const ended = world.documents.map((tokens) => {
    const inside = insideQuotes(tokens);
    return inside.map((now, t) => (now === 0 && inside.subarray(Math.max(0, t - justEnded), t).includes(1) ? 1 : 0));
  });
  return { world, truths: [...truths, ended] };
}
