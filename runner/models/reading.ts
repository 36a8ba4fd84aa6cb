/**
 * The program that reads one token of several streams side by side and gives every component of every layer. The
 * weights are fixed in it; the state carries over from run to run. Used by recording, sampling and the page.
 */
import { type Architecture, parameterCount, parameterShapes } from './architecture.ts';
import { cells } from './cells.ts';
import { initialStateName, networkForward, statesFrom } from './network.ts';
import type { Shape } from './operations.ts';
import { type Program, type Tensor, valueNamed } from './program.ts';

/** A component of a layer, as arrays are named: `hidden.1`. Layers count from 1. */
export const componentName = (component: string, layer: number): string => `${component}.${layer}`;

/** Names of all recorded arrays, layer by layer. */
export function recordedNames({ cell, layers }: Architecture): string[] {
  return Array.from({ length: layers }, (_, index) =>
    cells[cell].components.map((component) => componentName(component, index + 1)),
  ).flat();
}

/** Names and shapes of the state that a batch of streams carries. */
export function stateShapes({ cell, layers, units }: Architecture, batch: number): Record<string, Shape> {
  const names = Array.from({ length: layers }, (_, index) =>
    cells[cell].stateNames.map((name) => initialStateName(index + 1, name)),
  ).flat();
  return Object.fromEntries(names.map((name) => [name, [batch, units]]));
}

export type Weights = Readonly<Record<string, Tensor>>;

/**
 * Inputs: `token` [streams]; with `predict: 'loss'` also `next` [streams], the tokens that follow; with `predict: 'next'`
 * also `coldness`, 1 / temperature.
 * Outputs: each recorded array [streams, units]; `loss` [streams] (nats), or the probabilities of the next token,
 * `likelihood` [streams, vocabulary] as the model says and `tempered` at the temperature.
 */
export function readingProgram(
  architecture: Architecture,
  weights: Weights,
  streams: number,
  predict: 'loss' | 'next',
): Program {
  const constants = Object.fromEntries(
    Object.keys(parameterShapes(architecture)).map((name) => [name, valueNamed(weights, name)]),
  );
  const ids = { shape: [streams], type: 'int32' } as const;
  const coldness = { shape: [], type: 'float32' } as const;
  return {
    name: 'reading',
    inputs: predict === 'loss' ? { token: ids, next: ids } : { token: ids, coldness },
    state: stateShapes(architecture, streams),
    constants,
    build(ops, values) {
      const initial = statesFrom(architecture, values);
      const input = { tokens: valueNamed(values, 'token'), steps: 1, batch: streams, initial };
      const { traces, logits } = networkForward(ops, architecture, values, input, false);
      const results: Record<string, (typeof values)[string]> = {};
      if (predict === 'next') {
        results.likelihood = ops.softmax(logits);
        results.tempered = ops.softmax(ops.mul(logits, valueNamed(values, 'coldness')));
      } else results.loss = ops.softmaxCrossEntropy(logits, valueNamed(values, 'next')).loss;
      const recorded = traces.flatMap(([trace], index) => {
        const state = Object.entries(trace?.state ?? {});
        const components = Object.entries(trace?.components ?? {});
        // A state stands among the components under the same name: one value, given once as output, once as state.
        return [
          ...components.map(([name, value]) => [recordedOutput(componentName(name, index + 1)), value] as const),
          ...state.map(([name, value]) => [initialStateName(index + 1, name), value] as const),
        ];
      });
      return { ...Object.fromEntries(recorded), ...results };
    },
  };
}

/** About how many additions and multiplications it takes to read one token of one stream. */
export const operationsPerToken = (architecture: Architecture): number => 2 * parameterCount(architecture);

/** Outputs are named apart from the state of the same name. */
export const recordedOutput = (name: string): string => `recorded.${name}`;
