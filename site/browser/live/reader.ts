/**
 * Reads one token at a time with the runner's own reading program, and can hold neurons of one component at a value.
 * Pure but for the state it carries.
 */

import { at } from '../../../runner/core/at.ts';
import { unitsOfArray } from '../../../runner/nn/models/architecture.ts';
import { keepName, setName } from '../../../runner/nn/models/intervention.ts';
import { sizeOf } from '../../../runner/nn/models/program.ts';
import { readingProgram, recordedNames, recordedOutput, stateShapes } from '../../../runner/nn/models/reading.ts';
import type { BrowserModel } from './model.ts';
import { type Array32, operations } from './operations.ts';

/** What reading one token gave. */
export interface ReaderStep {
  /** Every component of every layer after the token, [units] by name (`output.1`); the states stand among them. */
  components: Readonly<Record<string, Float32Array>>;
  /** Probabilities of the next token, [vocabulary]. */
  likelihood: Float32Array;
  /** The same at the temperature. */
  tempered: Float32Array;
}

/** What the neurons of a component hold, [units]. @throws Error when the model has no such component. */
export function stateIn(components: ReaderStep['components'], component: string): Float32Array {
  const values = components[component];
  if (values === undefined) throw new Error(`this model has no component "${component}"`);
  return values;
}

/** What one of them holds. @throws Error when there is no such component or neuron. */
export const activationIn = (components: ReaderStep['components'], component: string, neuron: number): number =>
  at(stateIn(components, component), neuron);

export interface LiveHold {
  neuron: number;
  value: number;
}

/** What is carried from one token to the next. */
export type CarriedValues = Readonly<Record<string, Array32>>;

export interface LiveReader {
  /** Goes on from after `step`; null: from the zero state. */
  goTo(step: Pick<ReaderStep, 'components'> | null): void;
  /** What it goes on from, and goes on from that. */
  carried(): CarriedValues;
  goOn(from: CarriedValues): void;
  /** Reads a token; at temperature 0 `tempered` is as at 1. */
  read(id: number, temperature: number): ReaderStep;
  /** Reads a token without what is expected next, which is half the work or more. @returns the held component after it, [units]. */
  pass(id: number): Float32Array;
}

function dataOf(results: Readonly<Record<string, Array32>>, name: string): Float32Array {
  const array = results[name];
  if (array === undefined) throw new Error(`live: the program gave no "${name}"`);
  return array.data;
}

/** @param held name of the component that a neuron can be held in, such as `output.1`. */
export function createReader({ architecture, weights }: BrowserModel, held: string, hold: LiveHold | null): LiveReader {
  const intervened = [held];
  const tempering = readingProgram(architecture, weights, 1, { predict: 'tempered', intervened });
  const expecting = readingProgram(architecture, weights, 1, { predict: 'next', intervened });
  const passing = readingProgram(architecture, weights, 1, { predict: 'nothing', record: [held], intervened });
  const shapes = Object.entries(stateShapes(architecture, 1));
  const names = recordedNames(architecture);
  const units = unitsOfArray(architecture, held);
  const keep = { shape: [1, units], data: new Float32Array(units).fill(1) };
  const set = { shape: [1, units], data: new Float32Array(units) };
  if (hold !== null) {
    keep.data[hold.neuron] = 0;
    set.data[hold.neuron] = hold.value;
  }
  const fixed: Record<string, Array32> = { ...tempering.constants, [keepName(held)]: keep, [setName(held)]: set };
  let state: CarriedValues = {};
  const goTo = (step: Pick<ReaderStep, 'components'> | null): void => {
    state = Object.fromEntries(
      shapes.map(([name, shape]) => [name, { shape, data: step?.components[name] ?? new Float32Array(sizeOf(shape)) }]),
    );
  };
  goTo(null);
  const tokenOf = (id: number): Array32 => ({ shape: [1], data: Float32Array.of(id) });
  return {
    goTo,
    carried: () => state,
    goOn(from) {
      state = from;
    },
    pass(id) {
      const results = passing.build(operations, { ...fixed, ...state, token: tokenOf(id) });
      state = Object.fromEntries(shapes.map(([name, shape]) => [name, { shape, data: dataOf(results, name) }]));
      return dataOf(results, recordedOutput(held));
    },
    read(id, temperature) {
      const inputs = { ...fixed, ...state, token: tokenOf(id) };
      const as = temperature || 1;
      const results =
        as === 1
          ? expecting.build(operations, inputs)
          : tempering.build(operations, {
              ...inputs,
              inverseTemperature: { shape: [], data: Float32Array.of(1 / as) },
            });
      const data = (name: string): Float32Array => dataOf(results, name);
      const step = {
        components: Object.fromEntries(names.map((name) => [name, data(recordedOutput(name))])),
        likelihood: data('likelihood'),
        tempered: data(as === 1 ? 'likelihood' : 'tempered'),
      };
      goTo(step);
      return step;
    },
  };
}
