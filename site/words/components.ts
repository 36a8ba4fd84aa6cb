/**
 * What the recorded components of a cell are called, and between which limits their values lie: read from the cells'
 * own tables. Pure.
 */
import { both, counted, integer } from '../../runner/core/format.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { cells } from '../../runner/nn/models/cells/cells.ts';
import { factsOf, isCell, type NetworkName, nameOf, rangeIn } from '../../runner/nn/models/networks.ts';

/** 'output' -> 'output gate'. */
export const componentName = nameOf;

/** 'LSTM', 'minGRU', 'RWKV-4'. */
export const cellName = (cell: NetworkName): string => factsOf(cell).label;

/** '2 layers of 672 units', '3 layers of 1,152, 1,152 and 400 units'; of a whole network, whose components differ, '2 layers'. */
export function layersOf({
  cell,
  layers,
  units,
  widths,
}: Pick<Result['model'], 'cell' | 'layers' | 'units' | 'widths'>): string {
  const count = counted(layers, 'layer');
  if (!isCell(cell)) return count;
  return `${count} of ${widths === undefined ? counted(units, 'unit') : `${both(widths.map(integer))} units`}`;
}

/** What its layers give to one another, where that is not their hidden state alone; with a comma before it. */
export const stackOf = ({ projection, residual }: Pick<Result['model'], 'projection' | 'residual'>): string =>
  [
    ...(projection === undefined ? [] : [`, hidden states projected to ${counted(projection, 'number')}`]),
    ...(residual ? [', each layer adding to what it reads'] : []),
  ].join('');

/** The components in the order in which a step computes them, each with its name and its equation in HTML. */
export const equationsOf = (cell: NetworkName): { component: string; name: string; html: string }[] =>
  Object.entries(factsOf(cell).components).map(([component, { name, formula }]) => ({
    component,
    name,
    html: formulaHtml(formula),
  }));

/** What the letters of a cell's formulas mean beyond those of every cell; empty: nothing. */
export const noteOf = (cell: NetworkName): string => (isCell(cell) && cells[cell].note) || '';

/** Whether it is of cells: what else there is has layers of several parts. */
export const isOfCells = isCell;

/** Where tanh is within half a percent of its ends: to a network that puts a value through it all beyond are the same. */
const saturation = 3;

/**
 * The limits of a component's colour scale: 0 to 1 for gates, -1 to 1 for what comes out of a tanh. Where it has no bounds,
 * or the cell is not known, -3 to 3, beyond which the colour stays as it is.
 */
export function limitsOf(component: string, cell: NetworkName | undefined): readonly [number, number] {
  return rangeIn(cell, component) ?? [-saturation, saturation];
}

/**
 * Between which values a component can be held: its limits, and where it has none as far as it went in the shown text.
 * @param largest [neurons] The largest absolute values there of those that are looked at.
 */
export function holdLimits(
  component: string,
  cell: NetworkName | undefined,
  largest: ArrayLike<number>,
): readonly [number, number] {
  const own = rangeIn(cell, component);
  if (own !== null) return own;
  const reach = Math.ceil(Array.from(largest).reduce((most, each) => Math.max(most, each), saturation));
  return [-reach, reach];
}

/** Whether the limits come from the definition of the component and not from the values shown. */
export const isBounded = (component: string, cell: NetworkName): boolean => rangeIn(cell, component) !== null;

/** One line under the legend: where its limits come from. */
export function limitsNote(component: string, cell: NetworkName): string {
  if (!isBounded(component, cell)) {
    const stays = `Beyond ±${saturation} the colour stays`;
    const { components } = factsOf(cell);
    const { formula = '' } = components.hidden ?? {};
    const passes = formula.includes(`tanh(${components[component]?.symbol})`);
    return passes
      ? `${stays}: the value passes through a tanh, which has all but reached its end there.`
      : `${stays}: the value has no bounds.`;
  }
  return limitsOf(component, cell)[0] === 0
    ? 'A gate lies between 0 (closed) and 1 (open); the scale is the same for every neuron.'
    : 'Values lie between −1 and 1; the scale is the same for every neuron.';
}

/** A function's name or another word, or a letter with its subscript and, before another letter, the space between two factors. */
const part = /[A-Za-z]{2,}|(?<letter>[A-Za-zΔ])(?:_(?<subscript>[A-Za-zΔ]))?(?: (?=[A-Za-zΔ](?![A-Za-z])))?/g;

/** A formula as a cell's table writes it: 'i = σ(W_i x)' -> letters in <var>, subscripts in <sub>, factors without a space. */
export const formulaHtml = (formula: string): string =>
  formula.replace(part, (whole, letter?: string, subscript?: string) => {
    if (letter === undefined) return whole;
    return `<var>${letter}</var>${subscript === undefined ? '' : `<sub>${subscript}</sub>`}`;
  });
