/** The components that each cell computes and that can be recorded. Pure; imports nothing. */

export const cellNames = ['lstm', 'gru', 'rnn'] as const;
export type CellName = (typeof cellNames)[number];

export const componentNames = [
  'hidden',
  'cell',
  'input',
  'forget',
  'candidate',
  'output',
  'update',
  'reset',
  'preactivation',
] as const;
export type ComponentName = (typeof componentNames)[number];

export const componentsOf: Readonly<Record<CellName, readonly ComponentName[]>> = {
  lstm: ['input', 'forget', 'candidate', 'output', 'cell', 'hidden'],
  gru: ['reset', 'update', 'candidate', 'hidden'],
  rnn: ['preactivation', 'hidden'],
};

/** What is analysed when the manifest does not say: the thesis' output gate where there is one. */
export const defaultComponent = (cell: CellName): ComponentName => (cell === 'lstm' ? 'output' : 'hidden');
