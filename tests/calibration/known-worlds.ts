/** Worlds in which it is known what the network keeps, and which neuron keeps it where that was written by hand; or that it keeps nothing. Pure. */
import { item } from '../../runner/core/at.ts';
import type { Random } from '../../runner/core/random.ts';
import { type Architecture, matricesOf } from '../../runner/nn/models/architecture.ts';
import { type Tensor, valueNamed } from '../../runner/nn/models/program.ts';
import { initialWeights } from '../../runner/nn/train/initialization.ts';
import { shuffledWeights } from '../../runner/nn/train/shuffled-weights.ts';
import { counts } from '../../runner/text/labels/kinds/count.ts';
import { markNesting } from '../../runner/text/labels/nesting.ts';
import { brackets, counter, documentOf, quoted } from '../../runner/text/sources/languages.ts';
import { randomRuns } from './labels.ts';
import { insideQuotes, longQuotation, opening, quotationTokens, vocabulary, words } from './quotation-language.ts';
import { orthogonalAxes, rotatedCheckpoint } from './rotated.ts';
import type { Material } from './study.ts';
import type { LanguageName } from './trained-networks.ts';
import { quoteNeuron, type Wiring, wiredCheckpoint } from './wired.ts';
import type { Label, Marks, World } from './world.ts';

export interface KnownWorld {
  world: World;
  /** States that the network must keep to predict its text. */
  truths: readonly Marks[];
  /** What its labels are compared within, as `Label` has it. */
  among?: Label['among'];
  /** The only neurons that keep it; absent where the network found its own way. */
  carriers?: readonly number[];
}

/** Of both halves together, and the tokens of each. */
const size = { documents: 100, tokens: 128 } as const;
/** Of a network that is wired by hand: few, for the untrained ones are as large. */
const units = 24;

/** A network that reads the language of the wired ones, documents drawn anew each time. */
export function quotationWorld(network: World['network'], random: Random, own: Partial<World> = {}): KnownWorld {
  const documents = Array.from({ length: size.documents }, () => quotationTokens(size.tokens, random));
  const component = network.architecture.cell === 'lstm' ? 'cell' : 'hidden';
  return {
    world: { network, initialization: 'glorot', layer: 1, component, documents, ...own },
    truths: [documents.map(insideQuotes)],
  };
}

export const wiredWorld = (random: Random, wiring: Wiring = {}): KnownWorld => ({
  ...quotationWorld(wiredCheckpoint(random.bits(), { units, ...wiring }), random),
  carriers: [quoteNeuron],
});

/** So many tokens a quotation lasts, in documents of so many, of which so many are read at a time. */
export const long = { lasts: 470, documents: 60, tokens: 1024, segment: 256 } as const;

/** Each document has one quotation that is longer than what is read at a time. */
export function longWorld(random: Random): KnownWorld {
  const { world } = wiredWorld(random);
  const documents = Array.from({ length: long.documents }, () => longQuotation(long.tokens, long.lasts, random));
  return { world: { ...world, documents, segment: long.segment }, truths: [documents.map(insideQuotes)] };
}

/** Of the words of a quotation, before which the opening mark stands again: more often than before the first alone. */
const reopened = 0.3;

/** The same marks stand where nothing begins, so that no token says by itself that the state has just changed. */
export function reopenedWorld(random: Random): KnownWorld {
  const { world, ...known } = wiredWorld(random);
  const documents = world.documents.map((tokens) => {
    const inside = insideQuotes(tokens);
    const isAgain = (token: string, t: number): boolean =>
      inside[t] === 1 && words.includes(token) && random.uniform() < reopened;
    return tokens.flatMap((token, t) => (isAgain(token, t) ? [opening, token] : [token])).slice(0, size.tokens);
  });
  return { ...known, world: { ...world, documents }, truths: [documents.map(insideQuotes)] };
}

/** So many texts stand so many times each among the documents. */
const texts = 60;
const copies = 4;
/** Tokens at its end of which the words are others each time. */
const rewritten = 4;

/** Texts that are there several times with other last words, and labels that are the same in all copies of a text. */
export function duplicatedWorld(random: Random): KnownWorld & { labelsOf(random: Random): Marks } {
  const { world, ...known } = wiredWorld(random);
  const kept = size.tokens - rewritten;
  const documents = Array.from({ length: copies }, () =>
    world.documents
      .slice(0, texts)
      .map((tokens) =>
        tokens.map((token, t) =>
          t >= kept && words.includes(token) ? item(words, random.below(words.length)) : token,
        ),
      ),
  ).flat();
  return {
    ...known,
    world: { ...world, documents },
    labelsOf: (source) => {
      const own = randomRuns(world.documents.slice(0, texts), source);
      return Array.from({ length: copies }, () => own).flat();
    },
  };
}

/** A trained network with its weights in another order, as though another program had made it. */
export function permutedWorld(random: Random, material: Material): KnownWorld {
  const { world, ...known } = trainedWorld('quoted', random, material);
  const { training: _, ...network } = world.network;
  const weights = shuffledWeights(network.architecture, network.weights, random.bits());
  return { world: { ...world, network: { ...network, weights }, foreign: true }, ...known };
}

export const rotatedWorld = (random: Random): KnownWorld => quotationWorld(rotatedCheckpoint(random.bits()), random);

const count = (up: string, down: string) => (tokens: readonly string[]) => counts('state', { up, down }, tokens);

/** The languages of the trained networks, and what of their text these must keep: the features of the published experiments. */
const written = {
  counter: { language: counter, states: [count('a', 'b')] },
  brackets: { language: brackets, states: [count('[(]', '[)]')] },
  quoted: { language: quoted, states: [(tokens: readonly string[]) => markNesting('quotes', 1, tokens)] },
} as const;

/** One of the trained networks of a language, on text that none of them has read. */
export function trainedWorld(name: LanguageName, random: Random, { networks }: Material): KnownWorld {
  const known = networks?.[name] ?? [];
  const network = item(known, random.below(known.length));
  const { language, states } = written[name];
  const documents = Array.from({ length: size.documents }, () =>
    [...documentOf(language, random, size.tokens)].slice(0, size.tokens),
  );
  const initialization = name === 'counter' ? { normal: 0.03 } : 'glorot';
  return {
    world: { network, initialization, layer: 1, component: 'cell', documents },
    truths: states.map((mark): Marks => documents.map((tokens) => mark(tokens))),
    among: 'text',
  };
}

type Draw = (random: Random) => Record<string, Tensor>;

const unlearnt: Architecture = { cell: 'lstm', layers: 1, units, embedding: 0, vocabulary: vocabulary.length };

const glorot: Draw = (random) => initialWeights(unlearnt, 'glorot', random.bits());

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
  for (const name of matricesOf(unlearnt, 1, 'units')) {
    const { data } = valueNamed(weights, name);
    for (let block = 0; block < data.length; block += units ** 2)
      for (const [row, axis] of orthogonalAxes(units, random).entries()) data.set(axis, block + row * units);
  }
  return weights;
};

/** How a network that was never trained begins: as ours do, and in other ways, as another program might have drawn it. */
export const beginnings: Readonly<Record<string, Draw>> = {
  'our initialisation': glorot,
  // All weights and biases uniform within 1 / sqrt(units) (the reset_parameters of PyTorch's recurrent layers).
  'foreign initialisation: PyTorch': changed(0, (_, { uniform }) => (2 * uniform() - 1) / Math.sqrt(units)),
  // Each gate's (Saxe, McClelland & Ganguli 2014).
  'foreign initialisation: orthogonal': orthogonal,
  'foreign initialisation: three times Glorot': changed(2, (value) => 3 * value),
};

/** Tokens after a closing mark. */
const justEnded = 10;

/** Two states that a network could keep, of which this one knows nothing. */
export function unlearntWorld(weights: Draw, random: Random): KnownWorld {
  const network = {
    architecture: unlearnt,
    unit: 'word' as const,
    vocabulary: [...vocabulary],
    weights: weights(random),
  };
  const { world, truths } = quotationWorld(network, random, { foreign: weights !== glorot });
  const ended = world.documents.map((tokens) => {
    const inside = insideQuotes(tokens);
    return inside.map((now, t) => Number(now === 0 && inside.subarray(Math.max(0, t - justEnded), t).includes(1)));
  });
  return { world, truths: [...truths, ended] };
}
