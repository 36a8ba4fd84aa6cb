/**
 * The program that reads one token of several streams side by side and gives every component of every layer, or those
 * asked for. The weights are fixed in it; the state carries over from run to run. Used by recording, sampling and the page.
 */
import {
  type Architecture,
  decoderBias,
  decoderWeight,
  parameterCount,
  parameterShapes,
  pastNames,
  topArray,
  unitsOfArray,
} from './architecture.ts';
import { componentName } from './cells/cell.ts';
import { type Component, cells, componentsOf } from './cells/cells.ts';
import { keepName, replaceIntervened, setName } from './intervention.ts';
import { decode, initialStateName, layersForward, statesFrom } from './network.ts';
import type { Shape } from './operations.ts';
import { type Program, type Tensor, valueNamed } from './program.ts';

export { componentName };

/** All that is recorded, layer by layer; layers count from 1. */
export function recordedComponents({ cell, layers }: Architecture): { component: Component; layer: number }[] {
  return Array.from({ length: layers }, (_, index) =>
    componentsOf(cell).map((component) => ({ component, layer: index + 1 })),
  ).flat();
}

/** Names of all recorded arrays, layer by layer; of blocks those of the stream behind them, and its past. */
export const recordedNames = (architecture: Architecture): string[] => [
  ...recordedComponents(architecture).map(({ component, layer }) => componentName(component, layer)),
  ...streamNames(architecture),
];

/** The streams behind blocks, what the decoder reads, and the streams that convolutions keep. */
function streamNames(architecture: Architecture): string[] {
  if (architecture.block === undefined) return [];
  const names = ['stream', ...pastNames(architecture)];
  return [
    ...Array.from({ length: architecture.layers }, (_, index) =>
      names.map((name) => componentName(name, index + 1)),
    ).flat(),
    topArray(architecture),
  ];
}

/** Names and shapes of the state that a batch of streams carries. */
export function stateShapes(architecture: Architecture, batch: number): Record<string, Shape> {
  const { cell, layers } = architecture;
  const shapes = Array.from({ length: layers }, (_, index) =>
    [...cells[cell].stateNames, ...pastNames(architecture)].map((name) => initialStateName(index + 1, name)),
  )
    .flat()
    .map((name) => [name, [batch, unitsOfArray(architecture, name)]] as const);
  return Object.fromEntries(shapes);
}

export type Weights = Readonly<Record<string, Tensor>>;

export interface ReadingOptions {
  /** What is computed beside the components; `nothing` leaves the decoder out. */
  predict: 'loss' | 'next' | 'tempered' | 'nothing';
  /** Names of the arrays that are given; default all. */
  record?: readonly string[];
  /** Names of the components whose neurons can be set. */
  intervened?: readonly string[];
}

/**
 * Inputs: `token` [streams]; with `predict: 'loss'` also `next` [streams], the tokens that follow; with 'tempered' also
 * `inverseTemperature` (1 / temperature); for each intervened component `set` [streams, units] beside the state `keep`.
 * Outputs: each recorded array [streams, units]; with 'loss' `loss` [streams] (nats); with 'next' and 'tempered' the next
 * token's probabilities, `likelihood` [streams, vocabulary]; with 'tempered' those at the temperature too, `tempered`.
 */
export function readingProgram(
  architecture: Architecture,
  weights: Weights,
  streams: number,
  { predict, record = recordedNames(architecture), intervened = [] }: ReadingOptions,
): Program {
  const unused: readonly string[] = predict === 'nothing' ? [decoderWeight, decoderBias] : [];
  const names = Object.keys(parameterShapes(architecture)).filter((name) => !unused.includes(name));
  const ids = { shape: [streams], type: 'int32' } as const;
  const shapeOf = (name: string): Shape => [streams, unitsOfArray(architecture, name)];
  return {
    name: 'reading',
    inputs: {
      token: ids,
      ...(predict === 'loss' ? { next: ids } : {}),
      ...(predict === 'tempered' ? { inverseTemperature: { shape: [], type: 'float32' } as const } : {}),
      ...Object.fromEntries(
        intervened.map((name) => [setName(name), { shape: shapeOf(name), type: 'float32' } as const]),
      ),
    },
    state: {
      ...stateShapes(architecture, streams),
      ...Object.fromEntries(intervened.map((name) => [keepName(name), shapeOf(name)])),
    },
    constants: Object.fromEntries(names.map((name) => [name, valueNamed(weights, name)])),
    build(ops, values) {
      const initial = statesFrom(architecture, values);
      const replace = intervened.length === 0 ? {} : { replace: replaceIntervened(ops, values, intervened) };
      const input = { tokens: valueNamed(values, 'token'), steps: 1, batch: streams, initial, ...replace };
      const { traces, decoderInput, streams: ofStream } = layersForward(ops, architecture, values, input);
      const results: Record<string, (typeof values)[string]> = {};
      if (predict !== 'nothing') {
        const logits = decode(ops, values, decoderInput);
        if (predict === 'loss') results.loss = ops.softmaxCrossEntropy(logits, valueNamed(values, 'next')).loss;
        else results.likelihood = ops.softmax(logits);
        if (predict === 'tempered')
          results.tempered = ops.softmax(ops.mul(logits, valueNamed(values, 'inverseTemperature')));
      }
      const recorded = traces.flatMap(([trace], index) => {
        const state = Object.entries(trace?.state ?? {});
        const components = Object.entries(trace?.components ?? {})
          .map(([name, value]) => [componentName(name, index + 1), value] as const)
          .filter(([name]) => record.includes(name));
        // A state stands among the components under the same name: one value, given once as output, once as state.
        return [
          ...components.map(([name, value]) => [recordedOutput(name), value] as const),
          ...state.map(([name, value]) => [initialStateName(index + 1, name), value] as const),
        ];
      });
      const recordedStreams = Object.entries(ofStream).flatMap(([name, value]) => [
        ...(record.includes(name) ? [[recordedOutput(name), value] as const] : []),
        ...(/^past/.test(name) ? [[name, value] as const] : []),
      ]);
      return { ...Object.fromEntries([...recorded, ...recordedStreams]), ...results };
    },
  };
}

/** About how many additions and multiplications it takes to read one token of one stream. */
export const operationsPerToken = (architecture: Architecture): number => 2 * parameterCount(architecture);

/** Outputs are named apart from the state of the same name. */
export const recordedOutput = (name: string): string => `recorded.${name}`;
