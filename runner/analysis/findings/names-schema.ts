/** The rungs of the ladder in their order, each as tables call it. Imports nothing: no page needs a validator to name them. */
export const rungLabels = {
  heldOut: 'Held out',
  learned: 'Learned',
  specific: 'Specific',
  used: 'Used',
  replicated: 'Replicated',
} as const;

export type RungName = keyof typeof rungLabels;
export const rungNames = Object.keys(rungLabels) as RungName[];

/** Of a neuron as a detector: carriers on its side, carriers on the other, and tokens on its side that do not carry the feature. */
export const strongestKinds = ['hit', 'miss', 'false alarm'] as const;
export type StrongestKind = (typeof strongestKinds)[number];

/** Of an excerpt with so many tokens on each side the numbers whose bits say which tokens carry the feature, 32 each. */
export const carrierWords = (side: number): number => Math.ceil((2 * side + 1) / 32);
