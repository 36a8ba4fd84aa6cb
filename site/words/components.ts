/** What the recorded components of a cell are called, and between which limits their values lie. Pure. */

/** The interval a component's values can fill; null: unbounded, so the shown values set the limits. */
type Range = readonly [number, number] | null;

const gate: Range = [0, 1];
const tanh: Range = [-1, 1];

const components: Record<string, { name: string; symbol: string; range: Range }> = {
  hidden: { name: 'hidden state', symbol: 'h', range: tanh },
  cell: { name: 'cell state', symbol: 'c', range: null },
  input: { name: 'input gate', symbol: 'i', range: gate },
  forget: { name: 'forget gate', symbol: 'f', range: gate },
  candidate: { name: 'candidate', symbol: 'g', range: tanh },
  output: { name: 'output gate', symbol: 'o', range: gate },
  update: { name: 'update gate', symbol: 'z', range: gate },
  reset: { name: 'reset gate', symbol: 'r', range: gate },
  preactivation: { name: 'preactivation', symbol: 'p', range: null },
};

/** All components of each cell, in the order in which a step computes them. */
export const cellComponents = {
  lstm: ['input', 'forget', 'candidate', 'output', 'cell', 'hidden'],
  gru: ['reset', 'update', 'candidate', 'hidden'],
  rnn: ['preactivation', 'hidden'],
} as const;

/** 'output' -> 'output gate'. */
export const componentName = (component: string): string => components[component]?.name ?? component;

/**
 * The limits of a component's colour scale: 0 to 1 for gates, -1 to 1 for what comes out of a tanh, and for the
 * unbounded cell state and preactivation plus and minus `largest`, the largest absolute value that is shown.
 */
export function limitsOf(component: string, largest: number): readonly [number, number] {
  return components[component]?.range ?? [-(largest || 1), largest || 1];
}

/** Whether the limits come from the definition of the component and not from the values shown. */
export const isBounded = (component: string): boolean => (components[component]?.range ?? null) !== null;

/** One line under the legend: where its limits come from. */
export function limitsNote(component: string): string {
  if (!isBounded(component)) return 'The scale ends at the largest absolute value of any neuron in these texts.';
  return limitsOf(component, 1)[0] === 0
    ? 'A gate lies between 0 (closed) and 1 (open); the scale is the same for every neuron.'
    : 'Values lie between −1 and 1; the scale is the same for every neuron.';
}
