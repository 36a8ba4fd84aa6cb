/**
 * Derivatives of a loss by what a network computes while it reads a text: the text is read once forward, piece by piece; from its logits
 * come the derivatives by them, and these go back through the pieces from the last to the first, each computed anew from its state.
 * Source: Werbos 1990 (backpropagation through time); Chen et al. 2016 (states that are kept, and what is between them computed anew).
 */
import { item } from '../../core/at.ts';
import { embeddingWeight } from '../../nn/models/architecture.ts';
import { afterName, backwardProgram, beforeName, forwardProgram, slopeName } from '../../nn/models/backward.ts';
import { embeddingName } from '../../nn/models/cells/cell.ts';
import { keepName, setName } from '../../nn/models/intervention.ts';
import { type Engine, type Executable, mapValues, sizeOf, valueNamed } from '../../nn/models/program.ts';
import { firstState, isOfCells, operationsPerToken, readerOf, stateShapes } from '../../nn/models/reading.ts';
import type { Network } from './programs.ts';
import type { StateArrays } from './read-group.ts';

export interface GradientTask {
  /** Token ids, [tokens]. */
  ids: Int32Array;
  /** State before the first token; absent: that before any text. */
  initial?: StateArrays;
  /** Names of recorded arrays, or `embedding`. */
  of: readonly string[];
  /** By the names of arrays: each value becomes value x keep + set; [tokens, width] both. */
  patches: Readonly<Record<string, { keep: Float32Array; set: Float32Array }>>;
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
    const { ids, of, patches, onProgress } = task;
    const { architecture } = this.#network;
    const compiled = await this.#programs(ids.length, of, Object.keys(patches));
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
      const patched = Object.entries(patches).flatMap(([name, { keep, set }]) => [
        [keepName(name), cut(keep)] as const,
        [setName(name), cut(set)] as const,
      ]);
      return { cut, given: { tokens, ...item(states, piece), ...Object.fromEntries(patched) } };
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
    const found = Object.fromEntries(
      of.map((name) => [name, new Float32Array(ids.length * widthIn(this.#network, name))]),
    );
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
  async #programs(tokens: number, of: readonly string[], patched: readonly string[]): Promise<Compiled> {
    const most = isOfCells(this.#network.architecture) ? mostSteps.cells : mostSteps.whole;
    const steps = Math.min(most, 2 ** Math.ceil(Math.log2(tokens)));
    const key = JSON.stringify([steps, of, patched]);
    if (this.#compiled?.key === key) return this.#compiled;
    await this.release();
    const byVectors = [...of, ...patched].includes(embeddingName);
    const { architecture, weights } = byVectors ? withVectors(this.#network) : this.#network;
    const operations = steps * operationsPerToken(architecture);
    const forward = await this.#engine.compile(forwardProgram(architecture, weights, { steps, patched }), {
      ...{ operations, sequence: steps },
    });
    const backward = await this.#engine.compile(backwardProgram(architecture, weights, { steps, patched, of }), {
      ...{ operations: 3 * operations, sequence: 3 * steps },
    });
    this.#compiled = { key, steps, forward, backward };
    return this.#compiled;
  }
}

/** Numbers a token; the token vectors of one-hot input are as long as the vocabulary. */
export function widthIn({ architecture }: Pick<Network, 'architecture'>, array: string): number {
  const { embedding, vocabulary, widthOf } = readerOf(architecture);
  return array === embeddingName && embedding === 0 ? vocabulary : widthOf(array);
}

/** The same network, with the rows of the identity as token vectors where its input is one-hot. */
function withVectors({ architecture, weights }: Network): Network {
  const { vocabulary } = architecture;
  if (!isOfCells(architecture) || architecture.embedding > 0) return { architecture, weights };
  const data = new Float32Array(vocabulary * vocabulary);
  for (let id = 0; id < vocabulary; id++) data[id * (vocabulary + 1)] = 1;
  return {
    architecture: { ...architecture, embedding: vocabulary },
    weights: { ...weights, [embeddingWeight]: { shape: [vocabulary, vocabulary], data } },
  };
}
