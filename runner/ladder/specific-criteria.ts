/** By what it is judged whether a claim is on its feature, or on something that goes with it. Imports nothing. */
export const specificCriteria = {
  /** Tokens that disagree, and documents that they are in: fewer tell nothing. */
  tokens: 30,
  documents: 10,
  /** From this share of the compared tokens on, those that disagree must speak for the label: where fewer do, no other label fits much better. */
  disagree: 0.05,
  /** From this share on a neuron says another number, two levels away: one that errs so often tells this number from none that goes with it. */
  another: 0.125,
  /** From this correlation with the label on, of either sign, another feature is a rival. */
  correlation: 0.2,
  /** The label is shifted by so many tokens at most, earlier and later. */
  shift: 3,
  /** A rival is followed where the neuron is on the label's side at less than this share of the tokens at which they differ. */
  follows: 0.4,
  /** Where both labels agree, the neuron is inside oftener than outside by so much, or nothing can be told of rivals. */
  tells: 0.1,
  adjustedP: 0.05,
} as const;
