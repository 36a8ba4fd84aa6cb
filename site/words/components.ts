/**
 * What the recorded components of a cell are called, and between which limits their values lie: read from the cells'
 * own tables. Pure.
 */
import { type CellName, cells, factsOf } from '../../runner/models/cells/cells.ts';
import { formulaHtml } from './formula-html.ts';

/** 'output' -> 'output gate'. */
export const componentName = (component: string): string => factsOf(component)?.name ?? component;

/** A cell's components in the order in which a step computes them, each with its name and its equation in HTML. */
export const equationsOf = (cell: CellName): { component: string; name: string; html: string }[] =>
  Object.entries(cells[cell].components).map(([component, { name, formula }]) => ({
    component,
    name,
    html: formulaHtml(formula),
  }));

/**
 * The limits of a component's colour scale: 0 to 1 for gates, -1 to 1 for what comes out of a tanh, and for the
 * unbounded cell state and preactivation plus and minus `largest`, the largest absolute value that is shown.
 */
export function limitsOf(component: string, largest: number): readonly [number, number] {
  return factsOf(component)?.range ?? [-(largest || 1), largest || 1];
}

/** Whether the limits come from the definition of the component and not from the values shown. */
export const isBounded = (component: string): boolean => (factsOf(component)?.range ?? null) !== null;

/** One line under the legend: where its limits come from. */
export function limitsNote(component: string): string {
  if (!isBounded(component)) return 'The scale ends at the largest absolute value of any neuron in these texts.';
  return limitsOf(component, 1)[0] === 0
    ? 'A gate lies between 0 (closed) and 1 (open); the scale is the same for every neuron.'
    : 'Values lie between −1 and 1; the scale is the same for every neuron.';
}
