/**
 * What the recorded components of a cell are called, and between which limits their values lie: read from the cells'
 * own tables. Pure.
 */
import { type CellName, cells, factsOf } from '../../runner/models/cells/cells.ts';

/** 'output' -> 'output gate'. */
export const componentName = (component: string): string => factsOf(component)?.name ?? component;

/** A cell's components in the order in which a step computes them, each with its name and its equation in HTML. */
export const equationsOf = (cell: CellName): { component: string; name: string; html: string }[] =>
  Object.entries(cells[cell].components).map(([component, { name, formula }]) => ({
    component,
    name,
    html: formulaHtml(formula),
  }));

/** Where tanh is within half a percent of its ends: to the network all values beyond are the same. */
const saturation = 3;

/**
 * The limits of a component's colour scale: 0 to 1 for gates, -1 to 1 for what comes out of a tanh. The cell state and the
 * preactivation have no bounds, and pass through a tanh: -3 to 3, beyond which the colour stays as it is.
 */
export function limitsOf(component: string): readonly [number, number] {
  return factsOf(component)?.range ?? [-saturation, saturation];
}

/** Whether the limits come from the definition of the component and not from the values shown. */
export const isBounded = (component: string): boolean => (factsOf(component)?.range ?? null) !== null;

/** One line under the legend: where its limits come from. */
export function limitsNote(component: string): string {
  if (!isBounded(component))
    return `Beyond ±${saturation} the colour stays: the value passes through a tanh, which has all but reached its end there.`;
  return limitsOf(component)[0] === 0
    ? 'A gate lies between 0 (closed) and 1 (open); the scale is the same for every neuron.'
    : 'Values lie between −1 and 1; the scale is the same for every neuron.';
}

/** A function's name, or a letter with its subscript and, before another letter, the space between two factors. */
const part = /tanh|(?<letter>[A-Za-z])(?:_(?<subscript>[A-Za-z]))?(?: (?=[A-Za-z]))?/g;

/** A formula as a cell's table writes it: 'i = σ(W_i x)' -> letters in <var>, subscripts in <sub>, factors without a space. */
export const formulaHtml = (formula: string): string =>
  formula.replace(part, (whole, letter?: string, subscript?: string) => {
    if (letter === undefined) return whole;
    return `<var>${letter}</var>${subscript === undefined ? '' : `<sub>${subscript}</sub>`}`;
  });
