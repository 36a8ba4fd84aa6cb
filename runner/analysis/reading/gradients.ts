/**
 * Derivatives of a loss by what a network computes while it reads a text: the text is read once forward, piece by piece; from its logits
 * come the derivatives by them, and these go back through the pieces from the last to the first, each computed anew from its state.
 * Source: Werbos 1990 (backpropagation through time); Chen et al. 2016 (states that are kept, and what is between them computed anew).
 */
import { item } from '../../core/at.ts';
import { embeddingWeight } from '../../nn/models/architecture.ts';
import { afterName, backwardProgram, beforeName, forwardProgram, slopeName } from '../../nn/models/backward.ts';
import { embeddingName } from '../../nn/models/cells/cell.ts';
import {
  type Intervened,
  type Intervention,
  intervened,
  intervenedIn,
  subspaceName,
} from '../../nn/models/intervention.ts';
import { type Engine, type Executable, mapValues, sizeOf, valueNamed } from '../../nn/models/program.ts';
import {
  firstState,
  isOfCells,
  operationsPerToken,
  type Readable,
  readerOf,
  stateShapes,
} from '../../nn/models/reading.ts';
import { interventionFeeds } from './interventions.ts';
import type { Network } from './programs.ts';
import type { StateArrays } from './read-group.ts';

export interface GradientTask {
  /** Token ids, [tokens]. */
  ids: Int32Array;
  /** State before the first token; absent: that before any text. */
  initial?: StateArrays;
  /** Names of recorded arrays, or `embedding`. */
  of: readonly string[];
  /** What is changed on the way, by places in the text. */
  interventions: readonly Intervention[];
  /** @param logits [tokens, vocabulary] @returns the derivative of the loss by them, of the same shape. */
  back(logits: Float32Array): Float32Array;
  /** Hears the share of the work that is done; may throw to stop. */
  onProgress(share: number): Promise<void> | void;
}

/** Tokens of a piece, at most: a step of a whole network is large. */
const mostSteps = { cells: 32, whole: 16 };

/** Both programs for pieces of so many tokens. */
interface Compiled {
  key: string;
  steps: number;
  forward: Executable;
  backward: Executable;
}

/** The gradients of a network that is open; the programs of the last ones are kept for the next. */
export class Gradients {
  readonly #engine: Engine;
  readonly #network: Network;
  #compiled: Compiled | null = null;

  constructor(engine: Engine, network: Network) {
    this.#engine = engine;
    this.#network = network;
  }

  /** @returns [tokens, width] by the names of the arrays: the derivative by what stands in the array's place after each token. */
  async of(task: GradientTask): Promise<Record<string, Float32Array>> {
    const { ids, of, interventions, onProgress } = task;
    const { architecture } = this.#network;
    const { widthOf } = readerOf(withVectors(architecture));
    const compiled = await this.#programs(ids.length, of, intervened(interventions));
    const changes = changesOf(interventions, ids.length, widthOf);
    const subspaces = [...intervenedIn(interventions)].flatMap(([name, subspace]) =>
      subspace === null ? [] : [[subspaceName(name), Float32Array.from(subspace.data)] as const],
    );
    const { steps, forward, backward } = compiled;
    const { vocabulary } = architecture;
    const pieces = Math.ceil(ids.length / steps);
    /** Of a piece; behind the end of the text the last one is filled up, from where nothing comes back. */
    const inputs = (piece: number) => {
      const cut = (values: Float32Array) => {
        const size = values.length / ids.length;
        const own = new Float32Array(steps * size);
        own.set(values.subarray(piece * steps * size, (piece + 1) * steps * size));
        return own;
      };
      const tokens = new Int32Array(steps);
      tokens.set(ids.subarray(piece * steps, (piece + 1) * steps));
      const own = { ...mapValues(changes, cut), ...Object.fromEntries(subspaces) };
      return { cut, given: { tokens, ...item(states, piece), ...own } };
    };
    const states: StateArrays[] = [task.initial ?? firstState(architecture, 1)];
    const empty = mapValues(stateShapes(architecture, 1), (shape) => new Float32Array(sizeOf(shape)));
    const logits = new Float32Array(ids.length * vocabulary);
    for (let piece = 0; piece < pieces; piece++) {
      const outputs = await forward.run(inputs(piece).given);
      const from = piece * steps * vocabulary;
      logits.set(valueNamed(outputs, 'logits').subarray(0, logits.length - from), from);
      states.push(mapValues(empty, (_none, name) => Float32Array.from(valueNamed(outputs, afterName(name)))));
      await onProgress((piece + 1) / (3 * pieces));
    }
    const slopes = task.back(logits);
    const found = Object.fromEntries(of.map((name) => [name, new Float32Array(ids.length * widthOf(name))]));
    let after: StateArrays = empty;
    for (let piece = pieces - 1; piece >= 0; piece--) {
      const { cut, given } = inputs(piece);
      const ends = Object.entries(after).map(([name, values]) => [afterName(name), values] as const);
      const outputs = await backward.run({ ...given, logits: cut(slopes), ...Object.fromEntries(ends) });
      for (const [name, values] of Object.entries(found)) {
        const from = (piece * steps * values.length) / ids.length;
        values.set(valueNamed(outputs, slopeName(name)).subarray(0, values.length - from), from);
      }
      after = mapValues(empty, (_none, name) => Float32Array.from(valueNamed(outputs, beforeName(name))));
      await onProgress(1 - (2 * piece) / (3 * pieces));
    }
    return found;
  }

  async release(): Promise<void> {
    const compiled = this.#compiled;
    this.#compiled = null;
    await compiled?.forward.release();
    await compiled?.backward.release();
  }

  /** For texts of about one length. */
  async #programs(tokens: number, of: readonly string[], patched: Intervened): Promise<Compiled> {
    const most = isOfCells(this.#network.architecture) ? mostSteps.cells : mostSteps.whole;
    const steps = Math.min(most, 2 ** Math.ceil(Math.log2(tokens)));
    const key = JSON.stringify([steps, of, patched]);
    if (this.#compiled?.key === key) return this.#compiled;
    await this.release();
    const byVectors = [...of, ...Object.keys(patched)].includes(embeddingName);
    const { architecture, weights } = byVectors ? asVectors(this.#network) : this.#network;
    const operations = steps * operationsPerToken(architecture);
    const forward = await this.#engine.compile(forwardProgram(architecture, weights, { steps, patched }), {
      operations,
      sequence: steps,
    });
    const backward = await this.#engine.compile(backwardProgram(architecture, weights, { steps, patched, of }), {
      operations: 3 * operations,
      sequence: 3 * steps,
    });
    this.#compiled = { key, steps, forward, backward };
    return this.#compiled;
  }
}

/** `keep` and `set` of each array that is changed, [tokens, width], by their names. */
function changesOf(
  interventions: readonly Intervention[],
  tokens: number,
  widthOf: (name: string) => number,
): Record<string, Float32Array> {
  const feeds = interventionFeeds(interventions, [{ index: 0, start: 0 }], 1, widthOf);
  const all: Record<string, Float32Array> = {};
  for (let t = 0; t < tokens; t++) {
    for (const [name, values] of Object.entries(feeds.at(t))) {
      all[name] ??= new Float32Array(tokens * values.length);
      all[name].set(values, t * values.length);
    }
  }
  return all;
}

/** The same architecture, with token vectors as long as the vocabulary where its input is one-hot: it can be moved along them. */
export const withVectors = (network: Readable): Readable =>
  isOfCells(network) && network.embedding === 0 ? { ...network, embedding: network.vocabulary } : network;

/** The same network, with the rows of the identity as token vectors where its input is one-hot. */
function asVectors({ architecture: given, weights }: Network): Network {
  const architecture = withVectors(given);
  if (architecture === given) return { architecture, weights };
  const { vocabulary } = architecture;
  const data = new Float32Array(vocabulary * vocabulary);
  for (let id = 0; id < vocabulary; id++) data[id * (vocabulary + 1)] = 1;
  return { architecture, weights: { ...weights, [embeddingWeight]: { shape: [vocabulary, vocabulary], data } } };
}
