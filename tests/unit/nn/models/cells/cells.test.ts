import { describe, expect, it } from 'vitest';
import { random } from '../../../../../runner/core/random.ts';
import { type Array64, referenceOperations } from '../../../../../runner/nn/engines/reference/operations.ts';
import { cellNames, cells, componentsOf } from '../../../../../runner/nn/models/cells/cells.ts';
import { layerForward } from '../../../../../runner/nn/models/layer.ts';
import { nameOf, rangeIn } from '../../../../../runner/nn/models/networks.ts';

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
  const initial = { hidden: zero, ...Object.fromEntries(cell.stateNames.map((state) => [state, zero])) };
  const asked = new Set<string>();
  const watched = <V extends object>(record: V): V =>
    new Proxy(record, {
      get(target, key) {
        asked.add(String(key));
        return Reflect.get(target, key);
      },
    });
  const given = { steps, projected: watched(projected), initial };
  const traces = layerForward(referenceOperations, cell, watched(weights), given);

  it('names what a step computes, in its order', () => {
    const [trace] = traces;
    expect(Object.keys(trace?.components ?? {})).toEqual(componentsOf(name));
    expect(Object.keys(trace?.state ?? {})).toEqual(cell.stateNames);
    expect(cell.name).toBe(name);
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
      const values = traces.flatMap(({ components }) => [...(components[each]?.data ?? [])]);
      expect(values.every(Number.isFinite), each).toBe(true);
      if (range === null) continue;
      expect(Math.min(...values), each).toBeGreaterThanOrEqual(range[0]);
      expect(Math.max(...values), each).toBeLessThanOrEqual(range[1]);
    }
  });

  it('computes with what stands in a component’s place', () => {
    for (const replaced of componentsOf(name)) {
      const replace = (component: string, value: Array64) => (component === replaced ? zero : value);
      const [, second] = layerForward(referenceOperations, cell, weights, { steps: 2, projected, initial, replace });
      expect(second?.components[replaced]).toBe(zero);
      expect(second?.components).not.toEqual(traces[1]?.components);
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
