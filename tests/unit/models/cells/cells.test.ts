import { describe, expect, it } from 'vitest';
import { referenceOperations } from '../../../../runner/engines/reference/operations.ts';
import {
  cellNames,
  cells,
  componentNames,
  components,
  componentsOf,
  defaultComponent,
} from '../../../../runner/models/cells/cells.ts';

describe.each(cellNames)('the table of the %s', (name) => {
  const cell = cells[name];
  const rows = { shape: [1, cell.gates], data: Float64Array.from({ length: cell.gates }, (_, i) => i - 1) };
  const state = (value: number) => ({ shape: [1, 1], data: Float64Array.of(value) });
  const previous = {
    hidden: state(0.5),
    ...Object.fromEntries(cell.stateNames.map((each) => [each, state(0.5)] as const)),
  };
  const trace = cell.forward(referenceOperations, { projected: rows, recurrent: rows, previous });

  it('names what a step computes, in its order', () => {
    expect(Object.keys(trace.components)).toEqual(componentsOf(name));
    expect(Object.keys(trace.state)).toEqual(cell.stateNames);
    expect(cell.name).toBe(name);
  });

  it('counts every state, the default and no symbol twice among its components', () => {
    for (const each of [...cell.stateNames, defaultComponent(name)]) expect(componentsOf(name)).toContain(each);
    const symbols = Object.values(cell.components).map(({ symbol }) => symbol);
    expect(new Set(symbols).size).toBe(symbols.length);
  });

  it('calls a component as every other cell does, with the same range', () => {
    for (const each of componentsOf(name)) {
      const { name: spoken, range } = cell.components[each] ?? {};
      expect(components[each]).toMatchObject({ name: spoken, range });
    }
  });
});

it('knows the nine components', () => {
  expect([...componentNames].sort()).toEqual(
    ['candidate', 'cell', 'forget', 'hidden', 'input', 'output', 'preactivation', 'reset', 'update'].sort(),
  );
});
