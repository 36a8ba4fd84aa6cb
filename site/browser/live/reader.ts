/**
 * Reads one token at a time with the runner's own reading program, and can hold a neuron of one component at a value.
 * Pure but for the state it carries.
 */
import { at } from '../../../runner/core/at.ts';
import { unitsOfArray } from '../../../runner/nn/models/architecture.ts';
import { keepName, setName } from '../../../runner/nn/models/intervention.ts';
import { mapValues, type Program, valueNamed } from '../../../runner/nn/models/program.ts';
import {
  firstState,
  readingProgram,
  recordedNames,
  recordedOutput,
  stateShapes,
} from '../../../runner/nn/models/reading.ts';
import type { BrowserModel } from './model.ts';
import { type Array32, operations } from './operations.ts';

/** Every component of every layer after a token, [units] by name (`output.1`); the states stand among them. */
export type Components = Readonly<Record<string, Float32Array>>;

/** What is expected after a token. */
export interface Expected {
  /** Probabilities of the next token, [vocabulary]. */
  likelihood: Float32Array;
  /** The same at the temperature. */
  tempered: Float32Array;
}

/** What a neuron of a component holds. @throws Error when the model has no such component or neuron. */
export const activationIn = (components: Components, component: string, neuron: number): number =>
  at(valueNamed(components, component), neuron);

export interface LiveHold {
  neuron: number;
  value: number;
}

export interface LiveReader {
  /** Goes on from after a token; null: from the zero state. */
  goTo(components: Components | null): void;
  /** Reads a token without what is expected next, which is half the work or more. */
  pass(id: number): Components;
  /** Reads a token; at temperature 0 `tempered` is as at 1. */
  read(id: number, temperature: number): { components: Components; expected: Expected };
}

/** @param held name of the component that a neuron can be held in, such as `output.1`. */
export function createReader({ architecture, weights }: BrowserModel, held: string, hold: LiveHold | null): LiveReader {
  const intervened = { [held]: 0 };
  const passing = readingProgram(architecture, weights, 1, { predict: 'nothing', intervened });
  const expecting = readingProgram(architecture, weights, 1, { predict: 'tempered', intervened });
  const shapes = stateShapes(architecture, 1);
  const names = recordedNames(architecture);
  const row = (value: number): Array32 => {
    const units = unitsOfArray(architecture, held);
    return { shape: [1, units], data: new Float32Array(units).fill(value) };
  };
  const [keep, set] = [row(1), row(0)];
  if (hold !== null) {
    keep.data[hold.neuron] = 0;
    set.data[hold.neuron] = hold.value;
  }
  const fixed: Record<string, Array32> = { ...expecting.constants, [keepName(held)]: keep, [setName(held)]: set };
  let state: Components = {};
  const goTo: LiveReader['goTo'] = (components) => {
    state = components ?? firstState(architecture, 1);
  };
  goTo(null);

  function run({ build }: Program, id: number, temperature: number) {
    const results = build(operations, {
      ...fixed,
      ...mapValues(shapes, (shape, name) => ({ shape, data: valueNamed(state, name) })),
      token: { shape: [1], data: Float32Array.of(id) },
      inverseTemperature: { shape: [], data: Float32Array.of(1 / temperature) },
    });
    const components = Object.fromEntries(names.map((name) => [name, valueNamed(results, recordedOutput(name)).data]));
    goTo(components);
    return { components, results };
  }

  return {
    goTo,
    pass: (id) => run(passing, id, 1).components,
    read(id, temperature) {
      const { components, results } = run(expecting, id, temperature || 1);
      const [likelihood, tempered] = [valueNamed(results, 'likelihood').data, valueNamed(results, 'tempered').data];
      return { components, expected: { likelihood, tempered } };
    },
  };
}
