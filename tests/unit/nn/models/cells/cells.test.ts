import { describe, expect, it } from 'vitest';
import { random } from '../../../../../runner/core/random.ts';
import { type Array64, referenceOperations } from '../../../../../runner/nn/engines/reference/engine.ts';
import { withRecurrentActivation } from '../../../../../runner/nn/models/cells/cell.ts';
import { type CellName, cellNames, cells } from '../../../../../runner/nn/models/cells/cells.ts';
import { networkForward } from '../../../../../runner/nn/models/network.ts';
import { nameOf, rangeIn } from '../../../../../runner/nn/models/networks.ts';
import type { Shape } from '../../../../../runner/nn/models/operations.ts';
import { mapValues, sizeOf } from '../../../../../runner/nn/models/program.ts';
import { parametersOf, stateShapes } from '../../../../../runner/nn/models/reading.ts';
import { distance } from '../../../analysis/stats/reference.ts';

const componentsOf = (name: CellName): string[] => Object.keys(cells[name].components);

const source = random(3);
const [batch, units, steps] = [2, 3, 6];
const numbers = (shape: Shape): Array64 => ({
  shape,
  data: Float64Array.from({ length: sizeOf(shape) }, () => 6 * source.uniform() - 3),
});
const zero: Array64 = { shape: [batch, units], data: new Float64Array(batch * units) };

describe.each(cellNames)('the table of the %s', (name) => {
  const cell = cells[name];
  // One-hot: of every token other numbers.
  const architecture = { cell: name, layers: 1, units, embedding: 0, vocabulary: batch * steps };
  const weights = mapValues(parametersOf(architecture), numbers);
  /** Every component by name, after each of so many steps, and the last state. */
  const run = (count: number, replace: (component: string, value: Array64) => Array64) => {
    const components: Record<string, Array64[]> = {};
    const hook = (component: string, _layer: number, computed: Array64) => {
      const value = replace(component, computed);
      components[component] = [...(components[component] ?? []), value];
      return value;
    };
    const tokens = { shape: [count * batch], data: Float64Array.from({ length: count * batch }, (_, token) => token) };
    const values = { ...weights, ...mapValues(stateShapes(architecture, batch), () => zero) };
    const input = { tokens, steps: count, batch, hook };
    return { components, last: networkForward(referenceOperations, architecture, values, input).after };
  };
  const { components, last } = run(steps, (_component, value) => value);

  it('names what a step computes, in its order, and counts every state, the default and no symbol twice among it', () => {
    expect(Object.keys(components)).toEqual(componentsOf(name));
    expect(Object.keys(last)).toEqual(cell.stateNames.map((state) => `${state}.1`));
    for (const each of [...cell.stateNames, cell.defaultComponent]) expect(componentsOf(name)).toContain(each);
    const symbols = Object.values(cell.components).map(({ symbol }) => symbol);
    expect(new Set(symbols).size).toBe(symbols.length);
    // As every other cell calls it.
    for (const each of componentsOf(name)) expect(nameOf(each)).toBe(cell.components[each]?.name);
  });

  it('keeps each component within its range, however far the weights reach', () => {
    for (const each of componentsOf(name)) {
      const range = rangeIn(name, each);
      const values = (components[each] ?? []).flatMap(({ data }) => [...data]);
      expect(values.every(Number.isFinite), each).toBe(true);
      if (range === null) continue;
      expect(Math.min(...values), each).toBeGreaterThanOrEqual(range[0]);
      expect(Math.max(...values), each).toBeLessThanOrEqual(range[1]);
    }
  });

  it('computes with what stands in a component’s place', () => {
    for (const replaced of componentsOf(name)) {
      const changed = run(2, (component, value) => (component === replaced ? zero : value));
      expect(changed.components[replaced]?.[1]).toBe(zero);
      const second = (of: typeof components) => Object.values(of).map((values) => values[1]);
      expect(second(changed.components)).not.toEqual(second(components));
    }
  });
});

it('asks for parameters in the order in which first weights are drawn, PyTorch’s', () => {
  const [pytorch, minimal] = ['weight_ih weight_hh bias_ih bias_hh', 'weight_ih bias_ih'];
  expect(mapValues(cells, ({ parameters }) => Object.keys(parameters).join(' '))).toEqual({
    lstm: pytorch,
    gru: pytorch,
    rnn: pytorch,
    'rnn-relu': pytorch,
    slstm: pytorch,
    peephole: `${pytorch} weight_ci weight_cf weight_co`,
    mlstm: 'weight_ih weight_hh bias_ih weight_mx weight_mh',
    mingru: minimal,
    'mingru-linear': minimal,
    minlstm: minimal,
    'minlstm-linear': minimal,
  });
  expect(cells.slstm.stateNames).toEqual(['hidden', 'cell', 'normalizer', 'exponent']);
});

// clip(0.2 x + 0.5, 0, 1) and clip(x / 6 + 0.5, 0, 1), by hand.
it.each([
  ['hard_sigmoid', [0, 0, 0, 0.3, 0.5, 0.7, 1, 1, 1]],
  ['hard_sigmoid_keras_3', [0, 0, 1 / 12, 1 / 3, 0.5, 2 / 3, 11 / 12, 1, 1]],
] as const)('squashes gates by a line between 0 and 1: %s', (name, wanted) => {
  const values = { shape: [9], data: Float64Array.of(-4, -3, -2.5, -1, 0, 1, 2.5, 3, 4) };
  expect(distance(withRecurrentActivation(referenceOperations, name).sigmoid(values).data, wanted)).toBeLessThan(1e-12);
  expect(withRecurrentActivation(referenceOperations)).toBe(referenceOperations);
});
