/**
 * The program that reads one token of several streams side by side and gives every component of every layer, or those
 * asked for. The weights are fixed in it; the state carries over from run to run. Used by recording, sampling and the page.
 */
import type { Architecture } from './architecture.ts';
import { componentName } from './cells/cell.ts';
import { type Intervened, interveneIn, keepName, setName, subspaceName } from './intervention.ts';
import { cellReader, type NetworkInput, networkForward } from './network.ts';
import type { Operations, Shape } from './operations.ts';
import { mapValues, type Program, sizeOf, type Tensor, type Values, valueNamed } from './program.ts';
import { type FamilyArchitecture, familyReader } from './readers/families.ts';
import { type Activation, isOfNeurons, type NetworkReader } from './readers/reader.ts';

export { componentName };

/** What can be read, as plain data: a network of cells by its architecture, or a whole network of another family. */
export type Readable = Architecture | FamilyArchitecture;

/** Such networks are drawn and trained here, others are read. */
export const isOfCells = (network: Readable): network is Architecture => 'cell' in network;

const readers = new WeakMap<Readable, NetworkReader>();

/** How it is read: the same object for the same network. */
export function readerOf(network: Readable): NetworkReader {
  const known = readers.get(network);
  if (known !== undefined) return known;
  const made = isOfCells(network) ? cellReader(network) : familyReader(network);
  readers.set(network, made);
  return made;
}

/** Numbers a token of a recorded array, or of what is carried. */
export const widthOf = (network: Readable, array: string): number => readerOf(network).widthOf(array);

/** Shapes of all its parameters by name; those that serve twice stand once. */
export const parametersOf = (network: Readable): Record<string, Shape> => {
  const { step, decoder } = readerOf(network).parameters;
  return { ...step, ...decoder };
};

export const parameterCountOf = (network: Readable): number =>
  Object.values(parametersOf(network)).reduce((sum, shape) => sum + sizeOf(shape), 0);

/** All that is recorded, layer by layer. */
export const recordedArrays = (network: Readable): readonly Activation[] => readerOf(network).arrays;

/** Those whose single numbers mean something: an address or a stream does only as a whole. */
export const shownArrays = (network: Readable): readonly Activation[] =>
  recordedArrays(network).filter(({ about }) => isOfNeurons(about));

/** Names of all recorded arrays, layer by layer. */
export const recordedNames = (network: Readable): string[] => recordedArrays(network).map(({ name }) => name);

/** The same, and of the token vectors. */
export const readNames = (network: Readable): string[] => {
  const { vectors } = readerOf(network);
  return [...recordedNames(network), ...(vectors === null ? [] : [vectors.name])];
};

/** Names and shapes of the state that a batch of streams carries. */
export const stateShapes = (network: Readable, batch: number): Record<string, Shape> =>
  mapValues(readerOf(network).states, ({ shape }) => [batch, ...shape]);

/** Every element of a state before the first token. */
export const firstOf = (network: Readable, state: string): number => readerOf(network).states[state]?.first ?? 0;

/** The state before the first token, of so many streams. */
export const firstState = (network: Readable, streams: number): Record<string, Float32Array> =>
  mapValues(readerOf(network).states, ({ shape, first }) => new Float32Array(streams * sizeOf(shape)).fill(first));

/**
 * Runs a network over a window of tokens.
 * @param values the parameters, and the states before the window.
 * @returns logits [rows, vocabulary] of all tokens, or of the last of each stream; and the states after the window, by the same names.
 */
export function windowForward<T>(
  ops: Operations<T>,
  network: Readable,
  values: Values<T>,
  input: NetworkInput<T>,
): { logits: T; after: Record<string, T> } {
  if (isOfCells(network)) return networkForward(ops, network, values, input);
  const { tokens, steps, batch, lastOnly } = input;
  const reader = readerOf(network);
  const { rows, after } = reader.window(ops, values, { tokens, steps, streams: batch });
  const read = lastOnly ? ops.slice(rows, 0, (steps - 1) * batch, steps * batch) : rows;
  return { logits: reader.decode(ops, values, read), after };
}

export type Weights = Readonly<Record<string, Tensor>>;

export interface ReadingOptions {
  /** What is computed beside the components; `nothing` leaves the decoder out. */
  predict: 'loss' | 'next' | 'tempered' | 'nothing';
  /** Names of the arrays that are given, or of what is carried to the next token; default all arrays. */
  record?: readonly string[];
  /** The components whose neurons can be changed. */
  intervened?: Intervened;
}

/**
 * Inputs: `token` [streams]; with `predict: 'loss'` also `next` [streams], the tokens that follow; with 'tempered' also
 * `inverseTemperature` (1 / temperature); for each intervened component `keep` and `set` [streams, units], beside the state `subspace` where
 * it has one.
 * Outputs: each recorded array [streams, units]; with 'loss' `loss` [streams] (nats); with 'next' and 'tempered' the next
 * token's probabilities, `likelihood` [streams, vocabulary]; with 'tempered' those at the temperature too, `tempered`.
 */
export function readingProgram(
  network: Readable,
  weights: Weights,
  streams: number,
  { predict, record = recordedNames(network), intervened = {} }: ReadingOptions,
): Program {
  const reader = readerOf(network);
  const { step, decoder } = reader.parameters;
  const names = Object.keys(predict === 'nothing' ? step : { ...step, ...decoder });
  const ids = { shape: [streams], type: 'int32' } as const;
  const shapeOf = (name: string): Shape => [streams, reader.widthOf(name)];
  return {
    name: 'reading',
    inputs: {
      token: ids,
      ...(predict === 'loss' ? { next: ids } : {}),
      ...(predict === 'tempered' ? { inverseTemperature: { shape: [], type: 'float32' } as const } : {}),
      ...Object.fromEntries(
        Object.keys(intervened)
          .flatMap((name) => [keepName(name), setName(name)].map((input) => [input, shapeOf(name)] as const))
          .map(([input, shape]) => [input, { shape, type: 'float32' } as const]),
      ),
    },
    state: {
      ...stateShapes(network, streams),
      ...Object.fromEntries(
        Object.entries(intervened).flatMap(([name, rows]) =>
          rows === 0 ? [] : [[subspaceName(name), [rows, reader.widthOf(name)]]],
        ),
      ),
    },
    constants: Object.fromEntries(names.map((name) => [name, valueNamed(weights, name)])),
    build(ops, values) {
      const components: Record<string, (typeof values)[string]> = {};
      const intervene = interveneIn(ops, values, intervened);
      const hook = (component: string, layer: number, computed: (typeof values)[string]) => {
        const value = intervene(component, layer, computed);
        components[componentName(component, layer)] = value;
        return value;
      };
      const state = reader.step(ops, values, { tokens: valueNamed(values, 'token'), streams, hook });
      const results: Record<string, (typeof values)[string]> = {};
      if (predict !== 'nothing') {
        const logits = reader.decode(ops, values, valueNamed(components, reader.decoderReads));
        if (predict === 'loss') results.loss = ops.softmaxCrossEntropy(logits, valueNamed(values, 'next')).loss;
        else results.likelihood = ops.softmax(logits);
        if (predict === 'tempered')
          results.tempered = ops.softmax(ops.mul(logits, valueNamed(values, 'inverseTemperature')));
      }
      const recorded = record.map((name) => {
        const value = components[name] ?? ops.reshape(valueNamed(state, name), shapeOf(name));
        return [recordedOutput(name), value] as const;
      });
      // A state that stands among the components too is one value, given once as output, once as state.
      return { ...Object.fromEntries(recorded), ...state, ...results };
    },
  };
}

/** About how many additions and multiplications it takes to read one token of one stream. */
export const operationsPerToken = (network: Readable): number => 2 * parameterCountOf(network);

/** Outputs are named apart from the state of the same name. */
export const recordedOutput = (name: string): string => `recorded.${name}`;
