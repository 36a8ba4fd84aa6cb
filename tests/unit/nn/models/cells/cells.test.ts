import { describe, expect, it } from 'vitest';
import { random } from '../../../../../runner/core/random.ts';
import { type Array64, referenceOperations } from '../../../../../runner/nn/engines/reference/engine.ts';
import { type CellName, cellNames, cells } from '../../../../../runner/nn/models/cells/cells.ts';
import { layerForward } from '../../../../../runner/nn/models/network.ts';
import { nameOf, rangeIn } from '../../../../../runner/nn/models/networks.ts';

const componentsOf = (name: CellName): string[] => Object.keys(cells[name].components);

const source = random(3);
const [batch, units, inputs, steps] = [2, 3, 4, 12];
const numbers = (shape: readonly number[]): Array64 => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 6 * source.uniform() - 3),
});

describe.each(cellNames)('the table of the %s', (name) => {
  const cell = cells[name];
  const weights = Object.fromEntries(
    Object.entries(cell.parameters).map(([parameter, { blocks, columns }]) => {
      const rows = blocks * units;
      return [parameter, numbers(columns === null ? [rows] : [rows, columns === 'input' ? inputs : units])];
    }),
  );
  const ofInput = Object.entries(cell.parameters).filter(([, { columns }]) => columns === 'input');
  const projected = Object.fromEntries(
    ofInput.map(([weight, { blocks }]) => [
      weight,
      Array.from({ length: steps }, () => numbers([batch, blocks * units])),
    ]),
  );
  const zero = { shape: [batch, units], data: new Float64Array(batch * units) };
  const asked = new Set<string>();
  const watched = <V extends object>(record: V): V =>
    new Proxy(record, {
      get(target, key) {
        asked.add(String(key));
        return Reflect.get(target, key);
      },
    });
  const state = () => zero;
  /** Every component by name, after each of so many steps, and the last state. */
  const run = (count: number, replace: (component: string, value: Array64) => Array64) => {
    const components: Record<string, Array64[]> = {};
    const tap = (component: string, computed: Array64) => {
      const value = replace(component, computed);
      components[component] = [...(components[component] ?? []), value];
      return value;
    };
    const given = { steps: count, projected: watched(projected), state, tap };
    return { components, last: layerForward(referenceOperations, cell, watched(weights), given).at(-1) };
  };
  const { components, last } = run(steps, (_component, value) => value);

  it('names what a step computes, in its order', () => {
    expect(Object.keys(components)).toEqual(componentsOf(name));
    expect(Object.keys(last ?? {})).toEqual(cell.stateNames);
  });

  it('counts every state, the default and no symbol twice among its components', () => {
    for (const each of [...cell.stateNames, cell.defaultComponent]) expect(componentsOf(name)).toContain(each);
    const symbols = Object.values(cell.components).map(({ symbol }) => symbol);
    expect(new Set(symbols).size).toBe(symbols.length);
  });

  it('calls a component as every other cell does', () => {
    for (const each of componentsOf(name)) expect(nameOf(each)).toBe(cell.components[each]?.name);
  });

  it('has no parameter that a step does not look at', () => {
    // What is read comes with its bias.
    const biases = ofInput.map(([weight]) => weight.replace('weight', 'bias'));
    const looked = [...asked, ...biases].filter((parameter) => Object.hasOwn(cell.parameters, parameter));
    expect([...new Set(looked)].sort()).toEqual(Object.keys(cell.parameters).sort());
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

it('knows the components', () => {
  expect([...new Set(cellNames.flatMap((name) => componentsOf(name)))].sort()).toEqual(
    [
      ...['candidate', 'cell', 'forget', 'hidden', 'input', 'output', 'preactivation', 'reset', 'update'],
      ...['average', 'exponent', 'intermediate', 'normalizer'],
    ].sort(),
  );
});
