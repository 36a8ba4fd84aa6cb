/** The rungs of the ladder in their order, each as tables call it. Imports nothing: no page needs a validator to name them. */
export const rungLabels = {
  effect: 'Effect',
  chance: 'Beyond chance',
  heldOut: 'Held out',
  learned: 'Learned',
  context: 'Context',
  used: 'Used',
  specific: 'Specific',
  replicated: 'Replicated',
} as const;

export type RungName = keyof typeof rungLabels;
export const rungNames = Object.keys(rungLabels) as RungName[];
