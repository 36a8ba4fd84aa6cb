/** Networks that were never trained, begun as ours are and in other ways, as another program might have drawn them. Pure. */
import type { Random } from '../../runner/core/random.ts';
import { type Architecture, matricesOf } from '../../runner/nn/models/architecture.ts';
import { type Tensor, valueNamed } from '../../runner/nn/models/program.ts';
import { initialWeights } from '../../runner/nn/train/initialization.ts';
import { type KnownWorld, quotationWorld } from './known-worlds.ts';
import { orthogonalAxes } from './orthogonal-axes.ts';
import { insideQuotes, vocabulary } from './quotation-language.ts';

type Weights = Record<string, Tensor>;
type Draw = (architecture: Architecture, random: Random) => Weights;

const units = 24;
const architecture: Architecture = { cell: 'lstm', layers: 1, units, embedding: 0, vocabulary: vocabulary.length };
const recurrent = matricesOf(architecture, 1, 'units');

const glorot: Draw = (own, random) => initialWeights(own, 'glorot', random.bits());

/** All weights and biases uniform within 1 / sqrt(units) (the reset_parameters of PyTorch's recurrent layers). */
const pytorch: Draw = (own, random) => {
  const weights = glorot(own, random);
  for (const { data } of Object.values(weights)) {
    data.forEach((_, index) => {
      data[index] = (2 * random.uniform() - 1) / Math.sqrt(units);
    });
  }
  return weights;
};

/** Each gate's recurrent matrix orthogonal (Saxe, McClelland & Ganguli 2014). */
const orthogonal: Draw = (own, random) => {
  const weights = glorot(own, random);
  for (const name of recurrent) {
    const { data } = valueNamed(weights, name);
    for (let block = 0; block < data.length; block += units ** 2) {
      orthogonalAxes(units, random).forEach((axis, row) => {
        data.set(axis, block + row * units);
      });
    }
  }
  return weights;
};

const threefold: Draw = (own, random) => {
  const weights = glorot(own, random);
  for (const { shape, data } of Object.values(weights)) {
    if (shape.length < 2) continue;
    data.forEach((value, index) => {
      data[index] = 3 * value;
    });
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
    weights: pytorch,
    foreign: true,
  },
  'foreign initialisation: orthogonal': {
    about: 'with orthogonal recurrent matrices',
    weights: orthogonal,
    foreign: true,
  },
  'foreign initialisation: three times Glorot': {
    about: 'as ours are, but three times as large',
    weights: threefold,
    foreign: true,
  },
};

/** Tokens after a closing mark. */
const justEnded = 10;

/** Two states that a network could keep, of which this one knows nothing. */
export function unlearntWorld({ weights, foreign }: Beginning, random: Random): KnownWorld {
  const network = {
    architecture,
    unit: 'word' as const,
    vocabulary: [...vocabulary],
    weights: weights(architecture, random),
  };
  const { world, truths } = quotationWorld(network, random, { foreign });
  const ended = world.documents.map((tokens) => {
    const inside = insideQuotes(tokens);
    return inside.map((now, t) => (now === 0 && inside.subarray(Math.max(0, t - justEnded), t).includes(1) ? 1 : 0));
  });
  return { world, truths: [...truths, ended] };
}
